/*
 * Bundles the sources into scripts for the launcher: `cli` with what any run may need, and the parts of ./parts.ts.
 *
 * esbuild splits only ES modules, and by who reaches what: modules that the same entries reach get into one chunk. Every
 * part's entry imports the whole bundle, so that all it shares with others is in the bundle, and each module exists once. A
 * second pass makes scripts of the chunks, because only a script can be run from code that was compiled before.
 */
import { basename } from 'node:path'
import { build, type Metafile, type OutputFile } from 'esbuild'
import { keepNamespaces } from './namespaces.ts'
import { secretsEntry } from './parts.ts'
import { splitter, supported } from './split.ts'

/** The scripts of dist/ by name, and what of which file went into them. */
export interface Bundle {
  readonly files: ReadonlyMap<string, string>
  readonly metafile: Metafile
}

/** Bundles the sources below `root`; when it rejects, esbuild has told what is wrong with them. */
export async function bundle(root: string, minify: boolean): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // ES modules before UMD, whose `require` no bundler can follow
    mainFields: ['module', 'main'],
    target: 'node20',
    supported,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    // the package's ES module, from which unused parts can be left out; for Node it exports CommonJS
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    plugins: [splitter(root)],
  })
  const chunks = named(metafile, outputFiles)
  const files = new Map<string, string>()
  for (const name of new Set(chunks.names.values())) files.set(name, await script(name, chunks, minify))
  for (const [name, entry] of alone) files.set(name, await byItself(root, entry, minify))
  return { files, metafile }
}

/**
 * Scripts by themselves, small enough to have what they share with the bundle twice: what the launcher asks before it loads
 * that, and the search for secrets, which all of them need.
 */
const alone = [
  ['quick', 'src/cli/quick.ts'],
  ['ahead', 'src/cli/ahead.ts'],
  ['secrets', `src/${secretsEntry}`],
] as const

async function byItself(root: string, entry: string, minify: boolean): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { ...supported, 'dynamic-import': false },
    // a script knows where it is by __filename
    define: { 'import.meta.url': 'undefined' },
    minify,
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    plugins: [
      {
        name: 'alone',
        setup({ onResolve }) {
          onResolve({ filter: /\/secrets\/index\.ts$/ }, ({ kind }) =>
            kind === 'entry-point' ? undefined : { path: './secrets.cjs', external: true },
          )
        },
      },
    ],
  })
  return keepNamespaces(outputFiles[0]?.text ?? '')
}

interface Chunks {
  /** chunk file → the script that it becomes part of */
  readonly names: ReadonlyMap<string, string>
  readonly texts: ReadonlyMap<string, string>
}

/** Names the chunks: a part by its entry, all others by the bundle's, for what only two parts share is small. */
function named(metafile: Metafile, files: readonly OutputFile[]): Chunks {
  const texts = new Map(files.map(({ path, text }) => [basename(path), text]))
  const names = new Map<string, string>()
  const exported = new Set<string>()
  for (const [path, { entryPoint, exports }] of Object.entries(metafile.outputs)) {
    const name = /^part:(.*)/.exec(entryPoint ?? '')?.[1] ?? 'cli'
    names.set(basename(path), name)
    // `export *` of two chunks silently leaves out what both have; an entry hands on what chunks have
    for (const one of entryPoint ? [] : exports) {
      if (exported.has(`${name} ${one}`)) rename(one, basename(path), texts)
      exported.add(`${name} ${one}`)
    }
  }
  return { names, texts }
}

/** Gives what a chunk exports a name that no other chunk has (two files of one name have one name), for all who import it. */
function rename(name: string, chunk: string, texts: Map<string, string>): void {
  const unique = `${name}_${chunk.replace(/\W/g, '_')}`
  const quoted = name.replaceAll('$', '\\$')
  const imports = new RegExp(`^import \\{\\n[^}]*\\} from "\\./${chunk}";$`, 'm')
  const imported = new RegExp(`^  ${quoted}(?: as (.+?))?(,?)$`, 'm')
  const exported = new RegExp(`^  (?:(.+) as )?${quoted}(,?)$`, 'm')
  for (const [file, text] of texts) {
    const renamed =
      file === chunk
        ? text.replace(/^export \{\n[^}]*\};?$/m, (list) =>
            list.replace(exported, (_, local = name, comma) => `  ${local} as ${unique}${comma}`),
          )
        : text.replace(imports, (list) =>
            list.replace(imported, (_, local = name, comma) => `  ${unique} as ${local}${comma}`),
          )
    texts.set(file, renamed)
  }
}

/** Makes one script of the chunks of this name; the other scripts it requires by their names. */
async function script(name: string, { names, texts }: Chunks, minify: boolean): Promise<string> {
  const own = [...names.keys()].filter((file) => names.get(file) === name)
  const { outputFiles } = await build({
    stdin: { contents: own.map((file) => `export * from './${file}'`).join('\n') },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // else `await import('node:fs')` stays, which a script that the launcher compiles cannot do
    supported: { ...supported, 'dynamic-import': false },
    minify,
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    plugins: [
      {
        name: 'chunks',
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^\.\// }, ({ path }) => {
            if (path.endsWith('.cjs')) return { path, external: true }
            const other = names.get(basename(path))
            return other === name
              ? { path: basename(path), namespace: 'chunk' }
              : { path: `./${other}.cjs`, external: true }
          })
          onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => ({ contents: texts.get(path) ?? '' }))
        },
      },
    ],
  })
  return keepNamespaces(outputFiles[0]?.text ?? '')
}
