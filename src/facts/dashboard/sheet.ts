import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Value } from '../infrastructure/value.ts'
import type { Subject } from '../schema/dashboard.ts'
import { subjectsOfTitle } from './titles.ts'

/** What a query of a panel is about. */
export interface Measured {
  readonly shows: readonly Subject[]
  /** it is of the machines, the cluster or a database, not of a service */
  readonly platform?: boolean
  /** it is of a tool beside the service: a database, what watches, the cluster's own parts */
  readonly tool?: boolean
  /** the query or a part of it cannot be seen: it may show anything */
  readonly hidden?: Hidden | undefined
  /** the services that it chooses by name; empty or left out: whatever has the metric, or a variable chooses */
  readonly services?: readonly string[]
  /** its words say what it is about, and the title may say more: `FROM orders`, custom metrics */
  readonly open?: boolean
}

/** A panel as a reader of one form of dashboards finds it. */
export interface PanelRead {
  readonly title: string
  readonly shows: readonly Subject[]
  readonly platform: boolean
  readonly tool: boolean
  /** queries of it are seen, and neither they nor the title tell one of the subjects */
  readonly untold: boolean
  /** whose it is; empty: of whatever has the metric */
  readonly services: readonly string[]
  readonly hidden: Hidden | undefined
  /** the part of the body that it is; its place is known by it */
  readonly part: Value
}

/** A dashboard as a reader finds it. */
export interface Sheet {
  readonly system: string
  readonly title: Seen<string>
  readonly panels: readonly PanelRead[]
  /** hides panels of which not even the title is seen */
  readonly hidden: Hidden | undefined
  /** it was taken over from the dashboards that a community shares */
  readonly copied?: boolean
}

/** Nothing that the standard asks for, and nothing hidden. */
export const nothing: Measured = { shows: [] }

/** What only the title tells. */
export const byTitle: Measured = { shows: [], open: true }

/**
 * What a panel shows: what its queries do; where they tell nothing, what its title does. A title tells what a service is there
 * for even where the query counts requests: "Orders" by the requests that make them.
 */
export function panelOf(title: Seen<string> | undefined, queries: readonly Measured[], part: Value): PanelRead {
  const written = typeof title === 'string' ? title : ''
  const shows = new Set<Subject>(queries.flatMap((query) => query.shows))
  const platform = queries.length > 0 && queries.every((query) => query.platform)
  const told = queries.length ? subjectsOfTitle(written) : []
  const tool = queries.length > 0 && queries.every((query) => query.tool)
  if (shows.size === 0 && !tool) for (const subject of told) shows.add(subject)
  const countsOnly = [...shows].every((subject) => subject === 'traffic')
  if (countsOnly && !platform && told.includes('business')) shows.add('business')
  const hidden = queries.map((query) => query.hidden).find((one) => one !== undefined)
  return {
    title: written,
    shows: [...shows],
    platform,
    tool,
    untold: shows.size === 0 && queries.length > 0 && !platform && !tool && !queries.some((query) => query.hidden),
    services: namedByAll(queries),
    hidden: shows.size
      ? undefined
      : (hidden ?? (isHidden(title) && queries.some(({ open }) => open) ? title : undefined)),
    part,
  }
}

/** The services that queries choose; none where one of them takes whatever has its metric. */
function namedByAll(queries: readonly Measured[]): readonly string[] {
  const telling = queries.filter(({ shows }) => shows.length > 0)
  return telling.every(({ services = [] }) => services.length > 0)
    ? telling.flatMap(({ services = [] }) => services)
    : []
}

/** What is said of something that stands elsewhere or cannot be read. */
export const unseen = (what: string, settle: string) => new Hidden(what, { kind: 'file', text: settle })
