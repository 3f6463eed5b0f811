import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../json.ts'
import { networkRefusal, oneLine, type Pace, Refusal } from '../refusal.ts'
import { type ForgeTarget, jobToken } from '../target.ts'

/** Questions to the REST API of GitLab about one project. What gives no answer throws a {@link Refusal}. */
export interface GitLab {
  /** One answer, an object. The path is relative to the API (`/projects/…`). */
  get(path: string): Promise<Json>
  /** A list, page by page, at most `most` members. */
  list(path: string, most: number): Promise<{ members: readonly Json[]; whole: boolean }>
}

/** Opens a client that tries again what may pass, and waits as long as a rate limit asks if that is not too long. */
export function openGitLab(target: ForgeTarget, pace: Pace): GitLab {
  const one = async (path: string) => {
    const { data } = await ask(target, pace, path)
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      throw new Refusal('cut', 'the answer is not whole')
    }
    return data as Json
  }
  return {
    get: one,
    async list(path, most) {
      const members: Json[] = []
      const size = Math.min(100, most)
      for (let page = 1; ; page++) {
        const { data, next } = await ask(
          target,
          pace,
          `${path}${path.includes('?') ? '&' : '?'}per_page=${size}&page=${page}`,
        )
        if (!Array.isArray(data)) throw new Refusal('cut', 'no list came')
        for (const member of data) {
          if (members.length >= most) return { members, whole: false }
          members.push(member as Json)
        }
        if (!next || data.length === 0) return { members, whole: true }
        if (members.length >= most) return { members, whole: false }
      }
    },
  }
}

interface Answer {
  readonly data: unknown
  /** there is another page */
  readonly next: boolean
}

async function ask(target: ForgeTarget, pace: Pace, path: string): Promise<Answer> {
  for (let tried = 0; ; tried++) {
    try {
      return await askOnce(target, pace, path)
    } catch (error) {
      const refusal = error instanceof Refusal ? error : networkRefusal(error)
      const wait = waitFor(refusal, tried, pace)
      if (wait === undefined) throw refusal
      await pause(wait)
    }
  }
}

/** How long to wait before the next try; undefined: give up. */
function waitFor(refusal: Refusal, tried: number, pace: Pace): number | undefined {
  if (refusal.kind === 'limit') {
    const wait = refusal.again === undefined ? pace.wait : Date.parse(refusal.again) - Date.now()
    return tried < 1 && wait <= pace.patience ? Math.max(wait, pace.wait) : undefined
  }
  const passes = refusal.kind === 'failed' || refusal.kind === 'cut' || refusal.kind === 'unreachable'
  return passes && tried < pace.retries ? pace.wait * (tried + 1) ** 2 : undefined
}

async function askOnce(target: ForgeTarget, pace: Pace, path: string): Promise<Answer> {
  const response = await fetch(`${target.api}${path}`, {
    headers: { accept: 'application/json', 'user-agent': 'assay', ...credentials(target) },
    // a redirection could carry the token to another host
    redirect: 'manual',
    signal: AbortSignal.timeout(pace.timeout),
  })
  const text = await response.text()
  if (!response.ok) throw refusalOf(response, text)
  try {
    return { data: JSON.parse(text), next: hasNext(response.headers) }
  } catch {
    // of a login page or a proxy: no API answers like this
    if (/^\s*</.test(text)) throw new Refusal('failed', 'it answered with a web page')
    throw new Refusal('cut', 'the answer is not whole')
  }
}

function credentials({ token }: ForgeTarget): Record<string, string> {
  if (!token) return {}
  return token.variable === jobToken ? { 'job-token': token.reveal() } : { authorization: `Bearer ${token.reveal()}` }
}

const hasNext = (headers: Headers) =>
  Boolean(headers.get('x-next-page')?.trim()) || /rel="next"/.test(headers.get('link') ?? '')

function refusalOf(response: Response, text: string): Refusal {
  const { status, headers } = response
  const said = oneLine(messageIn(text)) || 'no reason given'
  if (status === 401) return new Refusal('token', said)
  if (status === 429) return new Refusal('limit', said, againAt(headers))
  if (status === 403) return new Refusal('forbidden', said)
  if (status === 404) return new Refusal('missing', said)
  if (status >= 300 && status < 400) return new Refusal('moved', 'it has moved')
  return new Refusal('failed', `it answered ${status}`)
}

/** `{"message": "…"}`, `{"error": "…"}` or `{"error_description": "…"}`. */
function messageIn(text: string): string {
  try {
    const { message, error_description, error } = JSON.parse(text) as Record<string, unknown>
    const told = message ?? error_description ?? error
    return typeof told === 'string' ? told : told === undefined ? '' : JSON.stringify(told)
  } catch {
    return ''
  }
}

/** `retry-after` counts seconds, `ratelimit-reset` is a time in seconds. */
function againAt(headers: Headers): string | undefined {
  const after = Number(headers.get('retry-after'))
  const reset = Number(headers.get('ratelimit-reset'))
  const time = after > 0 ? Date.now() + after * 1000 : reset > 0 ? reset * 1000 : undefined
  return time === undefined ? undefined : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
