import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { environmentOfName } from '../environments.ts'
import { isHidden, type Seen } from '../hidden.ts'
import type { Dashboard, Subject } from '../schema/dashboard.ts'
import type { Places } from './body.ts'
import { type PanelRead, type Sheet, unseen } from './sheet.ts'
import { isOfBusiness, isTechnical } from './titles.ts'

/** Where a dashboard is, and for which environment. */
export interface Found extends Pick<Dashboard, 'environment' | 'environmentName' | 'environmentClass'> {
  readonly id: string
  readonly file: string
  readonly place: Place
  /** for people, where it has no title */
  readonly name: string
}

/** A dashboard that was read; its title tells the environment where nothing else does. */
export function factOf(
  { id, file, place, name, ...told }: Found,
  sheet: Sheet,
  places: Places,
  settings: Settings,
): Dashboard {
  const where = told.environmentClass === '' ? { ...told, ...ofTitle(sheet.title, settings) } : told
  const ofTool = isOfTool(sheet)
  const panels = sheet.panels.map((panel) => ({
    title: panel.title,
    shows: ofTool && panel.platform ? [] : shownIn(panel, sheet.title),
    place: placeOf(panel, places) ?? place,
  }))
  const shown = new Set<Subject>(panels.flatMap(({ shows }) => shows))
  return {
    id,
    name: typeof sheet.title === 'string' && sheet.title ? sheet.title : name,
    system: sheet.system,
    scope: scopeOf(sheet, shown),
    shows: [...shown].sort(),
    services: servicesOf(sheet),
    panels: panels.filter(({ shows }) => shows.length > 0),
    whole: sheet.hidden ?? sheet.panels.map(({ hidden }) => hidden).find((one) => one !== undefined) ?? true,
    ...where,
    file,
    place,
  } as Dashboard
}

/**
 * What a panel shows; on a dashboard that is called after the business, what is counted in words of its own
 * ("Promotions per minute") is what the service is there for.
 */
const shownIn = (panel: PanelRead, title: Sheet['title']): readonly Subject[] =>
  panel.untold && panel.title !== '' && typeof title === 'string' && isOfBusiness(title) && !isTechnical(panel.title)
    ? ['business']
    : panel.shows

/** The environment that stands in a title by itself: `Shop (staging)`, `[dev] Shop`, `Shop - Staging`. */
function ofTitle(title: Sheet['title'], settings: Settings): Partial<Found> {
  const word = typeof title === 'string' ? alone.exec(title) : null
  const name = word?.slice(1).find((one) => one !== undefined)
  const found = name === undefined ? undefined : environmentOfName(name, settings)
  return found ? { environment: found.class, environmentName: found.name, environmentClass: found.class } : {}
}

const alone = /[([]\s*(\w+)\s*[)\]]|^(\w+)\s+[-–|:/]|[-–|:/]\s+(\w+)$/

function placeOf({ part }: PanelRead, places: Places): Place | undefined {
  return typeof part === 'object' && part !== null && !isHidden(part) ? places.get(part) : undefined
}

/** The services that a dashboard is of; none where a panel of it is of whatever has its metric. */
function servicesOf({ panels }: Sheet): string[] {
  const telling = panels.filter(({ shows, tool }) => shows.length > 0 && !tool)
  if (telling.some(({ services }) => services.length === 0)) return []
  return [...new Set(telling.flatMap(({ services }) => services))].sort()
}

/** What a database or a proxy uses of its machine is drawn beside what it does: the service's own use it is not. */
function isOfTool({ panels }: Sheet): boolean {
  const telling = panels.filter(({ shows, platform }) => shows.length > 0 || platform)
  return telling.filter(({ tool }) => tool).length * 2 > telling.length
}

/** Of what panels tell anything, one that is of a service is enough; what is copied from elsewhere is of none by itself. */
function scopeOf({ panels, copied }: Sheet, shown: ReadonlySet<Subject>): Dashboard['scope'] {
  const telling = panels.filter(({ shows, platform }) => shows.length > 0 || platform)
  if (telling.length > 0 && telling.every(({ platform }) => platform)) return 'platform'
  const ofService = (['latency', 'errors', 'traffic', 'business'] as const).some((subject) => shown.has(subject))
  return copied && !ofService ? 'platform' : 'service'
}

/** A dashboard that is made elsewhere, or when something runs: it may show anything. */
export function hiddenFact(
  { id, file, place, name, ...where }: Found,
  system: string,
  what: string,
  settle: string,
): Dashboard {
  const whole: Seen<boolean> = unseen(what, settle)
  return {
    id,
    name,
    system,
    scope: 'service',
    shows: [],
    services: [],
    panels: [],
    whole,
    ...where,
    file,
    place,
  } as Dashboard
}
