import type { Found, Place } from './find.ts'
import { literalAt } from './literal.ts'
import { behind, elementAt, memberAt, stringsIn } from './members.ts'
import type { Name } from './name-at.ts'

const AROUND = 600

/** How many values of one mark are told: a map may be marked as a whole. */
const MOST = 40

/** `terraform.tfstate`, and what is kept of the state before. */
export const isState = (file: string): boolean => /\.tfstate(?:\.\d+)?(?:\.backup)?$/i.test(file)

/**
 * What a state of Terraform marks as sensitive among the attributes of a resource, and the passwords that Terraform makes
 * (https://developer.hashicorp.com/terraform/language/state/sensitive-data): no name has to tell of them.
 */
export function* sensitiveAttributes({ file, content }: Place): Generator<Found> {
  if (!isState(file)) return
  for (const { index, 0: head } of content.matchAll(/"sensitive_attributes"\s{0,20}:\s{0,20}(?=\[)/g)) {
    const attributes = attributesBefore(content, index)
    if (attributes === undefined) continue
    for (const path of pathsAt(content, index + head.length)) {
      const at = path.reduce<number | undefined>(
        (place, step) =>
          place === undefined
            ? undefined
            : typeof step === 'number'
              ? elementAt(content, place, step)
              : memberAt(content, place, step),
        attributes,
      )
      if (at !== undefined) yield* told(content, at, String(path.findLast((step) => typeof step === 'string')))
    }
  }
  for (const { index } of content.matchAll(/"type"\s{0,20}:\s{0,20}"random_password"/g)) {
    const last = content.indexOf('"mode"', index)
    const resource = content.slice(index, last < 0 ? content.length : last)
    for (const { index: at, 0: head } of resource.matchAll(/"attributes"\s{0,20}:\s{0,20}(?=\{)/g)) {
      const value = memberAt(content, index + at + head.length, 'result')
      if (value !== undefined) yield* told(content, value, 'result')
    }
  }
}

/** Where the attributes begin that stand in the same instance before its marks. */
function attributesBefore(content: string, at: number): number | undefined {
  const from = content.lastIndexOf('"attributes"', at)
  const open = from < 0 ? -1 : content.indexOf('{', from)
  if (open < 0 || open > at || !/^"attributes"\s{0,20}:\s{0,20}$/.test(content.slice(from, open))) return undefined
  // between them and the marks there is a comma, and nothing that ends the instance
  return /^\s{0,80},\s{0,80}$/.test(content.slice(behind(content, open), at)) ? open : undefined
}

type Path = readonly (string | number)[]

/** The paths of the marks: `[[{"type":"get_attr","value":"result"}]]`. */
function pathsAt(content: string, at: number): readonly Path[] {
  let marks: unknown
  try {
    marks = JSON.parse(content.slice(at, behind(content, at)))
  } catch {
    return []
  }
  return (Array.isArray(marks) ? marks : [])
    .filter((steps) => Array.isArray(steps))
    .map((steps: readonly unknown[]) => steps.map(stepOf).filter((step) => step !== undefined))
    .filter((path) => path.length > 0)
}

function stepOf(step: unknown): string | number | undefined {
  const value = (step as { value?: unknown } | null)?.value
  const meant = typeof value === 'object' ? (value as { value?: unknown } | null)?.value : value
  return typeof meant === 'string' || typeof meant === 'number' ? meant : undefined
}

function* told(content: string, at: number, name: string): Generator<Found> {
  let left = MOST
  for (const place of stringsIn(content, at)) {
    if (left-- === 0) return
    const literal = literalAt(content, place, false)
    if (literal !== undefined) yield { name: `sensitive ${name}`, literal, source: 'credentials-file' }
  }
}

/** The `value` of an output that a Terraform state marks as sensitive: `name` is the word before `: true`. */
export function* sensitiveOutput({ file, content }: Place, name: Name): Generator<Found> {
  if (name.text !== 'sensitive' || !isState(file)) return
  if (!/^\s{0,20}:\s{0,20}true/.test(content.slice(name.end + name.closing.length, name.end + 50))) return
  const from = Math.max(0, name.start - AROUND)
  const head = content.slice(from, name.start)
  const value = /"([\w-]{1,80})"\s{0,40}:\s{0,40}\{\s{0,80}"value"\s{0,20}:\s{0,20}(?="[^{}]*$)/.exec(head)
  if (value === null) return
  const literal = literalAt(content, from + value.index + value[0].length, false)
  if (literal !== undefined) yield { name: `sensitive ${value[1]}`, literal, source: 'credentials-file' }
}
