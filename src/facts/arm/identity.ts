import { isHidden } from '../hidden.ts'
import { Composed, Made, textOf, type Value } from '../infrastructure/value.ts'
import { shownOf } from './functions.ts'

/*
 * What a resource is called: its type and its names, as in its id. Names that are known only when something is deployed
 * stand as variables, so that what names a resource by the same words finds it.
 */

/** `microsoft.web/sites/shop` */
export function addressOf(type: string, names: readonly Value[]): string {
  const words = names.map((name) => textOf(shownOf(name)) ?? '?')
  return `${type.toLowerCase()}/${words.join('/').toLowerCase()}`
}

/** What `resourceId` and its like give: the id of a resource by its type and names, behind groups and subscriptions. */
export function idOf(args: readonly Value[]): Value | undefined {
  const at = args.findIndex((arg) => typeof arg === 'string' && /^[\w.]+\/[\w./]+$/.test(arg) && arg.includes('.'))
  const type = args[at]
  return typeof type === 'string' ? new Made(addressOf(type, args.slice(at + 1)), 'id') : undefined
}

/** An id that is put together as a text: `/subscriptions/…/providers/Microsoft.Web/sites/shop`. */
export function idWritten(value: Value): Value {
  const text = typeof value === 'string' ? value : value instanceof Composed ? value.open : undefined
  const path = text && /\/providers\/(Microsoft\.[\w.]+)\/([^']+)$/i.exec(text)
  if (!path || (isHidden(value) && value instanceof Made)) return value
  const segments = (path[2] as string).split('/')
  if (segments.length % 2 !== 0) return value
  const types = segments.filter((_, i) => i % 2 === 0)
  return new Made(
    addressOf(
      [path[1], ...types].join('/'),
      segments.filter((_, i) => i % 2 === 1),
    ),
    'id',
  )
}
