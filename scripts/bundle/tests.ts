import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildOptions, build, type Plugin } from 'esbuild'

/** What all of it is: scripts for this Node, beside the packages. */
const forThisNode = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
} as const satisfies BuildOptions

/** Code that asks for its own place gets that of its source, where it looks for fixtures and schemas. */
const ownPlaces: Plugin = {
  name: 'own places',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      if (!source.includes('import.meta.url')) return undefined
      const url = JSON.stringify(pathToFileURL(path).href)
      return { contents: source.replace(/\bimport\.meta\.url\b/g, url), loader: 'ts' }
    })
  },
}

/**
 * The tests as scripts that share what they import. Node starts a process for each file of tests; from the sources each
 * would translate and link more than a thousand modules, which takes ten times as long as most tests do.
 *
 * @param root the repository
 * @param files files of tests, relative to it
 * @param folder where the scripts are written, relative to it, so that its packages are found; in it they stand as the sources do in the repository
 * @returns the scripts, relative as well, in the order of the files
 */
export async function bundleTests(root: string, files: readonly string[], folder: string): Promise<string[]> {
  await build({
    ...forThisNode,
    absWorkingDir: root,
    entryPoints: [...files],
    outbase: root,
    outdir: folder,
    splitting: true,
    // so that what fails names a line of a source
    sourcemap: true,
    outExtension: { '.js': '.mjs' },
    plugins: [ownPlaces],
  })
  return files.map((file) => `${folder}/${file.replace(/\.ts$/, '.mjs')}`)
}

/**
 * One script of the sources and of what runs command lines in the tests of the CLI: they start some two hundred processes,
 * and each would translate more than a thousand files.
 *
 * @param root the repository
 * @param folder where the script is written, as for the tests
 * @returns the script, from any folder
 */
export async function bundleSession(root: string, folder: string): Promise<string> {
  const outfile = `${folder}/session.mjs`
  await build({
    ...forThisNode,
    absWorkingDir: root,
    entryPoints: ['test/cli/support/session.ts'],
    // by this a worker thread is told what to run
    banner: { js: "import { fileURLToPath as toPath } from 'node:url'; const __filename = toPath(import.meta.url)" },
    outfile,
  })
  return join(root, outfile)
}
