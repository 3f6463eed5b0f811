import { type Choice, isChosen } from '../pipeline/graph/after/chosen.ts'
import { addressOf } from './address.ts'
import { healthOf } from './path.ts'

/** What a file of tests asks for. */
interface Requests {
  /** addresses whose bad answer makes a test fail, as written */
  readonly addresses: readonly string[]
  /** it may ask for more */
  readonly open: boolean
}

/** A call that asks for an address, up to its address: `request.get(`${url}/health`)`, `requests.get(base + "/health")`. */
const calls =
  /\b(?:get|head|request|goto|visit|fetch|urlopen|open|url|uri|navigate|NavigateTo|GetAsync|GetStringAsync|GetFromJsonAsync|Get|axios|got|ky|ping)\s*(?:<[^<>\n]{0,60}>)?\(\s*(?:[\w.$[\]()'"-]{0,60}?\s*\+\s*|\{\s*(?:url|method:\s*['"]GET['"],\s*url):\s*)?(?:[fbru]{1,2}|\$@?|@)?(["'`])([^"'`\n]{0,200})\1/g

/** An address that a key names, in collections of Postman, plans of Artillery and Tavern, options of a request. */
const keys = /(?:["']?\b(?:raw|ur[il])["']?\s*:\s*)(?:["'`]([^"'`\n]+)["'`]|([^\s"'`,{}]+))/g

/** A line of Hurl, of the HTTP files of IDEs, or of Gherkin and Robot Framework. */
const lines =
  /^[ \t]*(?:(?:When|Given|Then|And|\*)\s+.{0,40}?)?(?:GET|HEAD)(?:\s+On\s+Session\s+\S+)?\s+["']?(\S+?)["']?\s*(?:HTTP\/[\d.]+)?$/gm

/** A request whose address no literal tells. */
const openCalls =
  /\b(?:goto|visit|fetch|urlopen|axios|got|(?:request|requests|client|http|https|session|page|axios|cy|httpx|agent|api\w*)\.(?:get|head|request|fetch))\s*\(\s*(?![fbru$@]{0,2}["'`{])[\w$]/

/** Something heeds the answer. */
const asserts =
  /\b(?:expect\w*|assert\w*|should|raise_for_status|EnsureSuccessStatusCode|toBeOK|throw|fail|status(?:Code)?\s*\(\s*2\d\d|pm\.test)\b|\btests\[|\bHTTP\s+2\d\d|\.status(?:_?[cC]ode)?\s*(?:!==?|===?|==|>=|<)/

/** The request itself fails where the answer is bad. */
const failsItself = /\bcy\.(?:request|visit)\s*\(|\bhttpx?\.raise|--fail/

/** Tests of the program in the runner: they ask nothing that is deployed. */
const inProcess =
  /\b(?:TestClient|test_client|MockMvc|WebTestClient\.bindTo(?:Application|Controller|Router|WebHandler)\w*|WebApplicationFactory|createTestClient|bootstrapTestApp|ASGITransport)\b|\brequest\(\s*(?:app|server)\b|\bdjango\.test\b/

/** Some tests may not run. */
const skips =
  /\b(?:describe|it|test|context|suite)\.(?:skip|only|todo|fixme)\b|\bx(?:it|describe|test)\b|@(?:pytest\.mark\.skip|Disabled|Ignore|unittest\.skip)|\bt\.Skip\b|\[(?:Ignore|Fact\(Skip)/

/**
 * The addresses that a file of tests asks for, and heeds the answer of. Where some tests are left out, or chosen by a word
 * that does not stand with the request, none is certain.
 */
export function requestsIn(path: string, content: string, choice: Choice): Requests {
  const addresses: string[] = []
  let open = openCalls.test(content)
  const certain = !inProcess.test(content) && !skips.test(content) && !loadsOnly(content)
  const plain = /\.(?:hurl|http|feature|robot|json|ya?ml)$/.test(path)
  const found = [
    ...[...content.matchAll(calls)].map((match) => [match.index, match[2] as string] as const),
    ...(plain || /\burl:/.test(content) ? [...content.matchAll(keys)] : []).map(
      (match) => [match.index, (match[1] ?? match[2]) as string] as const,
    ),
    ...(plain ? [...content.matchAll(lines)] : []).map((match) => [match.index, match[1] as string] as const),
  ]
  for (const [at, word] of found) {
    const address = addressOf(word)
    if (address === 'unseen') open = true
    if (address === undefined || address === 'unseen') continue
    const heeded =
      failsItself.test(content.slice(Math.max(0, at - 10), at + 200)) || asserts.test(heedsAt(path, content, at))
    if (certain && heeded && isChosen(content, at, choice)) addresses.push(word)
    else open = true
  }
  // a list of paths, or a helper that is told one
  open ||= [...content.matchAll(/(["'`])(\/[^"'`\s]{1,80})\1/g)].some(
    ([, , word]) =>
      healthOf((addressOf(word as string) as { segments: readonly string[] })?.segments ?? []) &&
      !addresses.includes(word as string),
  )
  return { addresses, open }
}

/** What stands behind a request, where its answer is looked at; collections keep their tests beside it. */
const heedsAt = (path: string, content: string, at: number) =>
  /\.json$/.test(path) ? content.slice(Math.max(0, at - 4_000), at + 4_000) : content.slice(at, at + 600)

/** k6 goes on where a check is not met, but for thresholds (grafana.com/docs/k6, "Thresholds"). */
const loadsOnly = (content: string) =>
  /from\s+['"]k6/.test(content) && !/\bthresholds\s*:|\bfail\s*\(|\bthrow\b|\babort\s*\(/.test(content)
