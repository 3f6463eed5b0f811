import type { Act } from '../model.ts'
import type { Script } from '../script.ts'
import { fill } from './template.ts'

/** `matrix.cross && 'cross' || 'cargo'`: an expression that chooses between two texts (docs.github.com, "Expressions"). */
const choice = /^(?:[^']|'[^']*')*?&&\s*'([^']*)'\s*\|\|\s*'([^']*)'\s*$/

const mayChoose = /\$\{\{[^}]*&&\s*'[^']*'\s*\|\|\s*'[^']*'\s*\}\}/

/**
 * What a script does in which expressions choose between two texts (in it, or in variables that it uses): where both
 * do the same, that is what it does; else no more is known of it than of any other expression.
 */
export async function actsOfChoices(
  script: Script,
  find: (script: Script) => Promise<readonly Act[]>,
): Promise<readonly Act[]> {
  const used = Object.entries(script.variables).filter(
    ([name, value]) => mayChoose.test(value) && new RegExp(`\\$\\{?${name}\\b`).test(script.text),
  )
  if (!used.length && !mayChoose.test(script.text)) return find(script)
  const plain = await find(script)
  const [first, second] = [await find(chosen(script, used, 1)), await find(chosen(script, used, 2))]
  // where the choice is only of an argument, what is written does not take the one for the other
  if (!first || !second || kindsOf(first) !== kindsOf(second) || kindsOf(first) === kindsOf(plain)) return plain
  return first.map((act, at) => {
    const { environment, ...rest } = act
    return environment === second[at]?.environment ? act : rest
  })
}

const kindsOf = (acts: readonly Act[]): string =>
  acts
    .filter(({ kinds, hidden }) => kinds.length || hidden)
    .map(({ kinds, hidden, onFailure }) => `${kinds.join()} ${hidden?.couldBe.join()} ${onFailure}`)
    .join('\n')

function chosen(script: Script, used: readonly (readonly [string, string])[], which: 1 | 2): Script {
  const take = (expression: string): string | undefined => choice.exec(expression)?.[which]
  const filled = fill(script.text, take)
  return {
    ...script,
    text: filled.text,
    placeOf: (start, end) => script.placeOf(filled.startOf(start), filled.endOf(Math.max(start, end))),
    variables: {
      ...script.variables,
      ...Object.fromEntries(used.map(([name, value]) => [name, fill(value, take).text])),
    },
  }
}
