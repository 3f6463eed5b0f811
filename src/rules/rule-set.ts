import { compareText } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import type { LoadedRule } from './load.ts'

/** The built-in rules, sorted by id. They were checked when Assay was built. */
export async function builtinRules(): Promise<readonly LoadedRule[]> {
  return (await import('./builtin.generated.ts')).builtin
}

/**
 * The built-in rules with a user's own, given as the texts of their files. Own rules that are wrong are left out; each
 * problem is `file:line:column: sentence`, and any of them is a reason not to judge (exit code 2).
 */
export async function ruleSet(
  own: readonly Text[],
): Promise<{ readonly rules: readonly LoadedRule[]; readonly problems: readonly string[] }> {
  const rules = await builtinRules()
  if (own.length === 0) return { rules, problems: [] }
  const { createEngine } = await import('./engine.ts')
  const { loadRules } = await import('./load.ts')
  const { types } = await import('./types.generated.ts')
  const engine = await createEngine(types, { patterns: true })
  const loaded = await loadRules(own, engine, { builtIn: false })
  return {
    rules: [...rules, ...loaded.rules].sort((a, b) => compareText(a.rule.id, b.rule.id)),
    problems: loaded.problems,
  }
}
