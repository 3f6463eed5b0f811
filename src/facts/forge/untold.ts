import { type ForgeSettings, isUntold, type Told, type Untold } from '../../sources/forge/settings.ts'
import { Hidden, type Seen } from '../hidden.ts'

/** A part of the settings as facts carry it: what could not be read is hidden, and says what it needs. */
export function seen<T>(what: string, part: Told<T>): Seen<T> {
  return isUntold(part) ? untoldHidden(what, part) : (part as T)
}

/** What could not be read of the forge's settings, by what would show it. */
export function untoldHidden(what: string, { needs, untold }: Untold): Hidden {
  const text = needs
    ? `give the token that --forge uses the permission "${needs}"`
    : `ask the forge again with --forge: ${untold}`
  const why = needs ? `needs ${needs}` : untold
  return new Hidden(`${what} (${why})`, { kind: 'permission', text }, 'forge')
}

/** How a setting is called: "environment production on github.com/example/shop". */
export const settingName = (what: string, { host, repository }: ForgeSettings) => `${what} on ${host}/${repository}`
