import type { Input, Run, Trigger } from '../../model.ts'
import { Binding } from '../values/scope.ts'
import { type Asking, open, text, type Value } from '../values/values.ts'

/** More starts than this are not told apart; each option is tried at least once. */
const most = 48

/** The starts that are looked at where a text or a name differs by how the pipeline was started. */
export function possibleRuns(triggers: readonly Trigger[], defaultBranch: string | undefined): Run[] {
  return triggers.flatMap((trigger) => {
    const branches = branchesOf(trigger, defaultBranch)
    return choicesOf(trigger.inputs ?? []).flatMap((inputs) => branches.map((at): Run => ({ trigger, ...at, inputs })))
  })
}

function branchesOf({ kind, branches }: Trigger, name: string | undefined): Pick<Run, 'branch' | 'onDefaultBranch'>[] {
  const onDefault = { branch: name, onDefaultBranch: true }
  const elsewhere = { branch: undefined, onDefaultBranch: false }
  if (kind === 'manual') return [onDefault, elsewhere]
  if (kind !== 'push') return [kind === 'tag' || kind === 'pull-request' ? elsewhere : onDefault]
  const others = (branches ?? []).filter((branch) => branch !== name && !/[*?]/.test(branch))
  return [onDefault, ...others.map((branch) => ({ branch, onDefaultBranch: false })), elsewhere]
}

function choicesOf(inputs: readonly Input[]): Readonly<Record<string, string>>[] {
  const offered = inputs.map((input) => ({ name: input.name, usual: input.default, options: optionsOf(input) }))
  const usual = Object.fromEntries(
    offered.flatMap(({ name, usual: value, options }) =>
      options.length ? [[name, value ?? (options[0] as string)]] : [],
    ),
  )
  let all: Record<string, string>[] = [usual]
  // Each option with all others at their defaults comes first, then what room is left is filled with combinations.
  for (const { name, options } of offered) {
    for (const option of options) if (option !== usual[name]) all.push({ ...usual, [name]: option })
  }
  for (const { name, options } of offered) {
    if (all.length * Math.max(1, options.length) > most) continue
    const seen = new Set(all.map((one) => JSON.stringify(one)))
    const more = all.flatMap((one) => options.map((option) => ({ ...one, [name]: option })))
    all = [...all, ...more.filter((one) => !seen.has(JSON.stringify(one)) && seen.add(JSON.stringify(one)))]
  }
  return all
}

function optionsOf(input: Input): readonly string[] {
  return input.type === 'boolean' ? ['false', 'true'] : (input.options ?? [])
}

/** What each parameter is in a run: what was chosen; in a run that nobody started by hand, its default. */
export function parameterBindings(inputs: readonly Input[]): Map<string, Binding> {
  return new Map(inputs.map((input) => [input.name, new Binding((asking) => chosenValue(input, asking))]))
}

function chosenValue(input: Input, { run }: Asking): Value {
  const shown = `\${${input.name}}`
  if (!run) return open(shown)
  const chosen = run.inputs[input.name]
  const value = chosen ?? (run.trigger.kind === 'manual' ? undefined : (input.default ?? ''))
  if (value === undefined) return open(shown)
  if (input.type === 'boolean') return { kind: 'boolean', value: value === 'true' }
  return text(value)
}
