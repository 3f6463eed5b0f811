import { hostLines } from './host-lines.ts'
import { kindOfHost } from './hosts.ts'

/** The document that settings of Spring keep for one profile, in a file with several. */
export interface ProfileDocument {
  /** empty: it holds for all */
  readonly profiles: readonly string[]
  readonly content: string
}

/** `spring.config.activate.on-profile: production`, `spring: {profiles: prod}` of before (docs.spring.io, "Activation properties"). */
const profile =
  /^[ \t]*(?:spring[.:]\S*[.:])?(?:on-profile|(?:spring\.)?profiles)[ \t]*[:=][ \t]*["']?([\w\-.,&|() \t!]+)/m

/** The documents of a file of settings; one alone where it is not divided. */
export function profileDocuments(content: string): readonly ProfileDocument[] {
  return content.split(/^(?:---|#---)[ \t]*\r?$/m).map((part) => ({
    profiles: (profile.exec(part)?.[1] ?? '').split(/[^\w-]+/).filter(Boolean),
    content: part,
  }))
}

/**
 * Tells of each document the host that it alone has, where others give the same key another one: it is that of an
 * environment. Empty: none is seen.
 */
export function hostsOfProfiles(all: readonly ProfileDocument[]): (document: ProfileDocument) => string {
  const linesOf = new Map(all.map((one) => [one, [...hostLines(one.content)].filter(({ host }) => mayBeOurs(host))]))
  const given = new Map<string, Set<ProfileDocument>>()
  const note = (what: string, by: ProfileDocument) => given.set(what, (given.get(what) ?? new Set()).add(by))
  for (const [document, lines] of linesOf) {
    for (const { key, host } of lines) {
      note(key, document)
      note(`${key} is ${host}`, document)
    }
  }
  const givenBy = (what: string) => given.get(what)?.size ?? 0
  return (document) =>
    (linesOf.get(document) ?? [])
      .map(({ key, host }) => ({ key, told: `${key} is ${host}` }))
      .find(({ key, told }) => givenBy(key) > 1 && givenBy(told) === 1)?.told ?? ''
}

/** Versions and names of files have dots, too. */
const mayBeOurs = (host: string) => /\.[a-z]{2,}$/.test(host) && !['local', 'public'].includes(kindOfHost(host))
