import type { Condition } from '../../model.ts'
import type { Shell } from './state.ts'

/*
 * What a script chose in its branches: after `if [ "$BRANCH" = main ]; then ENV=production; else ENV=staging; fi` the variable
 * holds one of two values, each under a condition. What is deployed with it goes to the one or to the other.
 */

/** One of the branches that a script may have taken, with the values that it set. */
export interface Arm {
  readonly condition: Condition | undefined
  readonly values: ReadonlyMap<string, string>
}

/** Values that differ by the branch that was taken: of all variables that one statement sets, since they belong together. */
export type Choice = readonly Arm[]

/** More branches than these are not told apart. */
const most = 6

/** Whether a value is known whole, so that what is done with it can be told for each branch. */
export const isChosen = (value: string): boolean => /^[\w./:@-]{1,80}$/.test(value)

/** A variable holds something else now than what was chosen for it. */
export function settle(name: string, shell: Shell): void {
  if (!shell.choices?.has(name)) return
  shell.choices = new Map([...shell.choices].filter(([key]) => key !== name))
}

/**
 * Notes what the branches of one statement leave in variables that differ between them.
 * @param names the variables of which the values differ
 * @param states the shells that came out of the branches, each with the condition of its branch
 */
export function noteChoice(
  names: readonly string[],
  states: readonly { readonly shell: Shell; readonly condition: Condition | undefined }[],
  shell: Shell,
): void {
  const valueIn = (name: string, { variables }: Shell) => {
    const value = variables.get(name)
    return value && isChosen(value) ? value : undefined
  }
  const differing = names.filter((name) => {
    settle(name, shell)
    return new Set(states.flatMap(({ shell: own }) => valueIn(name, own) ?? [])).size > 1
  })
  if (states.length > most || differing.length === 0) return
  const choice: Choice = states.map(({ shell: own, condition }) => ({
    condition,
    values: new Map(
      differing.flatMap((name) => {
        const value = valueIn(name, own)
        return value === undefined ? [] : [[name, value] as const]
      }),
    ),
  }))
  shell.choices = new Map([...(shell.choices ?? []), ...differing.map((name) => [name, choice] as const)])
}

/** What was chosen for the first variable that the words leave open, if anything. */
export function choiceIn(words: readonly string[], shell: Shell): Choice | undefined {
  if (!shell.choices?.size) return undefined
  for (const [, name = ''] of words.join(' ').matchAll(/\$\{(\w+)\}/g)) {
    const choice = shell.variables.get(name) === null ? shell.choices.get(name) : undefined
    if (choice) return choice
  }
  return undefined
}

/** Words with the values of one branch. */
export const chosenWords = (words: readonly string[], { values }: Arm): readonly string[] =>
  words.map((word) => word.replace(/\$\{(\w+)\}/g, (written, name: string) => values.get(name) ?? written))
