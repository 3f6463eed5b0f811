import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Plugin, transform } from 'esbuild'
import { partOf, secretsEntry } from './parts.ts'

/** What older V8s than the targeted one lack, though ours has it: else each /\p{…}/ becomes a `new RegExp` at every use. */
export const supported = { 'regexp-unicode-property-escapes': true }

/**
 * Leads each `import('…')` of the sources to the part that holds what it names, and makes a `require` of those that stay
 * in the bundle: esbuild would make a chunk for each of them.
 */
export function splitter(root: string): Plugin {
  const sources = join(root, 'src')
  const entries = partEntries(sources)
  return {
    name: 'parts',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.startsWith(sources)) return undefined
        const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'ts', target: 'node20', supported })
        const contents = code.replace(/\bimport\("([^"]+)"\)/g, (whole, name) => lazily(sources, path, name) ?? whole)
        return { contents, loader: 'js' }
      })
      onResolve({ filter: /^alone:/ }, ({ path }) => ({ path: `./${path.slice('alone:'.length)}.cjs`, external: true }))
      onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice('part:'.length), namespace: 'part' }))
      onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({
        contents: partEntry(entries.get(path) ?? []),
        resolveDir: sources,
      }))
      // `require` gives what a CommonJS package exports, `import` a namespace with it as the default
      onResolve({ filter: /^namespace:/ }, ({ path }) => ({
        path: path.slice('namespace:'.length),
        namespace: 'namespace',
      }))
      onLoad({ filter: /./, namespace: 'namespace' }, ({ path }) => ({
        contents: `import * as all from '${path}'; const { default: one } = all; export default one; export * from '${path}'`,
        resolveDir: root,
      }))
    },
  }
}

/** What takes the place of an `import('<name>')` in a file; undefined where it stays. */
function lazily(sources: string, from: string, name: string): string | undefined {
  if (name.startsWith('node:')) return undefined
  const own = name.startsWith('.')
  const entry = own ? relative(sources, join(dirname(from), name)) : name
  if (entry === secretsEntry) return 'import("alone:secrets")'
  const part = partOf(entry)
  return part === undefined
    ? `Promise.resolve().then(() => require("${own ? name : `namespace:${name}`}"))`
    : `import("part:${part}").then((part) => part.entries["${entry}"]())`
}

/** The entries of each part: what any of the sources loads by `import('…')`, as {@link partOf} takes it. */
function partEntries(sources: string): Map<string, Set<string>> {
  const entries = new Map<string, Set<string>>()
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue
    for (const [, name] of readFileSync(join(sources, file), 'utf8').matchAll(/(?<!\{@link )\bimport\('([^']+)'\)/g)) {
      const entry = name?.startsWith('.') ? join(dirname(file), name) : `${name}`
      const part = partOf(entry)
      if (part !== undefined) entries.set(part, (entries.get(part) ?? new Set()).add(entry))
    }
  }
  return entries
}

/** A module that imports the bundle, so that what a part shares with it is there and not in the part, and names its entries. */
function partEntry(names: Iterable<string>): string {
  const entries = [...names].sort().map((name) => {
    return `'${name}': () => require('${name.endsWith('.ts') ? `./${name}` : `namespace:${name}`}')`
  })
  return `import './cli/main.ts'; export const entries = {${entries.join(', ')}}`
}
