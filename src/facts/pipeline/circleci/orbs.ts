import type { Place } from '../../../documents/place.ts'
import { scriptOfNode } from '../dialect/script.ts'
import type { Act, Step } from '../model.ts'
import type { Bound } from './frame.ts'
import type { StepContext } from './steps.ts'
import { forScript, pieces, textOf, withVariables } from './template.ts'

/** A command or job of an orb of the registry. */
export interface OrbUse {
  readonly orb: string
  readonly name: string
  readonly place: Place
  /** the name that people gave it */
  readonly title: string
}

/** What a command or job of an orb does, by the table of orbs; one that it does not know is hidden, as far as its name goes. */
export function actsOfOrb(
  { orb, name, place, title }: OrbUse,
  parameters: ReadonlyMap<string, Bound>,
  context: StepContext,
): Promise<readonly Act[]> {
  const { reading } = context
  const inputs: Record<string, string> = {}
  for (const [key, bound] of parameters) {
    if (bound.node.kind === 'scalar') inputs[key] = relative(withVariables(textOf(bound.node, bound.frame)))
  }
  return reading.finders.actsOfUse(
    {
      table: 'orbs',
      name: `${orb}/${name}`,
      narrowBy: `${orb.replace(/^.*\//, '')}/${name}`,
      what: 'the orb',
      text: `${orb}/${name}`,
      inputs,
      variables: context.variables,
      place,
      via: context.via,
      title,
      scriptOf: (input) => {
        const bound = parameters.get(input)
        if (!bound) return undefined
        const where = {
          shell: context.shell,
          directory: context.root,
          variables: context.variables,
          via: context.via,
          name: title,
        }
        const parts = pieces(bound.node.text ?? '')
        return scriptOfNode(bound.node, where, parts, (expression) => forScript(expression, bound.frame))
      },
    },
    reading.repository,
  )
}

/** A path below the default working directory, from there. */
const relative = (text: string): string => text.replace(/^~\/project(\/|$)/, './')

/**
 * When a notice of an orb is sent: its `event` (`fail`, `pass`, `always`) tells, and the command itself runs in either
 * case (circleci/slack, "notify").
 */
export function noticeOf(
  acts: readonly Act[],
  parameters: ReadonlyMap<string, Bound>,
): Pick<Step, 'runsAfterFailure'> | undefined {
  if (!acts.some((act) => act.kinds.includes('notify'))) return undefined
  const text = (name: string) => {
    const bound = parameters.get(name)
    return bound ? textOf(bound.node, bound.frame) : ''
  }
  if (text('event') === 'fail' || text('fail_only') === 'true') return { runsAfterFailure: 'only' }
  return { runsAfterFailure: text('event') === 'pass' || text('success_only') === 'true' ? 'no' : 'always' }
}
