/*
 * Makes dist/: one small entry and lazily loaded chunks, with everything bundled, so that start-up reads few files and an
 * installation has no dependencies. Run by `npm run build`, and by `npm ci` through `prepare`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** CommonJS packages ask for Node's modules by `require`, which an ES module does not have. */
const nodeModules: Plugin = {
  name: 'node-modules-without-require',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/]commander[\\/].*\.c?js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /\brequire\('(node:\w+)'\)/g,
        "globalThis.process.getBuiltinModule('$1')",
      ),
      loader: 'js',
    }))
  },
}

if (existsSync(join(root, 'scripts/generate.ts')) && !process.argv.includes('--no-generate')) {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts'], { cwd: root, stdio: 'inherit' })
}
const { metafile, outputFiles } = await bundle()
checkRequire(metafile)
// only now, so that a build that fails leaves the last one
rmSync(join(root, 'dist'), { recursive: true, force: true })
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}
writeFileSync(join(root, 'dist/THIRD_PARTY.txt'), await licences(metafile))
const sizes = Object.values(metafile.outputs).map(({ bytes }) => bytes)
console.log(`dist: ${sizes.length} files, ${Math.round(sizes.reduce((sum, bytes) => sum + bytes, 0) / 1024)} KiB`)

/** Runs esbuild; what is wrong with the sources it has told by itself. */
async function bundle() {
  try {
    return await build({
      absWorkingDir: root,
      entryPoints: { cli: 'src/cli/main.ts' },
      outdir: 'dist',
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      minify: true,
      legalComments: 'none',
      metafile: true,
      write: false,
      logLevel: 'warning',
      plugins: [nodeModules],
      // the package's own ES module; what it exports for Node is CommonJS
      alias: { yaml: './node_modules/yaml/browser/index.js' },
    })
  } catch {
    process.exit(1)
  }
}

/** A `require` left in the bundle would only fail when a user comes that way. */
function checkRequire(metafile: Metafile): void {
  for (const [file, { imports }] of Object.entries(metafile.outputs)) {
    const left = imports.filter(({ kind, external }) => kind === 'require-call' && external)
    if (left.length) throw new Error(`${file} requires ${left.map(({ path }) => path).join(', ')} at run time`)
  }
}

/** The licence of every package that went into the bundle, sorted by name. */
async function licences(metafile: Metafile): Promise<string> {
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
    const files = (await readdir(join(root, folder)))
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort()
    const texts = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim())
    parts.push(
      `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${texts.join('\n\n') || 'No licence file is part of the package.'}\n`,
    )
  }
  return parts.join('\n')
}
