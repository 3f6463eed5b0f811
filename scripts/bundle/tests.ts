import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

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
 * @param folder where the scripts are written: inside the repository, so that its packages are found; in it they stand as the sources do in the repository
 * @returns the scripts, in the order of the files
 */
export async function bundleTests(root: string, files: readonly string[], folder: string): Promise<string[]> {
  await build({
    absWorkingDir: root,
    entryPoints: [...files],
    outbase: root,
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    // so that what fails names a line of a source
    sourcemap: true,
    outExtension: { '.js': '.mjs' },
    plugins: [ownPlaces],
    logLevel: 'warning',
  })
  return files.map((file) => relative(root, `${folder}/${file.replace(/\.ts$/, '.mjs')}`).replaceAll(sep, '/'))
}
