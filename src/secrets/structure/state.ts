import type { Found, Place } from './find.ts'
import { literalAt } from './literal.ts'
import type { Name } from './name-at.ts'

const AROUND = 600

/** The `value` of an output that a Terraform state marks as sensitive: `name` is the word before `: true`. */
export function* sensitiveOutput({ file, content }: Place, name: Name): Generator<Found> {
  if (name.text !== 'sensitive' || !/\.tfstate(?:\.backup)?$/i.test(file)) return
  if (!/^\s{0,20}:\s{0,20}true/.test(content.slice(name.end + name.closing.length, name.end + 50))) return
  const from = Math.max(0, name.start - AROUND)
  const head = content.slice(from, name.start)
  const value = /"([\w-]{1,80})"\s{0,40}:\s{0,40}\{\s{0,80}"value"\s{0,20}:\s{0,20}(?="[^{}]*$)/.exec(head)
  if (value === null) return
  const literal = literalAt(content, from + value.index + value[0].length, false)
  if (literal !== undefined) yield { name: `sensitive ${value[1]}`, literal, source: 'credentials-file' }
}
