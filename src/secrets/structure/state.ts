import type { Found, Place } from './find.ts'
import { literalAt } from './literal.ts'
import { Members } from './members.ts'
import type { Name } from './name-at.ts'

const AROUND = 600

/** How many values of one mark are told: a map may be marked as a whole. */
const MOST = 40

/** How often each character is looked at at the most, and how many looks a short state has: marks in one map pass it each. */
const LOOKS = 20
const LEAST = 10_000_000

/** `terraform.tfstate`, and what is kept of the state before. */
export const isState = (file: string): boolean => /\.tfstate(?:\.\d+)?(?:\.backup)?$/i.test(file)

/**
 * What a state of Terraform marks as sensitive among the attributes of a resource, and the passwords that Terraform makes
 * (https://developer.hashicorp.com/terraform/language/state/sensitive-data): no name has to tell of them.
 */
export function* sensitiveAttributes({ file, content }: Place): Generator<Found> {
  if (!isState(file)) return
  const members = new Members(content, LOOKS * content.length + LEAST)
  /** attributes by where what follows them begins */
  const followed = new Map<number, number>()
  let isPassword = false
  for (const { index, 0: written, 1: key } of content.matchAll(
    /"(mode|type|attributes|sensitive_attributes)"\s{0,20}:\s{0,20}(?=["[{])/g,
  )) {
    const at = index + written.length
    // it begins a resource
    if (key === 'mode') isPassword = false
    else if (key === 'type') isPassword ||= content.startsWith('"random_password"', at)
    else if (key === 'attributes') {
      followed.set(members.next(at), at)
      if (isPassword) yield* told(content, members, members.ofKey(at, 'result'), 'result')
    } else {
      const attributes = followed.get(index)
      if (attributes === undefined) continue
      for (const path of pathsIn(content.slice(at, members.behind(at)))) {
        const name = path.findLast((step) => typeof step === 'string')
        yield* told(content, members, valueAt(members, attributes, path), String(name))
      }
    }
  }
}

/** Where the value of a path begins. */
function valueAt(members: Members, at: number, path: Path): number | undefined {
  let place: number | undefined = at
  for (const step of path) {
    if (place === undefined) return undefined
    place = typeof step === 'number' ? members.ofIndex(place, step) : members.ofKey(place, step)
  }
  return place
}

type Path = readonly (string | number)[]

/** The paths of marks: `[[{"type":"get_attr","value":"result"}]]`. */
function pathsIn(written: string): readonly Path[] {
  let marks: unknown
  try {
    marks = JSON.parse(written)
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

function* told(content: string, members: Members, at: number | undefined, name: string): Generator<Found> {
  if (at === undefined) return
  let left = MOST
  for (const place of members.strings(at)) {
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
