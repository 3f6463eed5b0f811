import type { Json } from '../json.ts'
import { networkRefusal, oneLine, type Pace, Refusal } from '../refusal.ts'
import type { ForgeTarget } from '../target.ts'

/** Questions to the REST API of GitHub. What gives no answer throws a {@link Refusal}. */
export interface GitHub {
  /** One answer, an object. Parameters in braces are filled in, the others go to the query. */
  get(route: string, parameters?: Parameters): Promise<Json>
  /** A list, page by page, at most `most` members. */
  list(route: string, parameters: Parameters, most: number): Promise<{ members: readonly Json[]; whole: boolean }>
}

type Parameters = Readonly<Record<string, string | number | boolean>>

/** Octokit sends no version by itself, and the newest is not known to older Enterprise servers. */
const apiVersion = '2022-11-28'

/** Opens the client of the vendor: pages, throttling and retries are its own. */
export async function openGitHub(target: ForgeTarget, pace: Pace): Promise<GitHub> {
  const [{ Octokit }, { throttling }, { retry }, { paginateRest }] = await Promise.all([
    import('@octokit/core'),
    import('@octokit/plugin-throttling'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-paginate-rest'),
  ])
  const wait = (seconds: number, _options: unknown, _octokit: unknown, tried: number) =>
    tried < 1 && seconds * 1000 <= pace.patience
  const quiet = () => {}
  const octokit = new (Octokit.plugin(paginateRest, retry, throttling))({
    baseUrl: target.api,
    userAgent: 'assay',
    ...(target.token && { auth: target.token.reveal() }),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    request: {
      fetch: (url: string, options: RequestInit) => fetchWhole(url, options, pace),
    },
    retry: {
      retries: pace.retries,
      retryAfterBaseValue: pace.wait,
      doNotRetry: [304, 400, 401, 403, 404, 410, 422, 429, 451],
    },
    throttle: {
      // limits are counted apart for each opened client
      id: crypto.randomUUID(),
      retryAfterBaseValue: pace.wait,
      fallbackSecondaryRateRetryAfter: 60,
      onRateLimit: wait,
      onSecondaryRateLimit: wait,
    },
  })
  const headers = { 'X-GitHub-Api-Version': apiVersion }
  return {
    async get(route, parameters = {}) {
      try {
        const { data } = await octokit.request(`GET ${route}`, { ...parameters, headers })
        return asObject(data)
      } catch (error) {
        throw refusalOf(error)
      }
    },
    async list(route, parameters, most) {
      const members: Json[] = []
      try {
        const options = { per_page: Math.min(100, most), ...parameters, headers }
        for await (const { data, headers } of octokit.paginate.iterator(`GET ${route}`, options)) {
          if (!Array.isArray(data)) throw new Refusal('cut', 'no list came')
          members.push(...data.map(asObject))
          if (members.length >= most) {
            const more = members.length > most || /rel="next"/.test(headers.link ?? '')
            return { members: members.slice(0, most), whole: !more }
          }
        }
      } catch (error) {
        throw refusalOf(error)
      }
      return { members, whole: true }
    },
  }
}

/**
 * The answer once all of it has come. Octokit takes a body that was cut off for an empty one, and an empty one for an
 * empty list: that would be a setting that nobody made.
 */
async function fetchWhole(url: string, options: RequestInit, pace: Pace): Promise<Response> {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(pace.timeout) })
  const text = await response.text()
  if (response.ok) checkJson(text)
  const { status, statusText, headers, url: address } = response
  const whole = new Response(status === 304 || status === 204 ? null : text, { status, statusText, headers })
  // the pages are counted from it
  return Object.defineProperty(whole, 'url', { value: address })
}

/** Refuses what is no object and no list. */
function checkJson(text: string): void {
  try {
    const data: unknown = JSON.parse(text)
    if (typeof data === 'object' && data !== null) return
  } catch {}
  throw new Refusal('cut', 'the answer is not whole')
}

function asObject(data: unknown): Json {
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as Json
  throw new Refusal('cut', 'the answer is not whole')
}

interface RequestFault {
  readonly status?: number
  readonly message?: string
  readonly response?: { readonly headers?: Readonly<Record<string, string | undefined>>; readonly data?: unknown }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { status = 0, response } = error as RequestFault
  if (!response) return networkRefusal(error)
  const { headers = {}, data } = response
  const told = typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : ''
  const said = oneLine(told) || 'no reason given'
  if (status === 401) return new Refusal('token', said)
  if (status === 429 || (status === 403 && isLimit(headers, told))) {
    return new Refusal('limit', said, againAt(headers))
  }
  if (status === 403 || status === 451) return new Refusal('forbidden', said)
  if (status === 404 || status === 410) return new Refusal('missing', said)
  return new Refusal('failed', `it answered ${status}`)
}

const isLimit = (headers: Readonly<Record<string, string | undefined>>, said: string) =>
  headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined || /\brate limit/i.test(said)

/** When the limit ends, from the header that GitHub sends with it. */
function againAt(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const reset = Number(headers['x-ratelimit-reset'])
  return Number.isFinite(reset) && reset > 0 ? new Date(reset * 1000).toISOString().replace(/\.\d+Z$/, 'Z') : undefined
}
