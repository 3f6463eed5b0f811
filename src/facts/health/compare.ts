import { compareText } from '../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { SmokeTest } from '../schema/pipeline.ts'
import type { HealthEndpoint } from '../schema/service.ts'
import { type Address, addressOf } from './address.ts'
import type { Declared, Mention } from './declared.ts'
import { endsWith, mayBeOne, written } from './path.ts'

/** The declarations of one endpoint, or of endpoints of several services at the same path. */
interface Group {
  readonly segments: readonly string[]
  readonly declared: readonly Declared[]
}

/** An address that a smoke test asks for, and what that test speaks of. */
interface Asking extends Address {
  readonly environment: string
}

/** What is known of the service beside its endpoints. */
export interface Around {
  /** there is one service here and no more: whatever is asked from outside asks it */
  readonly isOne: boolean
}

/** The health endpoints that are declared, and whether smoke tests after a deployment ask for them. */
export function healthEndpoints(
  declared: readonly Declared[],
  mentions: readonly Mention[],
  tests: readonly SmokeTest[],
  { isOne }: Around,
): HealthEndpoint[] {
  const after = tests.filter(({ afterDeployment }) => afterDeployment)
  const lasting = after.filter(({ previews }) => !previews)
  // where nothing is deployed but for development, what is asked there is all that is asked
  const following = lasting.length > 0 ? lasting : after
  const asking = following.flatMap(askingOf)
  const more = following.map(({ asksMore }) => asksMore).find(isHidden)
  const groups = merged(declared)
  const askedFromOutside = asking.some(
    ({ host }) => host !== '' && !/\/\/(?:localhost|127\.|0\.0\.0\.0)|^(?:localhost|127\.)/.test(host),
  )
  const seen = groups.map((group) => {
    const own = asking.filter((one) => leadsTo(one, groups) === group)
    const asked = askedOf(group, own, asking, more)
    const reachable = reachableOf(group, isOne && askedFromOutside)
    return factOf(group.declared[0] as Declared, written(group.segments), reachable, asked)
  })
  const unseen = declared.flatMap((one) => {
    if (!isHidden(one.segments)) return []
    const reachable = one.reachable === false ? false : unseenReach(one)
    return [factOf(one, one.segments, reachable, one.segments)]
  })
  const open = mentions.filter(
    ({ segments }) =>
      !groups.some((group) => group.segments.length > 0 && mayBeOne(group.segments, segments)) &&
      !asking.some((one) => one.segments.length > 0 && mayBeOne(one.segments, segments)),
  )
  const mentioned = distinct(open).map(({ segments, place }) => {
    const hidden = new Hidden(`whether the service answers at ${written(segments)}, which its code names`, {
      kind: 'file',
      text: `ask for ${written(segments)} in the smoke test as well, if it is an endpoint of health`,
    })
    return factOf({ by: 'code', place }, written(segments), hidden, hidden)
  })
  return numbered([...seen, ...unseen, ...mentioned])
}

const askingOf = ({ asks, environmentClass }: SmokeTest): Asking[] =>
  asks.flatMap((word) => {
    const address = addressOf(word)
    return address && address !== 'unseen' ? [{ ...address, environment: environmentClass }] : []
  })

/**
 * Declarations at the same path belong together. A path to which a router may put something before, and that a probe or a
 * check asks with something before, is one with it.
 */
function merged(declared: readonly Declared[]): readonly Group[] {
  const groups = new Map<string, { segments: readonly string[]; declared: Declared[] }>()
  for (const one of declared) {
    if (isHidden(one.segments)) continue
    const key = written(one.segments)
    const group = groups.get(key)
    if (group) group.declared.push(one)
    else groups.set(key, { segments: one.segments, declared: [one] })
  }
  for (const [key, group] of groups) {
    if (group.segments.length === 0 || group.declared.some(({ rooted }) => rooted)) continue
    const whole = [...groups.values()].find(
      (other) =>
        other.segments.length > group.segments.length &&
        endsWith(other.segments, group.segments) &&
        !other.declared.some(({ by }) => by === 'code' || by === 'framework'),
    )
    if (!whole) continue
    whole.declared.push(...group.declared)
    groups.delete(key)
  }
  return [...groups.values()]
}

/** The endpoint that an address leads to: the one with the longest path that it ends with. */
function leadsTo(address: Address, groups: readonly Group[]): Group | undefined {
  let best: Group | undefined
  for (const group of groups) {
    const leads =
      group.segments.length === 0 ? address.segments.length === 0 : endsWith(address.segments, group.segments)
    if (leads && (!best || group.segments.length > best.segments.length)) best = group
  }
  return best
}

function askedOf(
  { segments, declared }: Group,
  own: readonly Asking[],
  all: readonly Asking[],
  more: Hidden | undefined,
): Seen<boolean> {
  const path = written(segments)
  if (own.length > 0) {
    const wanted = servicesOf(declared)
    if (wanted <= 1 || addressesOf(own) >= wanted) return true
    return more ?? unseenAsk(`which of the ${wanted} services that answer at ${path} the smoke tests ask`, path)
  }
  if (more) return more
  if (segments.length === 0 || !declared.some(({ sure }) => sure))
    return unseenAsk(`whether ${path} is an endpoint of health`, path)
  const near = all.find((one) => one.segments.length > 0 && mayBeOne(one.segments, segments))
  return near ? unseenAsk(`whether what answers at ${written(near.segments)} tells what ${path} does`, path) : false
}

const unseenAsk = (what: string, path: string) =>
  new Hidden(what, { kind: 'file', text: `ask for ${path} in a smoke test after the deployment as well` })

/** How many services answer at a path: those that are probed, or folders of code, whichever are more. */
function servicesOf(declared: readonly Declared[]): number {
  const count = (one: (by: Declared['by']) => boolean) =>
    new Set(declared.filter(({ by }) => one(by)).map(({ service }) => service)).size
  return Math.max(
    count((by) => by === 'probe'),
    count((by) => by === 'code' || by === 'framework'),
    count((by) => by === 'health check') > 0 ? 1 : 0,
  )
}

/** How many addresses of one environment are asked for. */
function addressesOf(own: readonly Asking[]): number {
  const byEnvironment = new Map<string, Set<string>>()
  for (const { environment, host, segments } of own) {
    const known = byEnvironment.get(environment) ?? new Set()
    byEnvironment.set(environment, known.add(`${host.toLowerCase()}${written(segments)}`))
  }
  return Math.max(...[...byEnvironment.values()].map(({ size }) => size))
}

function reachableOf({ declared }: Group, isAsked: boolean): Seen<boolean> {
  const told = declared.map(({ reachable }) => reachable)
  if (told.includes(true)) return true
  const open = told.find(isHidden)
  if (!open && told.every((one) => one === false)) return false
  if (open) return open
  // an image's check and a description may be of a port, or of a service, that nobody outside reaches
  const isOwn = declared.some(({ by }) => by === 'code' || by === 'framework' || by === 'probe')
  return isAsked && isOwn ? true : unseenReach(declared[0] as Declared)
}

const unseenReach = ({ service, place }: Declared) =>
  new Hidden(`whether ${service || place.file} is reached from outside`, {
    kind: 'file',
    text: 'keep what leads to it (an Ingress, a Gateway, a Service of the type LoadBalancer) in this repository',
  })

function factOf(
  { by, place }: Pick<Declared, 'by' | 'place'>,
  path: Seen<string>,
  reachable: Seen<boolean>,
  asked: Seen<boolean>,
): HealthEndpoint {
  const state = asked === true ? 'asked' : asked === false && reachable === true ? 'missing' : 'open'
  return {
    id: `${isHidden(path) ? '?' : path} ${place.file}`,
    path,
    by,
    reachable,
    asked,
    state,
    file: place.file,
    place,
  }
}

const distinct = (all: readonly Mention[]) => [...new Map(all.map((one) => [written(one.segments), one])).values()]

function numbered(all: readonly HealthEndpoint[]): HealthEndpoint[] {
  const taken = new Map<string, number>()
  return all
    .map((one) => {
      const times = (taken.get(one.id) ?? 0) + 1
      taken.set(one.id, times)
      return times === 1 ? one : { ...one, id: `${one.id} ${times}` }
    })
    .sort((a, b) => compareText(a.id, b.id))
}
