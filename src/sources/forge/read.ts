import { ForgeError } from './error.ts'
import type { Interest } from './interest.ts'
import { type Pace, usualPace } from './refusal.ts'
import type { Secret } from './secret.ts'
import type { ForgeSettings } from './settings.ts'
import type { ForgeTarget } from './target.ts'

/**
 * Asks the forge for the settings of one repository, and nobody else for anything. What the token may not see, or what
 * fails, is told as such in its part.
 * @throws ForgeError where nothing could be read: no such host, a refused token, a repository that is not shown
 */
export async function readForge(
  target: ForgeTarget,
  interest: Interest,
  now: () => Date = () => new Date(),
  pace: Pace = usualPace,
): Promise<ForgeSettings> {
  const read =
    target.kind === 'github'
      ? (await import('./github/read.ts')).readGitHub
      : (await import('./gitlab/read.ts')).readGitLab
  const { kind, host, repository, ...parts } = await read(target, interest, pace).catch((error) => {
    throw error instanceof ForgeError ? new ForgeError(target.token?.hide(error.message) ?? error.message) : error
  })
  const readAt = now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
  const settings = { kind, host, repository, readAt, ...parts }
  return target.token ? without(target.token, settings) : { ...settings, anonymous: true }
}

/** Whatever a forge sends back is kept: a server may repeat the token in what it says. */
function without(token: Secret, settings: ForgeSettings): ForgeSettings {
  const hide = (_key: string, value: unknown) => (typeof value === 'string' ? token.hide(value) : value)
  return JSON.parse(JSON.stringify(settings), hide) as ForgeSettings
}
