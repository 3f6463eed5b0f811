import type { List, Node, Simple } from '../../../../documents/shell/index.ts'
import { writtenWord } from '../../../../documents/shell/index.ts'
import type { Later, Shell } from './state.ts'

/*
 * What a branch of a script comes to: whether it leaves with a failure, and whether a failure that was kept in a
 * variable (`rc=$?`, `failed=1`) is raised later (`exit $rc`).
 */

/** How a node leaves the shell, where it always does. */
export type Leaving = { readonly by: 'exit' | 'return' | 'break' | 'status'; readonly failing: boolean }

/**
 * How a list ends, if it always leaves: by `exit` or `return`, with a failing or a good status. `status` is a list whose
 * last command is `false`.
 */
export function leavingOf(list: List, text: string, shell: Shell, depth = 0): Leaving | undefined {
  for (const [index, { node, background }] of list.items.entries()) {
    if (background) continue
    const leaving = leavingOfNode(node, text, shell, depth)
    if (!leaving || (leaving.by === 'status' && index < list.items.length - 1)) continue
    // A bare `exit` leaves with the status of what ran before it: `echo skipped; exit` leaves well.
    const bare = node.kind === 'simple' && node.words.length === 1 && leaving.by !== 'status'
    return bare && programOf(node) === leaving.by ? { ...leaving, failing: false } : leaving
  }
  return undefined
}

/** How one command or group ends, as {@link leavingOf} has it of a list. */
export function leavingOfNode(node: Node, text: string, shell: Shell, depth = 0): Leaving | undefined {
  if (depth > 8) return undefined
  switch (node.kind) {
    case 'simple':
      return leavingOfCommand(node, text, shell, depth)
    case 'group': {
      const inner = leavingOf(node.body, text, shell, depth + 1)
      return inner && node.subshell ? { by: 'status', failing: inner.failing } : inner
    }
    case 'if': {
      if (!node.otherwise) return undefined
      const all = [...node.branches.map((branch) => branch.body), node.otherwise].map((body) =>
        leavingOf(body, text, shell, depth + 1),
      )
      const [first] = all
      return first && all.every((one) => one?.failing === first.failing && one.by === first.by) ? first : undefined
    }
    case 'chain': {
      const last = node.rest.at(-1)
      if (!last || node.rest.some(({ operator }) => operator !== '&&')) return undefined
      const inner = leavingOfNode(last.node, text, shell, depth + 1)
      // `echo failed && exit 1`: the last decides where all before it only speak; `cat log && exit 1` fails either way
      if (speaks(node.first)) return inner
      return inner?.failing ? { by: 'status', failing: true } : undefined
    }
    default:
      return undefined
  }
}

/** `pytest || [ $? -eq 5 ]`: all is heeded but that there was nothing to test (pytest's 5, Bazel's 4). */
const onlyNoTests = /^\$\{\?\} (-eq|==?) [45]( \])?$/

function speaks(node: Node): boolean {
  return node.kind === 'simple' && /^(echo|printf)$/.test(programOf(node))
}

function programOf(node: Simple): string {
  const part = node.words[0]?.parts[0]
  return node.words[0]?.parts.length === 1 && part?.kind === 'literal' ? part.value : ''
}

function leavingOfCommand(node: Simple, text: string, shell: Shell, depth: number): Leaving | undefined {
  const program = programOf(node)
  // `exit /b 0` of cmd leaves the file, not the window
  const [first = '', second = ''] = node.words.slice(1, 3).map((word) => writtenWord(word, text))
  const argument = /^\/b$/i.test(first) ? second : first
  switch (program) {
    case 'exit':
    case 'return':
      return { by: program, failing: argument !== '0' }
    case 'false':
      return { by: 'status', failing: true }
    case 'break':
      return { by: 'break', failing: false }
    case '[':
    case 'test': {
      const asked = node.words.slice(1).map((word) => writtenWord(word, text))
      return onlyNoTests.test(asked.join(' ')) ? { by: 'status', failing: true } : undefined
    }
    default: {
      // `die`, `fail`: functions of the script that leave
      const defined = shell.functions.get(program)
      if (!defined) return undefined
      const inner = leavingOfNode(defined.body, defined.source.text, shell, depth + 1)
      if (inner?.by === 'return') return { by: 'status', failing: inner.failing }
      return inner
    }
  }
}

/** Names that a branch sets, to be asked later: `failed=1`, `errors=$((errors + 1))`, `rc=$?`. */
export function namesSetIn(node: Node): string[] {
  switch (node.kind) {
    case 'simple':
      return node.words.length === 0 ? node.assignments.map(({ name }) => name) : []
    case 'group':
      return node.body.items.flatMap(({ node: inner }) => namesSetIn(inner))
    case 'chain':
      return [node.first, ...node.rest.map((next) => next.node)].flatMap(namesSetIn)
    case 'pipeline':
      return node.parts.length === 1 ? node.parts.flatMap(namesSetIn) : []
    default:
      return []
  }
}

/** The most nodes that one question looks at. */
const patience = 400

/** For lists that were asked already: the last node that raises what is kept under some names; -1 for none. */
const lastRaising = new WeakMap<readonly Node[], Map<string, number>>()

/** Whether a failure that is kept under one of the names fails the shell later. */
export function raisedLater(names: readonly string[], later: Later | undefined, shell: Shell): boolean {
  if (names.length === 0) return false
  for (let place = later; place; place = place.outer) {
    if (lastToRaise(names, place, shell) >= place.from) return true
  }
  return false
}

/**
 * Whether an `if` that asks for a variable keeps what it finds under another name, and that fails the shell later:
 * `if [ "$status" != 200 ]; then failed=1; fi; …; exit $failed`.
 */
export function keptAndRaised(name: string, later: Later | undefined, shell: Shell): boolean {
  const asks = new RegExp(`\\$\\{?${name}\\b`)
  for (let place = later; place; place = place.outer) {
    for (let at = place.from; at < place.nodes.length; at++) {
      const node = place.nodes[at] as Node
      if (node.kind !== 'if') continue
      const { text } = place
      if (!node.branches.some(({ test }) => asks.test(text.slice(test.span.start, test.span.end)))) continue
      const bodies = [...node.branches.map(({ body }) => body), ...(node.otherwise ? [node.otherwise] : [])]
      const kept = bodies.flatMap(({ items }) => items.flatMap((item) => namesSetIn(item.node)))
      if (raisedLater(kept, { ...place, from: at + 1 }, shell)) return true
    }
  }
  return false
}

/**
 * A test that a plain failure, 1, does not meet: of more than that, or of the code of one certain end (`-eq 137`). Numbers from 200
 * on are answers of a server.
 */
const beyondFailure =
  /^\s*(?:\[\[?|test|\(\()\s*"?\$?\{?[\w?]+\}?"?\s+(?:(?:-gt|>)\s+"?(?:[1-9]\d?|1\d\d)|(?:-ge|>=)\s+"?(?:[2-9]|1?\d\d)|(?:-eq|==?)\s+"?(?:[3-9]|1?\d\d))"?\s*(?:\]\]?|\)\))?\s*;?\s*$/

/** Whether a node asks for a status only in such a way that a plain failure goes on: `if [ $? -gt 1 ]`, `[ $rc -gt 100 ] && exit 1`. */
export function goesOnAtFailure(node: Node, text: string, shell: Shell): boolean {
  const beyond = ({ span }: Node | List) => beyondFailure.test(text.slice(span.start, span.end))
  if (node.kind === 'chain') return beyond(node.first)
  if (node.kind !== 'if' || !node.branches.every(({ test }) => beyond(test))) return false
  return !node.otherwise?.items.some((item) => mayFail(item.node, text, shell))
}

/** Looked for once in a list, so that a script which keeps a thousand failures takes no longer than its length. */
function lastToRaise(names: readonly string[], { nodes, text }: Later, shell: Shell): number {
  const answers = lastRaising.get(nodes) ?? new Map<string, number>()
  lastRaising.set(nodes, answers)
  const key = names.join('|')
  const known = answers.get(key)
  if (known !== undefined) return known
  const pattern = new RegExp(`\\$\\{?(?:${key})\\b|(?<![\\w$])(?:${key})(?!\\w)`)
  const variable = new RegExp(`\\$\\{?(?:${key})\\b`)
  let last = nodes.length - 1
  while (last >= 0 && !raises(nodes[last] as Node, text, pattern, variable, shell)) last--
  answers.set(key, last)
  return last
}

function raises(node: Node, text: string, pattern: RegExp, variable: RegExp, shell: Shell): boolean {
  const source = text.slice(node.span.start, node.span.end)
  if (!pattern.test(source)) return false
  const inner = (one: Node) => raises(one, text, pattern, variable, shell)
  switch (node.kind) {
    case 'simple':
      return /^(exit|return)$/.test(programOf(node)) && variable.test(source)
    case 'if': {
      const bodies = [...node.branches.map((branch) => branch.body), ...(node.otherwise ? [node.otherwise] : [])]
      const asked = node.branches.some(({ test }) => {
        const written = text.slice(test.span.start, test.span.end)
        return pattern.test(written) && !beyondFailure.test(written)
      })
      if (asked && bodies.some((body) => leavingOf(body, text, shell)?.failing)) return true
      return bodies.some((body) => body.items.some((item) => inner(item.node)))
    }
    case 'chain': {
      if (goesOnAtFailure(node, text, shell)) return false
      if (node.rest.some((next) => leavingOfNode(next.node, text, shell)?.failing)) return true
      return [node.first, ...node.rest.map((next) => next.node)].some(inner)
    }
    case 'group':
      return node.body.items.some((item) => inner(item.node))
    default:
      return false
  }
}

/** Whether what follows fails the shell unless something left before: the `exit 1` behind a loop that waits. */
export function failsLater(later: Later | undefined, shell: Shell): boolean {
  if (!later) return false
  let left = patience
  for (let i = later.from; i < later.nodes.length; i++) {
    if (left-- < 0) return false
    const node = later.nodes[i] as Node
    const leaving = leavingOfNode(node, later.text, shell)
    if (leaving) return leaving.failing
    if (mayFail(node, later.text, shell)) return true
  }
  return false
}

/** Whether a branch somewhere in a node leaves with a failure. */
export function mayFail(node: Node, text: string, shell: Shell, depth = 0): boolean {
  if (depth > 8) return false
  const inList = (list: List) => list.items.some((item) => mayFail(item.node, text, shell, depth + 1))
  switch (node.kind) {
    case 'simple': {
      const leaving = leavingOfNode(node, text, shell)
      return leaving?.failing ?? false
    }
    case 'if':
      return node.branches.some((branch) => inList(branch.body)) || (node.otherwise ? inList(node.otherwise) : false)
    case 'chain':
      return node.rest.some((next) => mayFail(next.node, text, shell, depth + 1))
    case 'group':
      return inList(node.body)
    case 'case':
      return node.arms.some((arm) => inList(arm.body))
    default:
      return false
  }
}

/** Whether a list leaves its loop or the shell with success: `break`, `exit 0`, `return 0`. */
export function leavesWell(list: List, text: string, shell: Shell): boolean {
  const leaving = leavingOf(list, text, shell)
  return leaving !== undefined && !leaving.failing
}
