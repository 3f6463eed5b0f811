import type { Kind } from '../../../../config/vocabulary.ts'
import { basename } from '../../../../documents/path.ts'
import type { Node } from '../../../../documents/shell/index.ts'
import type { Act } from '../../model.ts'
import type { Call } from '../call.ts'
import { mayFail } from '../shell/raised.ts'
import { type Context, following, type Shell } from '../shell/state.ts'
import { canFail } from '../special/inline.ts'

/*
 * A check that writes what it found to a file, and a test of that file which fails: `trivy image x | tee out.txt`, then
 * `if grep -q CRITICAL out.txt; then exit 1; fi`. Both together are the gate.
 */

/** Whether what a command reports is tested later in the same script, and the script fails by it. */
export function reportIsTested(call: Call, kinds: readonly Kind[], shell: Shell, context: Context): boolean {
  const names = reportsOf(call, context).filter(isTold)
  if (names.length === 0) return false
  for (const { node, text } of following(context.later))
    if (testsIn(node, text, shell).some((test) => heeds(test.text, names, kinds))) return true
  return false
}

/** A search that fails where nothing is found, and a comparison that fails where two differ: `grep -q UP health.json`. */
const looksFor = /^\s*(?:!\s+)?(?:(?:e|f)?grep|rg|diff|cmp|jq\b[^|]*\s(?:-\w*e\w*|--exit-status))\b/

/**
 * Whether the answer to a request is kept in a file, and what it says is asked for later in the same script, which fails where
 * it is not there: `curl $URL/health | tee health.json`, then `grep -q '"UP"' health.json`.
 */
export function answerIsSearched(call: Call, shell: Shell, context: Context): boolean {
  const names = reportsOf(call, context).filter((name) => isTold(name) && name !== 'null')
  if (names.length === 0) return false
  const asks = (source: string) => looksFor.test(source) && names.some((name) => source.includes(name))
  for (const { node, text } of following(context.later)) if (failsWhereAsked(node, text, asks, shell)) return true
  return false
}

/** Whether a command asks something, and the script fails by the answer. */
function failsWhereAsked(node: Node, text: string, asks: (source: string) => boolean, shell: Shell): boolean {
  const isAsked = ({ span }: Pick<Node, 'span'>) => asks(text.slice(span.start, span.end))
  if (node.kind === 'simple' || node.kind === 'pipeline') return shell.errexit && isAsked(node)
  if (node.kind === 'chain') return isAsked(node.first) && mayFail(node, text, shell)
  return node.kind === 'if' && node.branches.some(({ test }) => isAsked(test)) && mayFail(node, text, shell)
}

/** Whether the name of a file tells one, in the text of a test, too. */
const isTold = (name: string) => name.length > 2 && !/[$*?]/.test(name)

/** What is asked of a file, and where in the script. */
interface FileTest {
  readonly text: string
  readonly start: number
}

/** What tests of files in a script ask, where the script fails by the answer: `grep -q HIGH out.txt`. */
export function testsOfFiles(nodes: readonly Node[], text: string, shell: Shell): readonly FileTest[] {
  return nodes.flatMap((node) => testsIn(node, text, shell))
}

/**
 * Whether a test asks for what a check reports: of one of its files, and not for the critical findings of a scan alone, since
 * the standard wants one that fails on high ones, too.
 */
export function heeds(test: string, files: readonly string[], kinds: readonly Kind[]): boolean {
  if (!files.some((name) => test.includes(name))) return false
  const scans = kinds.includes('security-scan') || kinds.includes('image-scan')
  return !scans || !/critical/i.test(test) || /high/i.test(test)
}

/** The inputs by which actions and tasks are told where to write what they found. */
const inputsOfReports = /^(output|out|report|sarif)([-_]?(file|path|filename|name))?$/i

/** The files that the check of a step writes, as its inputs, its words and its redirections name them. */
export function reportsOfAct({ words, inputs = {}, text }: Pick<Act, 'words' | 'inputs' | 'text'>): readonly string[] {
  const given = Object.entries(inputs).flatMap(([name, value]) => (inputsOfReports.test(name) ? [value] : []))
  return [...given, ...flagged(words), ...redirected(text)].filter(Boolean).map(basename).filter(isTold)
}

/** What follows a flag for the file to write. */
function flagged(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const [, joined] = /^--(?:output|output-file|report-path|out)=(.+)$/.exec(word) ?? []
    if (joined) return [joined]
    return /^(-o|--output|--output-file|--report-path|--out)$/.test(word) ? [words[i + 1] ?? ''] : []
  })
}

/** The files that a command writes: by redirection, `-o`, or `tee` behind it. */
function reportsOf(call: Call, { pipe, source }: Context): string[] {
  const written = (nodes: readonly Node[]) =>
    nodes.flatMap((node) => {
      const text = source.text.slice(node.span.start, node.span.end)
      const [, tee = ''] = /^\s*(?:sudo\s+)?tee\s+(?:-a\s+)?["']?([\w./-]+)/.exec(text) ?? []
      return [tee, ...redirected(text)]
    })
  const own = redirected(source.text.slice(call.node.span.start, call.node.span.end))
  return [...flagged(call.words), ...own, ...written(pipe?.after ?? [])].filter(Boolean).map(basename)
}

function redirected(text: string): string[] {
  return [...text.matchAll(/(?:^|[^0-9&>])1?>>?\s*["']?([\w./-]+)/g)].map((match) => match[1] ?? '')
}

/** That a file is there, or can be read, says nothing of what is in it: `cat out.txt || exit 1`. */
const looksInto = /\b(e?grep|rg|jq|awk|wc)\b|\bcat\b[^\n]*(\||\))|\s!?\s*-s\s/

/** `grep -q X out.txt`, and `! grep -q X out.txt`, with nothing behind it. */
const searches = /^\s*(!\s+)?(?:e?grep|rg)\b[^|&]*$/
const quotedText = /(["'])[^"']*\1/g
/** What a report says where nothing was found. */
const saysNone = /\b(0|no|none|zero|clean|ok|pass(ed)?|success\w*|false)\b|\[\\?\]/i

/**
 * Whether a search fails the script where it finds nothing, `grep -q Schema out.json || exit 1`: that asks only whether the
 * report was made.
 */
function wantsReport(source: string, failsWhenTrue: boolean): boolean {
  const found = searches.exec(source.replace(quotedText, 'x'))
  return found !== null && (found[1] === undefined) !== failsWhenTrue && !saysNone.test(source)
}

/** `[ -s out.txt ]`, and `[ ! -s out.txt ]`: whether it is there and holds something. */
const isThere = /^\s*(?:\[\[?|test)\s+(!\s+)?-s\s+[^\n&|]+$/

/** What a node asks of files, where it leaves with a failure by what it finds there. */
function testsIn(node: Node, text: string, shell: Shell): readonly FileTest[] {
  const asked = (one: { readonly span: Node['span'] }, failsWhenTrue?: boolean) => {
    const source = text.slice(one.span.start, one.span.end)
    const wants = failsWhenTrue !== undefined && wantsReport(source, failsWhenTrue)
    return looksInto.test(source) && !wants ? [{ text: source, start: one.span.start }] : []
  }
  if (node.kind === 'if') {
    // a report that is not there, or empty, was not made: nothing was found
    const [first] = node.branches
    const isPlain = node.branches.length === 1 && !node.otherwise
    if (first && isPlain && emptinessIn(first.test, text) === 'empty') return []
    if (!mayFail(node, text, shell)) return []
    return node.branches.flatMap(({ test }) => asked(test, isPlain ? true : undefined))
  }
  if (node.kind === 'chain') {
    const told = emptinessIn(node.first, text)
    if (told && node.rest[0]?.operator === (told === 'empty' ? '&&' : '||')) return []
    const failing = node.rest.find((next) => mayFail(next.node, text, shell))
    return failing ? asked(node.first, failing.operator === '&&') : []
  }
  // `! grep -q CRITICAL out.txt` under -e
  if (node.kind === 'pipeline' && node.negated && shell.errexit) return asked(node)
  return node.kind === 'simple' && shell.errexit ? judgedBy(node, text) : []
}

function emptinessIn({ span }: { readonly span: Node['span'] }, text: string): 'empty' | 'full' | undefined {
  const found = isThere.exec(withoutEnd(text.slice(span.start, span.end)))
  return found ? (found[1] ? 'empty' : 'full') : undefined
}

/** A test without its bracket at the end. No pattern: that would look from each of many spaces for the end. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[;\s\]]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** Words for what a report is judged by. */
const judged =
  /severity|critical|\bhigh\b|vulnerab|finding|result|issue|fail|error|score|coverage|\blen\(|length|count|total/i

/** A filter that says yes or no, and does not only take something out. */
const compares = /\bselect\b|\blength\b|[=!<>]=|[<>]\s*\d|\b(any|all)\b|\bnot\b/

/** `jq -e '… | length == 0' out.json`, and programs in the script itself that leave with a failure by what they read. */
function judgedBy(node: Extract<Node, { kind: 'simple' }>, text: string): readonly FileTest[] {
  const { span, redirects } = node
  const documents = redirects.map(({ document }) =>
    document ? text.slice(document.span.start, document.span.end) : '',
  )
  const source = [text.slice(span.start, span.end), ...documents].join('\n')
  const filters = /^\s*jq\s/.test(source) && /\s(-\w*e\w*|--exit-status)\s/.test(source) && compares.test(source)
  const programs = /^\s*(python[\d.]*|node|ruby)\s/.test(source) && judged.test(source)
  return filters || (programs && canFail(whereItIsThere(source))) ? [{ text: source, start: span.start }] : []
}

/** A program without what it does where a file is missing: that it fails there says nothing of what is in the file. */
function whereItIsThere(source: string): string {
  let depth: number | undefined
  const kept = source.split('\n').filter((line) => {
    const own = line.length - line.trimStart().length
    if (depth !== undefined && line.trim() !== '' && own <= depth) depth = undefined
    if (depth !== undefined) return false
    if (!missing.test(line)) return true
    depth = own
    return false
  })
  return kept.join('\n')
}

/** The head of a branch for a file that is not there, in Python, Node and Ruby. */
const missing =
  /^\s*(?:if\s+not\s+[^:]*\b(?:exists|isfile|is_file)\(|except\s*\(?\s*(?:FileNotFoundError|OSError|IOError)\b|if\s*\(\s*!\s*(?:fs\.)?existsSync\(|(?:unless|if !)\s*File\.exist)/
