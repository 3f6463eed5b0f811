import type { Call } from '../call.ts'
import { keptAndRaised, mayFail, raisedLater } from '../shell/raised.ts'
import { type Context, following, type Outcome, outcomeOf, type Shell } from '../shell/state.ts'
import { answerIsSearched } from '../tests/reported.ts'

/** What becomes of the step where the answer is bad; undefined where nothing would notice. */
export function whatFails(
  name: string,
  call: Call,
  shell: Shell,
  context: Context,
  fails = false,
): Outcome | undefined {
  const { words } = call
  const notices =
    fails ||
    name === 'wget' ||
    (name === 'curl' &&
      words.some((word) => /^-[a-zA-Z]*f[a-zA-Z]*$/.test(word) || /^--fail(-with-body)?$/.test(word))) ||
    (/^https?$/.test(name) && words.includes('--check-status'))
  const next = context.pipe?.after.at(0)
  if (next) {
    const text = context.source.text.slice(next.span.start, context.pipe?.after.at(-1)?.span.end)
    if (/^(ba|z|da)?sh\b|^tar\b|^sudo\b|^gunzip|^gpg|^apt-key|^docker\b|^kubectl\b/.test(text)) return undefined
    // what the answer says is looked at
    if (/\b(grep|jq -e|jq --exit-status|diff|cmp|test)\b/.test(text))
      return context.pipeOutcome ?? outcomeOf(shell, context)
  }
  if (context.assigns) {
    if (context.testsOutput && isPrinted(context)) return context.testsOutput
    return raisedLater([context.assigns], context.later, shell) ||
      testedLater(context, shell) ||
      keptAndRaised(context.assigns, context.later, shell) ||
      asksUntilGood(context.source.text, context.assigns)
      ? 'stops'
      : notices
        ? outcomeOf(shell, context)
        : undefined
  }
  if (context.testsOutput) return context.testsOutput
  if (answerIsSearched(call, shell, context)) return 'stops'
  return notices ? outcomeOf(shell, context) : undefined
}

/** Whether what the answer was kept in is printed further on: a function gives it to who asks, `[ "$(status)" = 200 ]`. */
function isPrinted({ later, assigns }: Context): boolean {
  const prints = new RegExp(`^\\s*(?:echo|printf)\\b[^\\n]*\\$\\{?${assigns}\\b`)
  for (const { node, text } of following(later))
    if (prints.test(text.slice(node.span.start, node.span.end))) return true
  return false
}

/** Whether what the answer was kept in is tested further on, where that may fail the script. */
function testedLater(context: Context, shell: Shell): boolean {
  const { later, assigns } = context
  if (!later || !assigns) return false
  const pattern = new RegExp(`\\$\\{?${assigns}\\b`)
  return later.nodes
    .slice(later.from)
    .some(
      (node) =>
        pattern.test(later.text.slice(node.span.start, node.span.end)) &&
        (mayFail(node, later.text, shell) || node.kind === 'test'),
    )
}

/** A script that leaves well (`exit 0`) as soon as the answer is good, and at its end, when it never was, with a failure. */
function asksUntilGood(text: string, variable: string): boolean {
  if (!/\bexit\s+[1-9]\d*\s*$/.test(text)) return false
  return new RegExp(`\\b(if|while|until)\\b[^\\n]*\\$\\{?${variable}\\b[^]*?\\bexit\\s+0\\b`).test(text)
}
