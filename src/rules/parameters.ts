import { didYouMean } from '../config/nearest.ts'
import type { Settings } from '../config/settings.ts'
import { wrongValue } from './check-rule.ts'
import type { Rule } from './rule.ts'

/** The values of a rule's parameters: its defaults, with what assay.yaml says instead. */
export function parameterValues(rule: Rule, settings: Pick<Settings, 'parameters'>): Readonly<Record<string, unknown>> {
  const values = Object.entries(rule.parameters ?? {}).map(([name, { default: value }]) => [name, value] as const)
  const own = Object.entries(settings.parameters[rule.id] ?? {}).filter(([name]) => rule.parameters?.[name])
  return Object.fromEntries([...values, ...own])
}

/** A wrong word in assay.yaml that only the rules can find, with the keys that lead to it. */
export interface SettingProblem {
  readonly path: readonly string[]
  readonly message: string
}

/**
 * What assay.yaml says of rules and requirements that do not exist, of parameters that they do not have, and with values
 * of another type. All of it is a reason not to judge (exit code 2).
 * @param known the ids of all requirements, those of the user's own rules included
 */
export function checkSettings(
  settings: Pick<Settings, 'parameters' | 'notApplicable'>,
  rules: readonly Rule[],
  known: Iterable<string>,
): readonly SettingProblem[] {
  const problems: SettingProblem[] = []
  const ids = [...known]
  const unknown = (key: string, id: string) =>
    problems.push({ path: [key, id], message: `no requirement is called "${id}"${didYouMean(id, ids)}` })
  for (const id of Object.keys(settings.notApplicable)) if (!ids.includes(id)) unknown('not-applicable', id)
  for (const [id, values] of Object.entries(settings.parameters)) {
    const rule = rules.find((one) => one.id === id)
    const declared = rule?.parameters ?? {}
    if (!rule) {
      if (!ids.includes(id)) unknown('parameters', id)
      else
        problems.push({
          path: ['parameters', id],
          message: `${id} is not judged by this version, so it has no parameters`,
        })
      continue
    }
    for (const [name, value] of Object.entries(values)) {
      const path = ['parameters', id, name]
      const names = Object.keys(declared)
      const parameter = declared[name]
      const wrong = parameter && wrongValue(parameter.type, value)
      if (wrong) problems.push({ path, message: `${wrong}, which ${id} wants for "${name}"` })
      if (parameter) continue
      const hint = didYouMean(name, names) || (names.length ? `; it has ${names.join(', ')}` : '; it has none')
      problems.push({ path, message: `${id} has no parameter "${name}"${hint}` })
    }
  }
  return problems
}
