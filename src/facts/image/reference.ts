import { basename } from '../../documents/path.ts'

/** An image reference taken apart. Templates (`${TAG}`, `{{ … }}`) may stand in any part. */
export interface Reference {
  /** host, with port; `docker.io` where none is written */
  readonly registry: string
  /** path without registry, tag and digest; `library/` is not added */
  readonly name: string
  /** an empty string where none is written */
  readonly tag: string
  /** `sha256:…`, or an empty string */
  readonly digest: string
}

/** What is not resolved: a shell variable (`${NAME:-${OTHER}}`), a substitution, an expression, a template. */
const template =
  /\$\{\{.*?\}\}|\{\{.*?\}\}|\$\((?:[^()]|\([^()]*\))*\)|\$\{(?:[^{}]|\{[^{}]*\})*\}|\$[A-Za-z_]\w*|<[^>]*>|\[\[.*?\]\]|\{[\w.-]+\}/g

const holds = new RegExp(template.source)
const begins = new RegExp(`^(?:${template.source})`)

/** Whether something in a text is not resolved. */
export const isTemplated = (text: string): boolean => holds.test(text)

/** What of a text is written, without what is not resolved: `-alpine` of `${VERSION}-alpine`. */
export const withoutTemplates = (text: string): string => text.replace(template, '')

/** Whether a text begins with what is not resolved. */
export const beginsTemplated = (text: string): boolean => begins.test(text)

/** `${IMAGE:-registry.example/shop:1.4.0}`: what is taken where nobody says otherwise, as verdicts.md has it of other switches. */
export const byDefault = (reference: string): string =>
  /^\$\{\w+:?[-=]([^\s]*\/[^\s]*)\}$/.exec(reference.trim())?.[1] ?? reference

/** A reference without its tag and digest, as it is written: `registry.example:5000/shop:1.4.0` → `registry.example:5000/shop`. */
export const withoutTag = (reference: string): string =>
  byDefault(reference)
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')

/**
 * Takes an image reference apart as the distribution specification does: a digest after `@`; a tag after the last colon
 * that has no slash behind it; a registry before the first slash when it has a dot or a colon, or is `localhost`.
 */
export function parseReference(written: string): Reference {
  // Templates may hold colons, slashes and spaces of their own: they are put aside while the parts are found.
  const kept: string[] = []
  const bare = byDefault(written.trim()).replace(template, (text) => `\u0001${kept.push(text) - 1}\u0002`)
  const restore = (text: string) => text.replace(/\u0001(\d+)\u0002/g, (_, n: string) => kept[Number(n)] as string)
  // a digest names its algorithm; `name@latest` has none
  const sign = bare.indexOf('@')
  const at = sign >= 0 && /[:\u0001]/.test(bare.slice(sign)) ? sign : -1
  const digest = at < 0 ? '' : bare.slice(at + 1)
  const rest = at < 0 ? bare.replace('@', ':') : bare.slice(0, at)
  const slash = rest.lastIndexOf('/')
  const colon = rest.indexOf(':', slash + 1)
  const tag = colon < 0 ? '' : rest.slice(colon + 1)
  const path = colon < 0 ? rest : rest.slice(0, colon)
  const first = path.indexOf('/')
  const head = first < 0 ? '' : path.slice(0, first)
  const hasRegistry = first > 0 && (/[.:]/.test(head) || head === 'localhost' || /^\u0001\d+\u0002$/.test(head))
  return {
    registry: restore(hasRegistry ? head : 'docker.io'),
    name: restore(hasRegistry ? path.slice(first + 1) : path),
    tag: restore(tag),
    digest: restore(digest),
  }
}

/** The last part of an image's name, which stays where registries and accounts change. */
export const lastOf = (reference: string): string => basename(parseReference(reference).name)
