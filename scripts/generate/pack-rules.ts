import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Text } from '../../src/documents/text.ts'
import type { LoadedRule } from '../../src/rules/load.ts'
import { header, lines } from './text.ts'

/** `src/rules/builtin.generated.ts`: all rules of rules/<section>/, checked against the facts and packed, one in each line. */
export async function packRules(
  root: string,
): Promise<{ content: string; rules: readonly LoadedRule[]; problems: readonly string[] }> {
  // imported late: they import what is generated before
  const { createEngine } = await import('../../src/rules/engine.ts')
  const { loadRules } = await import('../../src/rules/load.ts')
  const { types } = await import('../../src/rules/types.generated.ts')
  const texts: Text[] = []
  for (const entry of await readdir(join(root, 'rules'), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    for (const name of await readdir(join(root, 'rules', entry.name))) {
      if (!name.endsWith('.yaml')) continue
      const path = `rules/${entry.name}/${name}`
      texts.push(new Text(path, await readFile(join(root, path), 'utf8')))
    }
  }
  const engine = await createEngine(types, { patterns: true })
  const { rules, problems } = await loadRules(texts, engine, { builtIn: true })
  const { digest } = await import('../../src/assessment/assess.ts')
  const packed = rules.map((loaded) => ({ ...loaded, digest: digest([loaded]) }))
  const content = `${header('rules/')}import type { LoadedRule } from './load.ts'

export const builtin: readonly LoadedRule[] = ${lines(packed)}

/** SHA-256 over all of them. */
export const builtinDigest = '${digest(rules)}'
`
  return { content, rules, problems }
}
