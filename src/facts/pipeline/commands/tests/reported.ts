import { basename } from '../../../../documents/path.ts'
import type { Node } from '../../../../documents/shell/index.ts'
import type { Call } from '../call.ts'
import { mayFail } from '../shell/raised.ts'
import type { Context, Shell } from '../shell/state.ts'
import { canFail } from '../special/inline.ts'

/*
 * A check that writes what it found to a file, and a test of that file which fails: `trivy image x | tee out.txt`, then
 * `if grep -q CRITICAL out.txt; then exit 1; fi`. Both together are the gate.
 */

/** Whether what a command reports is tested later in the same script, and the script fails by it. */
export function reportIsTested(call: Call, shell: Shell, context: Context): boolean {
  const names = reportsOf(call, context).filter((name) => name.length > 2 && !/[$*?]/.test(name))
  if (names.length === 0) return false
  for (let later = context.later; later; later = later.outer) {
    const { nodes, text } = later
    if (nodes.slice(later.from).some((node) => fails(node, names, text, shell))) return true
  }
  return false
}

/** The files that a command writes: by redirection, `-o`, or `tee` behind it. */
function reportsOf(call: Call, { pipe, source }: Context): string[] {
  const { words } = call
  const flagged = words.flatMap((word, i) => {
    const [, joined] = /^--(?:output|output-file|report-path|out)=(.+)$/.exec(word) ?? []
    if (joined) return [joined]
    return /^(-o|--output|--output-file|--report-path|--out)$/.test(word) ? [words[i + 1] ?? ''] : []
  })
  const written = (nodes: readonly Node[]) =>
    nodes.flatMap((node) => {
      const text = source.text.slice(node.span.start, node.span.end)
      const [, tee = ''] = /^\s*(?:sudo\s+)?tee\s+(?:-a\s+)?["']?([\w./-]+)/.exec(text) ?? []
      return [tee, ...redirected(text)]
    })
  const own = redirected(source.text.slice(call.node.span.start, call.node.span.end))
  return [...flagged, ...own, ...written(pipe?.after ?? [])].filter(Boolean).map(basename)
}

function redirected(text: string): string[] {
  return [...text.matchAll(/(?:^|[^0-9&>])1?>>?\s*["']?([\w./-]+)/g)].map((match) => match[1] ?? '')
}

/** That a file is there, or can be read, says nothing of what is in it: `cat out.txt || exit 1`. */
const looksInto = /\b(e?grep|rg|jq|awk|wc)\b|\bcat\b[^\n]*(\||\))|\s!?\s*-s\s/

/** `[ -s out.txt ]`, and `[ ! -s out.txt ]`: whether it is there and holds something. */
const isThere = /^\s*(?:\[\[?|test)\s+(!\s+)?-s\s+[^\n&|]+$/

/** A node that looks into one of the files and leaves with a failure by what it finds. */
function fails(node: Node, names: readonly string[], text: string, shell: Shell): boolean {
  const asks = (one: Node | { readonly span: Node['span'] }) => {
    const source = text.slice(one.span.start, one.span.end)
    return names.some((name) => source.includes(name)) && looksInto.test(source)
  }
  if (node.kind === 'if') {
    // a report that is not there, or empty, was not made: nothing was found
    const [first] = node.branches
    if (first && node.branches.length === 1 && !node.otherwise && emptinessIn(first.test, text) === 'empty')
      return false
    return node.branches.some(({ test }) => asks(test)) && mayFail(node, text, shell)
  }
  if (node.kind === 'chain') {
    const told = emptinessIn(node.first, text)
    if (told && node.rest[0]?.operator === (told === 'empty' ? '&&' : '||')) return false
    return asks(node.first) && node.rest.some((next) => mayFail(next.node, text, shell))
  }
  // `! grep -q CRITICAL out.txt` under -e
  if (node.kind === 'pipeline' && node.negated && shell.errexit) return asks(node)
  if (node.kind === 'simple' && shell.errexit) return judges(node, names, text)
  return false
}

function emptinessIn({ span }: { readonly span: Node['span'] }, text: string): 'empty' | 'full' | undefined {
  const found = isThere.exec(text.slice(span.start, span.end).replace(/[;\s]*\]*[;\s]*$/, ''))
  return found ? (found[1] ? 'empty' : 'full') : undefined
}

/** Words for what a report is judged by. */
const judged =
  /severity|critical|\bhigh\b|vulnerab|finding|result|issue|fail|error|score|coverage|\blen\(|length|count|total/i

/** A filter that says yes or no, and does not only take something out. */
const compares = /\bselect\b|\blength\b|[=!<>]=|[<>]\s*\d|\b(any|all)\b|\bnot\b/

/** `jq -e '… | length == 0' out.json`, and programs in the script itself that leave with a failure by what they read there. */
function judges(node: Extract<Node, { kind: 'simple' }>, names: readonly string[], text: string): boolean {
  const { span, redirects } = node
  const documents = redirects.map(({ document }) =>
    document ? text.slice(document.span.start, document.span.end) : '',
  )
  const source = [text.slice(span.start, span.end), ...documents].join('\n')
  if (!names.some((name) => source.includes(name))) return false
  if (/^\s*jq\s/.test(source)) return /\s(-\w*e\w*|--exit-status)\s/.test(source) && compares.test(source)
  return /^\s*(python[\d.]*|node|ruby)\s/.test(source) && judged.test(source) && canFail(whereItIsThere(source))
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
