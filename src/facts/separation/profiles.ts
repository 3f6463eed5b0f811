import { type HostLine, hostLines } from './host-lines.ts'
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
 * The host that a profile's document alone has, where others give the same key another one: it is that of an environment.
 * Empty: none is seen.
 */
export function hostOfProfile(document: ProfileDocument, all: readonly ProfileDocument[]): string {
  const others = all.filter((one) => one !== document).flatMap(({ content }) => [...hostLines(content)])
  for (const { key, host } of hostLines(document.content)) {
    if (!mayBeOurs(host)) continue
    const same = others.filter((one: HostLine) => one.key === key && mayBeOurs(one.host))
    if (same.length && same.every((one) => one.host !== host)) return `${key} is ${host}`
  }
  return ''
}

/** Versions and names of files have dots, too. */
const mayBeOurs = (host: string) => /\.[a-z]{2,}$/.test(host) && !['local', 'public'].includes(kindOfHost(host))
