import type { Place } from '../../../documents/place.ts'
import type { Input, Trigger, TriggerKind } from '../model.ts'
import type { Definition } from './steps.ts'
import { branchesFor, type Named, namedIn, targetInput } from './when.ts'

/** What an event of the server is; the trigger keeps its name for conditions. */
const kinds: Readonly<Record<string, TriggerKind>> = {
  push: 'push',
  pull_request: 'pull-request',
  tag: 'tag',
  release: 'release',
  cron: 'schedule',
  promote: 'manual',
  rollback: 'manual',
  deployment: 'manual',
  custom: 'manual',
  manual: 'manual',
}

/** What starts a build where nothing limits it; starts by hand and by the clock are set up only where something names them. */
const usual: readonly string[] = ['push', 'pull_request', 'tag']

/** Events of a build that is there already. */
const promotes = /^(promote|rollback|deployment)$/

/** What starts a build of these pipelines, each event once. */
export function triggersOf(definitions: readonly Definition[], place: Place): readonly Trigger[] {
  const events = new Set<string>()
  const all: Named[] = []
  for (const { trigger, steps } of definitions) {
    const whole = namedIn(trigger)
    const inside = steps.map(({ node }) => namedIn(node.get('when')))
    all.push(whole, ...inside)
    const named = whole.events.length > 0 ? whole.events : inside.flatMap((one) => one.events)
    for (const event of named) events.add(event)
    // steps that name no event run for any
    const open = !whole.closed && (inside.length === 0 || inside.some(({ closed }) => !closed))
    if (open) for (const event of usual) if (!whole.excluded.includes(event)) events.add(event)
  }
  const targets = [...new Set(all.flatMap((one) => one.targets))].filter((one) => !/[*?[{$]/.test(one))
  if (targets.length > 0 && ![...events].some((event) => promotes.test(event))) {
    events.add('promote')
  }
  // somebody chooses the build that goes on, and where it goes
  const inputs: readonly Input[] = [
    { name: 'build', type: 'number' },
    ...(targets.length > 0 ? [{ name: targetInput, type: 'environment', options: targets }] : []),
  ]
  return [...events].map((event): Trigger => {
    const limits = event === 'push' ? pushedTo(definitions) : undefined
    return {
      kind: kinds[event] ?? 'external',
      event,
      place,
      ...(limits && { branches: limits }),
      ...(promotes.test(event) && { inputs }),
    }
  })
}

/** The branches to which a push starts any of the pipelines, where each of them is limited to some. */
function pushedTo(definitions: readonly Definition[]): readonly string[] | undefined {
  const limits = definitions.map(({ trigger }) => branchesFor('push', trigger))
  return limits.every((some) => some !== undefined) ? [...new Set(limits.flat())] : undefined
}
