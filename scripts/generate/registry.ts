import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Collector, Touching } from '../../src/facts/collector.ts'
import { touchingsOf } from '../../src/facts/collector.ts'
import { header } from './text.ts'

interface Found {
  readonly path: string
  readonly collector: Collector
}

/**
 * `src/facts/registry.generated.ts`: the default exports of all files in src/facts/observed and src/facts/derived, those
 * that others need before them. The folders are the registry.
 */
export async function registryModule(
  root: string,
): Promise<{ content: string; touching: string; problems: readonly string[] }> {
  const found: Found[] = []
  const problems: string[] = []
  for (const folder of ['observed', 'derived']) {
    const directory = join(root, 'src/facts', folder)
    if (!existsSync(directory)) continue
    const names = (await readdir(directory)).filter((name) => name.endsWith('.ts')).sort()
    for (const name of names) {
      const path = `${folder}/${name}`
      try {
        const module = (await import(pathToFileURL(join(directory, name)).href)) as { default?: Collector }
        if (module.default?.collect) found.push({ path, collector: module.default })
        else problems.push(`src/facts/${path}: needs a collector as its default export`)
      } catch (error) {
        problems.push(`src/facts/${path}: cannot be loaded: ${(error as Error).message.split('\n')[0]}`)
      }
    }
  }
  const order = inOrder(found, problems)
  return { content: moduleOf(order), touching: touchingModule(order), problems }
}

/** Each after those that yield what it needs. A circle is a problem. */
function inOrder(found: readonly Found[], problems: string[]): readonly Found[] {
  const order: Found[] = []
  const visiting = new Set<Found>()
  const visit = (one: Found): void => {
    if (order.includes(one)) return
    if (visiting.has(one)) {
      problems.push(`src/facts/${one.path}: needs facts that need it`)
      return
    }
    visiting.add(one)
    for (const need of [...(one.collector.needs ?? []), ...(one.collector.uses ?? [])])
      for (const other of found) if (other.collector.yields.includes(need)) visit(other)
    order.push(one)
  }
  for (const one of found) visit(one)
  return order
}

function moduleOf(order: readonly Found[]): string {
  const identifier = (path: string) =>
    path.replace(/\.ts$/, '').replace(/[^A-Za-z0-9]+(.)/g, (_, letter) => letter.toUpperCase())
  const imports = order.map(({ path }) => `import ${identifier(path)} from './${path}'`)
  const entries = order.map(({ path }) => `  { name: '${path.replace(/\.ts$/, '')}', collector: ${identifier(path)} },`)
  return `${header('the folders src/facts/observed and src/facts/derived')}import type { Collector } from './collector.ts'
${imports.join('\n')}

export const registry: readonly { readonly name: string; readonly collector: Collector }[] = [
${entries.join('\n')}
]
`
}

/** `src/facts/touching.generated.ts`: which files each collector reads, told without loading it. */
function touchingModule(order: readonly Found[]): string {
  const all = order.flatMap(({ collector }) => {
    const files: readonly (Touching | undefined)[] = touchingsOf(collector)
    return (files.length ? files : [undefined]).map((one) => ({ ...collector, files: one }))
  })
  const entries = all.map(({ yields, needs = [], uses = [], bound, files: touched }) => {
    const text = touched?.text ? `, text: ${touched.text}` : ''
    const files = touched
      ? `, path: ${touched.path}${text}${touched.listed ? ', listed: true' : ''}${bound ? `, bound: ${bound}` : ''}`
      : ''
    return `  { yields: ${JSON.stringify(yields)}, needs: ${JSON.stringify([...needs, ...uses])}${files} },`
  })
  return `${header('`yields`, `needs` and `touches` of the collectors')}import type { ObservationName } from './table.ts'

export interface TouchingEntry {
  readonly yields: readonly ObservationName[]
  readonly needs: readonly ObservationName[]
  readonly path?: RegExp
  readonly text?: RegExp
  readonly listed?: true
  readonly bound?: true | RegExp
}

export const touching: readonly TouchingEntry[] = [
${entries.join('\n')}
]
`
}
