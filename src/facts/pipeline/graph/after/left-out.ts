/** A file of tests as it is run. */
export interface Running {
  /** without comments and without the tests that are skipped */
  readonly content: string
  /** what was taken away */
  readonly leftOut: string
}

const slashes = /\.(?:[cm]?[jt]sx?|java|kt|cs|go|php|scala|groovy)$/
const hashes = /\.(?:py|rb|sh|bats|robot|feature|exs?|ya?ml)$/

/** A test or a group of tests that is skipped by the word it begins with. */
const skippedHere =
  /^(?:(?:describe|it|test|context|suite|specify|scenario)(?:\.\w+)*\.(?:skip|fixme|todo|fail)(?:\.each\b|\s*\(\s*['"`])|x(?:it|describe|test|context|specify|scenario)\s*\(?\s*['"`])|^(?:it|specify|scenario|test|describe|context)\b.*(?:,\s*:skip\b|\bskip:\s*(?:true|['"]))/
/** A test that asks nothing: `test('login', async () => {})`. */
const empty = /^(?:it|test|specify|scenario)\b.*(?:=>|\))\s*\{\s*\}\s*\);?$/
/** A mark above the test or group that is skipped. */
const skipsNext =
  /^@(?:pytest\.mark\.skip(?!if)|unittest\.skip(?!If|Unless))\b|^@(?:Disabled|Ignore)\b|^@Test\(.*enabled\s*=\s*false|^\[(?:Ignore|(?:Fact|Theory)\(\s*Skip\b)|^(?:@\S+\s+)*@(?:skip|skipped|ignore|ignored|disabled|manual|todo|wip)\b/
/** Said inside of what is skipped. */
const skipsAround =
  /^(?:(?:test|it)\.(?:skip|fixme)\(\s*(?:true\b|\))|this\.skip\(\)|pytest\.skip\(|pytestmark\s*=\s*pytest\.mark\.skip\b|self\.skipTest\(|t\.Skip(?:f|Now)?\(|skip\b\s*(?:['"(]|$))/

/** What of a file of tests runs: comments are no tests, and what is skipped tests nothing. Blocks are told by their indent. */
export function runningIn(path: string, content: string): Running {
  const lines = content.split('\n')
  const gone = new Set<number>()
  dropComments(path, lines, gone)
  for (const [at, line] of lines.entries()) {
    if (gone.has(at)) continue
    const text = line.trim()
    if (skippedHere.test(text) || empty.test(text)) drop(at, endOfBlock(lines, at), gone)
    else if (skipsNext.test(text)) drop(at, endOfBlock(lines, declarationBelow(lines, at)), gone)
    else if (skipsAround.test(text)) {
      const start = blockAround(lines, at)
      drop(start ?? 0, start === undefined ? lines.length - 1 : endOfBlock(lines, start), gone)
    }
  }
  return {
    content: lines.filter((_, at) => !gone.has(at)).join('\n'),
    leftOut: lines.filter((_, at) => gone.has(at)).join('\n'),
  }
}

function dropComments(path: string, lines: readonly string[], gone: Set<number>): void {
  const mark = slashes.test(path) ? /^\/\// : hashes.test(path) ? /^#/ : undefined
  if (!mark) return
  let inside = false
  for (const [at, line] of lines.entries()) {
    const text = line.trim()
    if (!inside && slashes.test(path) && text.startsWith('/*')) inside = true
    if (inside || mark.test(text)) gone.add(at)
    if (inside && text.includes('*/')) inside = false
  }
}

function drop(from: number, to: number, gone: Set<number>): void {
  for (let at = from; at <= to; at++) gone.add(at)
}

const indentOf = (line: string) => line.length - line.trimStart().length

/** The declaration that a mark stands over, with other marks between. */
function declarationBelow(lines: readonly string[], mark: number): number {
  let at = mark + 1
  while (at < lines.length - 1 && /^\s*(?:[@[]|$)/.test(lines[at] ?? '')) at++
  return Math.min(at, lines.length - 1)
}

/** The last line of the block that a line begins: all that is indented deeper, and what closes it. */
function endOfBlock(lines: readonly string[], start: number): number {
  const indent = indentOf(lines[start] ?? '')
  // a feature of Gherkin has its scenarios below it, whatever their indent
  if (/^\s*Feature:/.test(lines[start] ?? '')) return lines.length - 1
  let end = start
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    if (indentOf(line) > indent) end = at
    else return indentOf(line) === indent && /^\s*(?:[})\]]|end\b)/.test(line) ? at : end
  }
  return end
}

/** The line that begins the block around another; undefined where that is the file. */
function blockAround(lines: readonly string[], inside: number): number | undefined {
  const indent = indentOf(lines[inside] ?? '')
  if (indent === 0) return undefined
  for (let at = inside - 1; at >= 0; at--) {
    const line = lines[at] ?? ''
    if (line.trim() !== '' && indentOf(line) < indent) return at
  }
  return undefined
}
