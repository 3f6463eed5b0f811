import type { DataNode } from '../../documents/tree.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { AlertChannel } from '../schema/operation.ts'
import { isSeverity, matchersOf, meets, wordsOf } from './matchers.ts'
import { strongest } from './receivers.ts'

/** To which receivers a critical alert goes. */
export interface Reached {
  readonly certain: ReadonlySet<string>
  /** where other labels of the alert, or the hour, decide */
  readonly possible: ReadonlySet<string>
}

/** Words for what is critical, the clearest first. */
const words = ['critical', 'page', 'emergency', 'disaster', 'p1', 'sev1', 'p0', 'sev0', 'fatal', 'high']

/** Routes that a text full of aliases can make out of one. */
const most = 5000

/** Every route below one, and it. */
function allRoutes(root: DataNode): readonly DataNode[] {
  const found = [root]
  for (let at = 0; at < found.length && found.length < most; at++) {
    found.push(...(found[at]?.get('routes')?.items ?? []))
  }
  return found
}

/** The word that the routes have for critical alerts; `critical` where they make no difference. */
export function severityOf(root: DataNode): string {
  const used = allRoutes(root).flatMap((route) => matchersOf(route).filter(isSeverity).flatMap(wordsOf))
  const rank = (word: string) => words.indexOf(word.toLowerCase())
  const [first] = used.filter((word) => rank(word) >= 0).sort((a, b) => rank(a) - rank(b))
  return first ?? 'critical'
}

/**
 * Follows the tree as Alertmanager does: the first route that matches, and the next ones where it says `continue`; where none
 * below matches, the route itself.
 */
export function follow(root: DataNode, severity: string): Reached {
  const certain = new Set<string>()
  const possible = new Set<string>()
  let left = most
  const visit = (route: DataNode, inherited: string, sure: boolean, depth: number): void => {
    if (depth > 50 || left-- <= 0) return
    const receiver = route.get('receiver')?.text ?? inherited
    const always = sure && !hasHours(route)
    let taken = false
    for (const child of route.get('routes')?.items ?? []) {
      const answers = matchersOf(child).map((matcher) => meets(matcher, severity))
      if (answers.includes(false)) continue
      const matches = !answers.includes(undefined)
      visit(child, receiver, always && matches, depth + 1)
      if (!matches) continue
      taken = true
      if (child.get('continue')?.text !== 'true') break
    }
    if (!taken) (always ? certain : possible).add(receiver)
  }
  visit(root, '', true, 0)
  return { certain, possible }
}

const hasHours = (route: DataNode) =>
  ['mute_time_intervals', 'active_time_intervals', 'muteTimeIntervals', 'activeTimeIntervals'].some(
    (key) => (route.get(key)?.items.length ?? 0) > 0,
  )

/** By what people are told where an alert goes to these receivers; what other labels or the hour decide is hidden. */
export function channelOfRoutes(
  { certain, possible }: Reached,
  channels: ReadonlyMap<string, Seen<AlertChannel>>,
  file: string,
): Seen<AlertChannel> {
  const of = (names: ReadonlySet<string>) => [...names].map((name) => channels.get(name) ?? elsewhere(name, file))
  const sure = strongest(of(certain)) ?? 'nobody'
  const perhaps = strongest(of(possible))
  const mayDiffer =
    sure !== 'page' && perhaps !== undefined && (isHidden(perhaps) || perhaps === 'page' || sure === 'nobody')
  return mayDiffer && perhaps !== 'nobody' ? byLabels(file) : sure
}

const byLabels = (file: string) =>
  new Hidden('whom critical alerts reach, which other labels or the hour decide', {
    kind: 'file',
    text: `let ${file} route each critical alert to the person on call`,
  })

const elsewhere = (name: string, file: string) =>
  new Hidden(`the receiver ${name}`, { kind: 'file', text: `define the receiver ${name} in ${file}` })
