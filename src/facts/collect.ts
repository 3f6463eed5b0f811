import type { Settings } from '../config/settings.ts'
import { comparePlaces, compareText, type Place } from '../documents/place.ts'
import { isTiming, timed } from '../sources/timing.ts'
import type { Collector } from './collector.ts'
import { componentOf, componentsOf } from './components.ts'
import { Hidden } from './hidden.ts'
import { once } from './once.ts'
import { registry } from './registry.generated.ts'
import type { Repository } from './repository.ts'
import type { BrokenFile, Repository as RepositoryFact } from './schema/document.ts'
import type { Facts, ObservationName, Observations } from './table.ts'

/** A collector with the name of its file, for messages. */
export interface Registered {
  readonly name: string
  readonly collector: Collector
}

export interface Collected {
  readonly facts: Facts
  /** Everything collected, with what only derived collectors read. */
  readonly observed: Observations
  /** Collections that are incomplete because a collector failed, with the reason: no rule may trust them. */
  readonly failed: ReadonlyMap<ObservationName, string>
  /** Collections that are incomplete because files could not be read: no rule may find a lack, or pass, by them alone. */
  readonly lost: ReadonlyMap<ObservationName, readonly string[]>
}

/**
 * Runs the collectors that the wanted collections need (all where none are named), each after those that it needs; what
 * several yield is joined and sorted. A collector that throws never stops the others: what it yields, and what is derived
 * from that, is named in `failed`.
 */
export async function collectFacts(
  repository: Repository,
  settings: Settings,
  wanted?: Iterable<string>,
  collectors: readonly Registered[] = registry,
): Promise<Collected> {
  const chosen = choose(collectors, wanted)
  // what goes wrong there goes wrong again where it is asked for
  await Promise.all(chosen.map(({ collector }) => collector.ahead?.(repository).catch(() => {})))
  const observed = new Map<ObservationName, object[]>()
  const failed = new Map<ObservationName, string>()
  const running = new Map<Registered, Promise<void>>()

  // joined and sorted once, however many ask for it
  const wholes = new Map<ObservationName, Promise<readonly object[]>>()
  const whole = (name: ObservationName): Promise<readonly object[]> => {
    const known = wholes.get(name) ?? joined(name)
    wholes.set(name, known)
    return known
  }
  const joined = async (name: ObservationName): Promise<readonly object[]> => {
    await Promise.all(chosen.filter((one) => one.collector.yields.includes(name)).map(run))
    return (observed.get(name) ?? []).sort(compareFacts)
  }
  const run = (one: Registered): Promise<void> => {
    const promise = running.get(one) ?? collect(one)
    running.set(one, promise)
    return promise
  }
  const collect = async ({ name, collector }: Registered): Promise<void> => {
    const needs = empty()
    for (const need of [...(collector.needs ?? []), ...(collector.uses ?? [])]) needs[need] = await whole(need)
    for (const need of collector.needs ?? []) {
      const why = failed.get(need)
      if (why) for (const yielded of collector.yields) failed.set(yielded, why)
    }
    try {
      const context = { repository, settings, observed: needs as unknown as Observations }
      const { earlier, other } = repository
      const ofEarlier = earlier?.holds(collector) ? madeOf(earlier.repository, settings).get(collector) : undefined
      // of two sides that are compared, each is asked for its pipelines by the other
      const known = (other && madeOf(repository, settings).get(collector)) ?? ofEarlier
      const made = known ?? (await timed(`collector ${name}`, () => collector.collect(context)))
      madeOf(repository, settings).set(collector, made)
      for (const yielded of collector.yields) {
        const list = observed.get(yielded) ?? []
        observed.set(yielded, list.concat((made[yielded] ?? []) as readonly object[]))
      }
    } catch (error) {
      const why = `${name} failed: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`
      if (process.env.ASSAY_DEBUG) console.error(error)
      for (const yielded of collector.yields) failed.set(yielded, why)
    }
  }

  // one after another: what one reads and parses is used, and gone, before the next begins (1,000 pipelines: an eighth less
  // time than side by side); only for what others work on nobody waits
  const isBeside = ({ collector }: Registered) => collector.isElsewhere === true && !isTiming()
  const first = chosen.filter((one) => isBeside(one) && !one.collector.needs)
  const beside: Promise<void>[] = []
  for (const one of [...first, ...chosen]) {
    const done = run(one)
    if (isBeside(one)) beside.push(done)
    else await done
  }
  await Promise.all(beside)
  const all = empty()
  const components = await componentsOf(repository, settings)
  const stamped = (fact: object) => ({
    ...fact,
    component: componentOf((fact as { place?: Place }).place?.file ?? '', components),
  })
  for (const name of Object.keys(all) as ObservationName[]) {
    all[name] = (observed.get(name) ?? []).map(inner.has(name) ? (fact) => fact : stamped).sort(compareFacts)
  }
  const broken = joinBroken(repository.broken?.() ?? [], all.brokenFiles as readonly BrokenFile[])
  const told = Object.entries({ ...all, brokenFiles: broken.map(stamped) }).filter(
    ([name]) => !inner.has(name as ObservationName),
  )
  const repositories = all.repository as readonly RepositoryFact[]
  return {
    facts: { ...Object.fromEntries(told), repository: repositories[0] ?? unknownRepository(repository) } as Facts,
    observed: all as unknown as Observations,
    failed: new Map([...failed].sort(([a], [b]) => compareText(a, b))),
    lost: lostIn(broken, collectors),
  }
}

/** What only collectors read: no facts of rules. */
const inner: ReadonlySet<ObservationName> = new Set<ObservationName>(['workflows', 'terraform', 'templateResources'])

/** What collectors made of a repository by some settings. */
const madeOf = once((_repository: Repository, _settings: Settings) => new Map<Collector, Partial<Observations>>())

/** A file that could not be parsed is told of once: what collectors miss in it follows from that. */
function joinBroken(files: readonly BrokenFile[], found: readonly BrokenFile[]): readonly BrokenFile[] {
  const known = new Set(files.map(({ file }) => file))
  return [...files, ...found.filter(({ file }) => !known.has(file))].sort(compareFacts)
}

/**
 * Which collections are incomplete for which files: what was to be read from them, and what is derived from that. The
 * repository as a whole is not among them: it says by itself what is hidden.
 */
function lostIn(
  broken: readonly BrokenFile[],
  collectors: readonly Registered[],
): ReadonlyMap<ObservationName, readonly string[]> {
  const lost = new Map<ObservationName, Set<string>>()
  for (const { file, loses } of broken) {
    const names = new Set(loses as readonly ObservationName[])
    for (const name of names) {
      for (const { collector } of collectors) {
        if (collector.needs?.includes(name)) for (const yielded of collector.yields) names.add(yielded)
      }
      lost.set(name, (lost.get(name) ?? new Set()).add(file))
    }
  }
  lost.delete('repository')
  return new Map([...lost].sort(([a], [b]) => compareText(a, b)).map(([name, files]) => [name, [...files]]))
}

/** The collectors that yield what is wanted, and those whose facts they need, in the order of the registry. */
function choose(collectors: readonly Registered[], wanted?: Iterable<string>): readonly Registered[] {
  if (!wanted) return collectors
  const names = new Set(wanted)
  const chosen = new Set<Registered>()
  for (let before = -1; before !== names.size + chosen.size; ) {
    before = names.size + chosen.size
    for (const one of collectors) {
      if (!one.collector.yields.some((name) => names.has(name))) continue
      chosen.add(one)
      for (const need of [...(one.collector.needs ?? []), ...(one.collector.uses ?? [])]) names.add(need)
    }
  }
  return collectors.filter((one) => chosen.has(one))
}

/** A list for everything that collectors yield, with nothing in it. */
function empty(): Record<ObservationName, readonly object[]> {
  const names = registry.flatMap(({ collector }) => collector.yields)
  return Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<ObservationName, readonly object[]>
}

/** By place, then by id: the same on every machine, whatever order the collectors ended in. */
function compareFacts(a: object, b: object): number {
  const one = a as { place?: Place; id?: string }
  const other = b as { place?: Place; id?: string }
  return comparePlaces(one.place, other.place) || compareText(one.id ?? '', other.id ?? '')
}

/** What is said of the repository where no collector did: that it cannot be seen. */
function unknownRepository(repository: Repository): RepositoryFact {
  const hidden = (what: string) => new Hidden(what, { kind: 'version', text: 'a later version of Assay collects it' })
  return {
    git: repository.history !== undefined,
    deploys: hidden('whether anything is deployed from here'),
    publishes: hidden('whether anything is published from here'),
    tagged: hidden('whether there are version tags'),
    mayBuildImages: true,
    pipelines: 0,
    place: { file: '' },
  }
}
