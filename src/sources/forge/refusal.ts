import { ForgeError } from './error.ts'
import type { Told, Untold } from './settings.ts'
import type { ForgeTarget } from './target.ts'
import { jobToken, tokenVariables } from './target.ts'

/** What became of one request that gave no answer. */
export type RefusalKind =
  | 'token'
  | 'forbidden'
  | 'limit'
  | 'missing'
  | 'moved'
  | 'failed'
  | 'slow'
  | 'cut'
  | 'unreachable'

/** A request that gave no answer, in one form for all forges. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    /** what the forge or the network said, one line */
    readonly said: string,
    /** `limit`: when one may ask again, RFC 3339 */
    readonly again?: string,
  ) {
    super(said)
    this.name = 'Refusal'
  }
}

/** How long one answer may take, how often it is tried again, and how long is waited before, in milliseconds. */
export interface Pace {
  readonly timeout: number
  readonly retries: number
  /** before the first retry; later ones wait longer */
  readonly wait: number
  /** the longest pause that a rate limit may ask for; beyond it what is left stays unread */
  readonly patience: number
}

/** How long a forge is waited for, and how often it is asked again. */
export const usualPace: Pace = { timeout: 20_000, retries: 2, wait: 1_000, patience: 30_000 }

/** What a refused part is told as. A refused token is no matter of one part: it ends the reading. */
export function untold(refusal: Refusal, needs: string | undefined, { token, kind, host }: ForgeTarget): Untold {
  switch (refusal.kind) {
    case 'token':
      if (token?.variable === jobToken) {
        return { untold: `${host} does not show it to ${jobToken}`, needs: `GITLAB_TOKEN${needs ? `: ${needs}` : ''}` }
      }
      if (token) throw new ForgeError(refusedToken(token.variable, host, refusal.said))
      return { untold: 'it is shown to nobody without a token', needs: needs ?? `a token in ${tokenVariables(kind)}` }
    case 'forbidden':
      return { untold: `${host} refused it (403: ${refusal.said})`, ...(needs && { needs }) }
    case 'missing':
      return { untold: `${host} does not show it (404)`, ...(needs && { needs }) }
    default:
      return { untold: whatHappened(refusal, host) }
  }
}

/** A part of the settings: what `ask` gives, or why it gave nothing. */
export async function tell<T>(target: ForgeTarget, needs: string, ask: () => Promise<T>): Promise<Told<T>> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Refusal) return untold(error, needs, target)
    throw error
  }
}

/** Why nothing could be read, for the first request of all: the repository itself. */
export function notAsked(refusal: Refusal, { token, kind, host, repository }: ForgeTarget): ForgeError {
  switch (refusal.kind) {
    case 'token':
      if (token) return new ForgeError(refusedToken(token.variable, host, refusal.said))
      return new ForgeError(`${host} shows ${repository} to nobody without a token; set ${tokenVariables(kind)}`)
    case 'missing':
      return new ForgeError(
        token
          ? `${host} does not show ${repository}: it does not exist, or the token in ${token.variable} may not see it`
          : `${host} does not show ${repository} without a token; set ${tokenVariables(kind)}, or mend the name`,
      )
    case 'moved':
      return new ForgeError(`${repository} is called otherwise on ${host} now; say how: --forge <URL>`)
    case 'forbidden':
      return new ForgeError(`${host} refused to show ${repository} (403: ${refusal.said})`)
    default:
      return new ForgeError(`the settings of ${repository} were not read: ${whatHappened(refusal, host)}`)
  }
}

const refusedToken = (variable: string, host: string, said: string) =>
  `${host} refused the token in ${variable} (401: ${said}); it is wrong, expired, or meant for another host`

function whatHappened({ kind, said, again }: Refusal, host: string): string {
  switch (kind) {
    case 'limit':
      return `${host} has answered as often as it will for now (rate limit${again ? `; again at ${again}` : ''})`
    case 'slow':
      return `${host} took too long to answer`
    case 'moved':
      return `${host} has it elsewhere`
    case 'cut':
      return `the answer of ${host} was cut off`
    case 'unreachable':
      return `${host} cannot be reached (${said})`
    default:
      return `${host} failed (${said})`
  }
}

/** One short line of what a forge or the network said, for a message. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 160 ? `${line.slice(0, 159)}…` : line
}

/** What an error of `fetch` means: undici wraps the cause. */
export function networkRefusal(error: unknown): Refusal {
  const chain: unknown[] = []
  for (let one = error; one instanceof Error && chain.length < 6; one = one.cause) chain.push(one)
  const known = chain.find((one) => one instanceof Refusal)
  if (known) return known
  const all = chain as (Error & { code?: string })[]
  const code = all.find((one) => typeof one.code === 'string')?.code
  if (all.some(({ name }) => name === 'TimeoutError') || /TIMEOUT|ETIMEDOUT/.test(code ?? '')) {
    return new Refusal('slow', 'no answer in time')
  }
  if (all.some(({ message }) => message === 'terminated' || /other side closed|ECONNRESET|premature/i.test(message))) {
    return new Refusal('cut', 'the connection ended early')
  }
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return new Refusal('cut', 'the connection ended early')
  const why: Readonly<Record<string, string>> = {
    ENOTFOUND: 'no such host, or no network',
    EAI_AGAIN: 'no such host, or no network',
    ECONNREFUSED: 'nothing listens there',
    ENETUNREACH: 'no network',
    EHOSTUNREACH: 'no way to it',
  }
  return new Refusal('unreachable', why[code ?? ''] ?? oneLine(code ?? all.at(-1)?.message ?? 'no answer'))
}
