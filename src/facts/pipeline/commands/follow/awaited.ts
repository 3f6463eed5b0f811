import type { Context, Outcome, Shell } from '../shell/state.ts'

/*
 * What a script starts elsewhere ends there, and fails nothing here, unless what comes behind asks how it ended. Then the
 * script leaves as it would by a command of its own.
 */

/** What of a script comes behind a command. */
function textBehind({ later }: Context): string {
  const texts: string[] = []
  for (let place = later; place; place = place.outer) {
    const rest = place.nodes.slice(place.from)
    const [first, last] = [rest[0], rest.at(-1)]
    if (first && last) texts.push(place.text.slice(first.span.start, last.span.end))
  }
  return texts.join('\n').replace(/\\\n/g, ' ')
}

/** `$(aws ecs describe-tasks … exitCode …)`, `$(jq .tasks[0].containers[0].exitCode task.json)` */
const exitCode = /\$\((?:[^()]|\([^()]*\)){0,600}?\bexitCode\b(?:[^()]|\([^()]*\)){0,600}?\)/g
const holder = /\b([A-Za-z_]\w*)=["']?\$exitCode\b/g

/**
 * What the end of a task of ECS does that a script has started: it is described, and the script leaves by its exit code
 * (docs.aws.amazon.com, "describe-tasks").
 */
export function endOfTask(shell: Shell, context: Context): Outcome {
  const behind = textBehind(context)
  if (!/\bdescribe-tasks\b/.test(behind)) return 'ignored'
  const text = behind.replace(exitCode, '$exitCode')
  const names = ['exitCode', ...[...text.matchAll(holder)].map(([, name]) => name as string)]
  return names.some((name) => leavesBy(name, text, shell)) ? context.exit : 'ignored'
}

/** Whether a script leaves by what a variable holds: `exit $CODE`, `if [ "$CODE" != 0 ]; then … exit 1`, `[ $CODE = 0 ]` */
function leavesBy(name: string, text: string, { errexit }: Shell): boolean {
  const value = `\\$\\{?${name}\\b`
  const asks = `(?:\\[|\\btest\\s|\\(\\(|\\bcase\\s)[^\\n]*${value}`
  const left = new RegExp(`\\bexit\\s+["']?${value}|${asks}[\\s\\S]{0,400}?\\bexit\\s+(?:["']?\\$|[1-9])`)
  const bare = new RegExp(`^\\s*(?:\\[\\[?\\s|test\\s)[^\\n|]*${value}[^\\n|]*$`, 'm')
  return left.test(text) || (errexit && bare.test(text))
}

/** `kubectl wait --for=condition=complete job/migrate`, and what is done where it fails */
const waits = /^(.*\b(?:kubectl|oc)\b[^\n;|]*\bwait\b[^\n;|]*condition=complete\b[^\n;|&]*)([^\n]*)/gim

/** What the end of a job of a cluster does that a script has started: it waits until the job is complete. */
export function endOfJob(name: string | undefined, shell: Shell, context: Context): Outcome {
  const text = textBehind(context)
  const isAsked = [...text.matchAll(waits)].some(({ 1: wait = '', 2: otherwise = '', index }) => {
    const leaves = /\bexit\s+(["']?\$|[1-9])/
    if (!mayMean(wait, name)) return false
    if (/^\s*if\b/.test(wait)) return leaves.test(text.slice(index, index + 400))
    return /^\|\|/.test(otherwise) ? leaves.test(text.slice(index, index + 400)) : shell.errexit
  })
  return isAsked ? context.exit : 'ignored'
}

/** Whether a command may wait for the job of this name: it names it, or says by a variable, a file or a label which. */
function mayMean(wait: string, name: string | undefined): boolean {
  const [, waited] = /\bjobs?(?:\.batch)?[/ ]+["']?([\w.-]+)(?![\w.${-])/.exec(wait) ?? []
  if (waited === undefined || name === undefined || /[$`]/.test(name)) return true
  return waited === name
}
