import type { List, Loop } from '../../../../documents/shell/index.ts'
import { merge } from './branches.ts'
import { settle } from './choices.ts'
import { forgetArguments } from './positional.ts'
import { failsLater, mayFail } from './raised.ts'
import { renderWords } from './render.ts'
import { isOpen } from './run-values.ts'
import { type Context, type Finder, type Flow, goesOn, type Outcome, type Shell, subshell } from './state.ts'
import { walkList, walkSubstitutions } from './walk.ts'

/** How many values of a `for` are gone through one by one. */
const mostTurns = 12

/** Follows the body of a loop: once, or for each word where these are known. */
export async function walkLoop(node: Loop, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const { text } = context.source
  const raises = node.body.items.some((item) => mayFail(item.node, text, shell)) || failsLater(context.later, shell)
  const inside: Context = { ...context, status: 'ignored', success: 'ignored', loopRaises: raises }
  if (node.words) await walkSubstitutions(node.words, shell, context, finder, 'ignored')
  if (node.test) {
    // `until curl …; do sleep 5; done` goes on for ever, or until its body gives up.
    const given = node.body.items.some((item) => /\bbreak\b/.test(text.slice(item.node.span.start, item.node.span.end)))
    const waits: Outcome = given && !raises ? 'ignored' : context.exit
    const untilGood = node.keyword === 'until'
    await walkList(
      node.test,
      shell,
      { ...inside, suppressed: true, status: untilGood ? waits : 'ignored', success: untilGood ? 'ignored' : waits },
      finder,
    )
  }
  if (neverTurns(node, shell, context)) return goesOn
  if (node.test && /\bshift\b/.test(text.slice(node.body.span.start, node.body.span.end)))
    return walkArguments(node.body, shell, inside, finder)
  const turns = node.variable && node.words ? renderWords(node.words, shell, context.source) : []
  const used = new RegExp(`\\$\\{?${node.variable}\\b`).test(text.slice(node.body.span.start, node.body.span.end))
  const values =
    turns.length && turns.length <= mostTurns && used && !turns.some((one) => isOpen(one) || /[*?]/.test(one))
      ? turns
      : [null]
  for (const value of values) {
    if (node.variable) {
      settle(node.variable, shell)
      shell.variables.set(node.variable, value)
    }
    const state = subshell(shell)
    state.turns = new Set([...(shell.turns ?? []), node.variable])
    const left: Shell[] = []
    await walkList(node.body, state, { ...inside, atBreak: left }, finder)
    merge(shell, [state, subshell(shell), ...left])
    shell.directory = state.directory
  }
  return goesOn
}

/** Whether the body of a loop never runs: `while false`, `until true`, `for x in` with nothing or an empty variable behind it. */
function neverTurns({ keyword, test, words }: Loop, shell: Shell, { source }: Context): boolean {
  const only = test?.items.length === 1 ? test.items[0]?.node : undefined
  if (only?.kind === 'simple' && only.words.length === 1) {
    const asked = source.text.slice(only.span.start, only.span.end).trim()
    return keyword === 'until' ? /^(true|:)$/.test(asked) : asked === 'false'
  }
  if (keyword !== 'for' || !words) return false
  return words.every(({ parts: [part, ...rest] }) => {
    if (part?.kind !== 'variable' || rest.length || part.quoted || part.operator !== '') return false
    return !/^[@*]$/.test(part.name) && shell.variables.get(part.name) === ''
  })
}

/** How many arguments of a script a loop is followed through. */
const mostArguments = 40

/**
 * Follows a loop that takes its arguments one after the other (`while [ $# -gt 0 ]; do case $1 in …; shift; done`): a turn for
 * each, as long as it is known which are left. Followed once only, it would leave all but the first as the script began them, and
 * what asks for them later (`[ -z "$NAME" ] && exit 1`) would be taken for its end.
 */
async function walkArguments(body: List, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  for (let turn = 0; turn < mostArguments; turn++) {
    const before = shell.variables.get('@')
    const runs = typeof before === 'string' && before !== ''
    const state = subshell(shell)
    const left: Shell[] = []
    const flow = await walkList(body, state, { ...context, atBreak: left }, finder)
    merge(shell, [...(flow.ends ? [] : [state]), ...(runs ? [] : [subshell(shell)]), ...left])
    shell.directory = state.directory
    if (!runs || flow.ends) return goesOn
    const after = shell.variables.get('@')
    if (after === before || after === '') return goesOn
    // which are left, nobody can tell: any of them may come next
    if (typeof after !== 'string') forgetArguments(shell)
  }
  return goesOn
}
