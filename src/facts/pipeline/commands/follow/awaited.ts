import type { Context } from '../shell/state.ts'

/** What of a script comes behind a command. */
function textBehind({ later }: Context): string {
  const texts: string[] = []
  for (let place = later; place; place = place.outer) {
    const rest = place.nodes.slice(place.from)
    const [first, last] = [rest[0], rest.at(-1)]
    if (first && last) texts.push(place.text.slice(first.span.start, last.span.end))
  }
  return texts.join('\n')
}

/** `aws ecs describe-tasks … exitCode`, and something that leaves by what it says. */
const asksTask = /\bdescribe-tasks\b[\s\S]{0,600}?\bexitCode\b/
const leaves = /\bexit\s+(["']?\$|[1-9])|^\s*\[\[?\s.*\]\]?\s*$|^\s*test\s.*$/m

/** Whether a script waits for the task of ECS that it has started, and fails with it (docs.aws.amazon.com, "describe-tasks"). */
export function endOfTaskIsAsked(context: Context): boolean {
  const asked = asksTask.exec(textBehind(context))
  return asked !== null && leaves.test(asked.input.slice(asked.index))
}

/** Whether a script waits until the job of a cluster is complete: `kubectl wait --for=condition=complete job/migrate`. */
export const endOfJobIsAsked = (context: Context): boolean =>
  /\b(kubectl|oc)\b[^\n]*\bwait\b[^\n]*condition=complete\b/i.test(textBehind(context))
