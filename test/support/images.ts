import { defaultSettings } from '../../src/config/settings.ts'
import { compareText } from '../../src/documents/place.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import type { Image } from '../../src/facts/schema/artifact.ts'
import type { History } from '../../src/sources/source.ts'
import { repositoryOf } from './repository.ts'

/** A workflow on pushes to main with one job of these steps, each a command or the lines of a step. */
export function workflowOf(...steps: readonly string[]): Record<string, string> {
  const list = steps.map((step) => {
    const text = /^(uses|run|name|id|env|if):/.test(step) ? step : `run: |\n  ${step.replaceAll('\n', '\n  ')}`
    return `      - ${text.replaceAll('\n', '\n        ')}\n`
  })
  const head =
    'name: Ship\non:\n  push:\n    branches: [main]\njobs:\n  ship:\n    runs-on: ubuntu-latest\n    steps:\n'
  return { '.github/workflows/ship.yml': head + list.join('') }
}

/** A history with a remote and tags, as far as images ask. */
export function historyOf(slug = 'acme/shop'): History {
  return { origin: `https://github.com/${slug}`, defaultBranch: 'main', tags: async () => [] } as unknown as History
}

/** The images of a repository in memory, whose remote is acme/shop. */
export async function imagesOf(files: Readonly<Record<string, string>>): Promise<readonly Image[]> {
  const { facts, failed } = await collectFacts(repositoryOf(files, { history: historyOf() }), defaultSettings, [
    'images',
  ])
  if (failed.size) throw new Error([...failed].join('\n'))
  return [...facts.images].sort((a, b) => compareText(a.reference, b.reference))
}

/** `pushed ghcr.io/acme/shop:v1 as v1`, sorted; what is hidden is `?`. */
export async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
  const images = await imagesOf(files)
  return images.map(({ role, reference, shape }) => `${role} ${reference} as ${isHidden(shape) ? '?' : shape}`).sort()
}
