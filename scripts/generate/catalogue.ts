import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Requirement } from '../../src/rules/rule.ts'
import { header, lines } from './text.ts'

/** `src/rules/catalogue.generated.ts`: the requirements of rules/catalogue.yaml, one in each line. */
export async function packCatalogue(root: string): Promise<string> {
  const { parse } = await import('yaml')
  const sections = parse(await readFile(join(root, 'rules/catalogue.yaml'), 'utf8')) as Record<string, Requirement[]>
  const all = Object.entries(sections).flatMap(([section, list]) =>
    list.map(({ id, row, level, observed, recorded }) => ({ id, section, row, level, observed, recorded })),
  )
  return `${header('rules/catalogue.yaml')}import type { Requirement } from './rule.ts'

export const catalogue: readonly Requirement[] = ${lines(all)}
`
}
