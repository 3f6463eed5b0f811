/* Addresses that stand in code as literals. */

/** A literal that is an address, with what stands around it. */
export interface Literal {
  /** `https`, `postgresql`, `jdbc:mysql` …; empty where only a host is written */
  readonly scheme: string
  /** in lower case, without port and user */
  readonly host: string
  /** what follows the host */
  readonly rest: string
  /** the name that it is given to; empty where none is seen */
  readonly name: string
  /** what is before it, as much as tells what it is for */
  readonly before: string
  /** where the literal begins and ends, its quotes left out */
  readonly start: number
  readonly end: number
}

/** A generous bound on what a literal that is an address takes. */
const longest = 300
/** How far back is looked for what the literal is for. */
const back = 300

/**
 * The literals of a text that begin with a URL, or are a host and nothing else, and hosts that regular expressions begin with. Those that are put together of parts
 * (`https://${host}`) are none, nor is what stands within a sentence. Linear in the text.
 */
export function* literalsIn(content: string): Generator<Literal> {
  for (let at = content.indexOf('://'); at >= 0; at = content.indexOf('://', at + 3)) {
    let start = at
    while (start > 0 && at - start < 40 && isScheme(content.charCodeAt(start - 1))) start--
    if (start === at || !isQuote(content[start - 1])) continue
    const written = content.slice(at + 3, at + 3 + longest)
    const authority = /^[^/?#"'`\s<>\\,;()]*/.exec(written)?.[0] ?? ''
    const server = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
    if (!plainHost.test(server)) continue
    const rest = /^[^"'`\s]*/.exec(written.slice(authority.length))?.[0] ?? ''
    const end = at + 3 + authority.length + rest.length
    // a sentence goes on behind it
    if (!isQuote(content[end])) continue
    yield literal(content, content.slice(start, at).toLowerCase(), server, rest, start, end)
  }
  for (const match of content.matchAll(bareHost)) {
    const [, quote = '', host = ''] = match
    const labels = host.toLowerCase().split('.')
    // names of packages and keys of messages have dots, too
    if (!topLevel.test(labels.at(-1) as string) || packages.test(labels[0] as string)) continue
    const start = match.index + quote.length
    yield literal(content, '', host, '', start, start + match[0].length - 2 * quote.length)
  }
  yield* hostsInPatterns(content)
}

/**
 * A host at the beginning of a regular expression: `/^staging.shop.gov.uk/`, `%r{^https://staging\.shop\.gov\.uk}`,
 * `"^staging\\.shop\\.gov\\.uk$"`. What stands in quotes is one by its `^` or its escaped dots alone.
 */
const hostInPattern =
  /(?:(?<=[=(,:!~&|?\s])\/|%r[{(|!]|["'`])(\^|\\A)?(https?\??:(?:\\?\/){2})?((?:[a-z0-9-]{1,63}\\{0,2}\.){2,8}[a-z]{2,12})(?=[$/:"'`})(?|!]|\\[/zZ])/gi

function* hostsInPatterns(content: string): Generator<Literal> {
  for (const match of content.matchAll(hostInPattern)) {
    const [whole, anchor, address, written = ''] = match
    if (isQuote(whole[0]) && anchor === undefined && !written.includes('\\')) continue
    const host = written.replaceAll('\\', '').toLowerCase()
    const labels = host.split('.')
    if (!topLevel.test(labels.at(-1) as string) || packages.test(labels[0] as string)) continue
    const start = match.index + whole.length - written.length
    yield literal(content, address === undefined ? '' : 'https', host, '', start, match.index + whole.length)
  }
}

const plainHost = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i
const bareHost = /(["'`])([a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){2,8})(?::\d{2,5})?\1/gi
const topLevel =
  /^(com|org|net|io|gov|edu|mil|int|info|biz|cloud|app|dev|co|internal|uk|ca|us|au|nz|eu|de|fr|nl|be|se|no|dk|fi|es|it|pt|br|in|jp|ie|ch|at|za|pl|cz|tech|online|digital|systems|network|services)$/
const packages = /^(com|org|net|io|gov|edu|uk|de|fr|nl|eu|ca|javax?|spring|akka|app)$/

function literal(content: string, scheme: string, server: string, rest: string, start: number, end: number): Literal {
  const before = content.slice(Math.max(0, start - back), start)
  return { scheme, host: server.toLowerCase(), rest, name: nameBefore(before), before, start, end }
}

/** What a value is given to: `API_URL = "`, `baseUrl: '`, `getenv("API_URL", "`, `host = env.X || "`. */
function nameBefore(before: string): string {
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const [, , quoted, bare] =
    /(?:(["'])([A-Za-z_$][\w$-]*)\1|([A-Za-z_$][\w$-]*))[\])]{0,3}\s*(?::\s*[\w<>[\]|?. ]{1,40})?(?:=>|:=|\|\||\?\?|\?:|[=:(,?])\s*[frbuL@$]{0,2}["'`]$/.exec(
      line,
    ) ?? []
  return quoted ?? bare ?? ''
}

const isQuote = (c: string | undefined) => c === '"' || c === "'" || c === '`'

/** Letters, digits and `+ - . :`, as in `jdbc:postgresql`. */
function isScheme(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 58) ||
    code === 43 ||
    code === 45 ||
    code === 46
  )
}
