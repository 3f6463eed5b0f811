/*
 * Makes dist/: one file with everything in it, so that start-up reads one file and an installation has no dependencies;
 * what the sources load by `await import` is not run before it is needed. Beside it stands the code that V8 compiled from
 * it, which is good for this machine alone and no part of the package. Run by `npm run build`, and by `npm ci` through
 * `prepare`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

if (existsSync(join(root, 'scripts/generate.ts')) && !process.argv.includes('--no-generate')) {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts'], { cwd: root, stdio: 'inherit' })
}
const { metafile, outputFiles } = await bundle()
// only now, so that a build that fails leaves the last one
rmSync(join(root, 'dist'), { recursive: true, force: true })
for (const { path, contents } of outputFiles) {
  if (contents.some((byte) => byte > 127)) throw new Error(`${path} is read as Latin-1 and must be ASCII`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}
writeFileSync(join(root, 'dist/THIRD_PARTY.txt'), licences(metafile))
compile()
for (const { path, contents } of outputFiles) console.log(`${relative(root, path)}: ${contents.length >> 10} KiB`)

/** Keeps what V8 compiles for a few checks. A build without it works as well, only slower. */
function compile(): void {
  const repositories = readdirSync(join(root, 'fixtures/repositories')).map((name) => `fixtures/repositories/${name}`)
  const file = `dist/cli.${process.version}-${process.arch}.cache`
  const { NODE_OPTIONS, ...env } = process.env
  const words = ['scripts/compile.cjs', 'dist/cli.cjs', file, ...repositories]
  const { status } = spawnSync(process.execPath, words, { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) console.error(`${file} could not be made; Assay starts more slowly without it`)
}

/** Runs esbuild; what is wrong with the sources it has told by itself. */
async function bundle() {
  try {
    return await build({
      absWorkingDir: root,
      entryPoints: { cli: 'src/cli/main.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      bundle: true,
      // one script, not modules in chunks: only a script can be run from code that was compiled before
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      minify: true,
      legalComments: 'none',
      metafile: true,
      write: false,
      logLevel: 'warning',
      // the package's ES module, from which unused parts can be left out; for Node it exports CommonJS
      alias: { yaml: './node_modules/yaml/browser/index.js' },
    })
  } catch {
    process.exit(1)
  }
}

/** The licence of every package that went into the bundle, sorted by name. */
function licences(metafile: Metafile): string {
  const folders = new Set<string>()
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
      if (folder && bytesInOutput > 0) folders.add(folder)
    }
  }
  const parts = ['Assay contains the following packages, each under its own licence.\n']
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const files = readdirSync(join(root, folder))
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort()
    const texts = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim())
    parts.push(
      `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${texts.join('\n\n') || 'No licence file is part of the package.'}\n`,
    )
  }
  return parts.join('\n')
}
