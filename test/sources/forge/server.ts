import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { Pace } from '../../../src/sources/forge/refusal.ts'
import { Secret } from '../../../src/sources/forge/secret.ts'
import type { ForgeTarget } from '../../../src/sources/forge/target.ts'

/** Retries without waiting for them: what a test shows is that they happen. */
export const hurried: Pace = { timeout: 2_000, retries: 2, wait: 1, patience: 50 }

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** an object is sent as JSON, a text as it is */
  readonly body?: unknown
  /** the answer never ends */
  readonly slow?: true
  /** the connection ends in the middle of the body */
  readonly cut?: true
}

/** What the server says to a path with its query; a list of answers is given one after another, the last one for ever. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[] | ((request: IncomingMessage) => Answer)>>

export interface Server {
  readonly url: string
  /** the requests that came, in their order */
  readonly asked: IncomingMessage[]
  /** how often a path was asked for, whatever its query */
  times(path: string): number
}

/** A server on this machine that answers as a forge's documentation says. It ends with the test. */
export async function serve(t: TestContext, answers: Answers): Promise<Server> {
  const asked: IncomingMessage[] = []
  const given = new Map<string, number>()
  const server = createServer((request, response) => {
    asked.push(request)
    const url = request.url ?? ''
    const path = url.replace(/\?.*$/, '')
    const found = answers[url] ?? answers[path]
    if (found === undefined) return send(response, { status: 404, body: { message: 'Not Found' } })
    if (typeof found === 'function') return send(response, found(request))
    if (!Array.isArray(found)) return send(response, found as Answer)
    const number = given.get(path) ?? 0
    given.set(path, number + 1)
    return send(response, found[Math.min(number, found.length - 1)] as Answer)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    times: (path) => asked.filter(({ url }) => url?.replace(/\?.*$/, '') === path).length,
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body, slow, cut }: Answer): void {
  const content = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const type = { 'content-type': 'application/json; charset=utf-8', ...headers }
  if (slow) return
  if (cut) {
    response.writeHead(status, { ...type, 'content-length': String(content.length + 100) })
    response.write(content.slice(0, 5))
    setImmediate(() => response.destroy())
    return
  }
  response.writeHead(status, type)
  response.end(status === 304 ? undefined : content)
}

/** A token that must be seen nowhere but in a request. */
export const canary = 'ghp_canaryCANARYcanaryCANARYcanary012345'

export function target(kind: 'github' | 'gitlab', server: Pick<Server, 'url'>, token = canary): ForgeTarget {
  const variable = kind === 'github' ? 'GITHUB_TOKEN' : 'GITLAB_TOKEN'
  return {
    kind,
    host: `${kind}.com`,
    api: server.url,
    repository: 'example/shop',
    token: token ? new Secret(token, variable) : undefined,
  }
}
