import type { Atom } from '../pipeline/graph/run/atoms.ts'

/** What a message speaks of, as far as its words tell. */
export interface Says {
  /** that something begins */
  readonly start: boolean
  /** that something is done */
  readonly end: boolean
  readonly failure: boolean
  readonly rollback: boolean
  /** that somebody has to approve something */
  readonly waiting: boolean
  /** that something will happen on another day */
  readonly schedule: boolean
  /** of a deployment or release */
  readonly deployment: boolean
  /** of something on the way: a build, tests, a pull request */
  readonly other: boolean
  /** of what was found about the code: a report of tests, a scan, dependencies that are old */
  readonly report: boolean
  /** of an environment below production, and of no other */
  readonly lower: boolean
  /** the outcome is put in when it runs */
  readonly dynamic: boolean
}

const patterns: Readonly<Record<Exclude<keyof Says, 'dynamic' | 'lower'>, RegExp>> = {
  start:
    /\b(start(s|ed|ing)?|begin(s|ning)?|begun|began|kick(s|ed|ing)? off|initiat(ed|es|ing)|commenc\w+|deploying|rolling out|releasing|promoting|about to|in[ _-]?progress|under ?way|is being (deployed|released|rolled))\b/,
  end: /\b(complet(e|es|ed|ion)|success(es|ful|fully)?|succeed(s|ed)?|finish(es|ed)?|done|deployed|released|(is|now|gone|went) live|passed|rolled out|resolved?|ended)\b/,
  failure: /\b(fail(s|ed|ure|ures|ing)?|errors?|errored|broken|broke|unsuccessful|crash(ed)?|danger)\b/,
  rollback: /\b(roll(s|ed|ing)?[ -]?backs?|revert(s|ed|ing)?)\b/,
  waiting:
    /\b(wait(s|ing)?|await(s|ing)?|pending|needs?|requires?|required|request(s|ed|ing)?|please|ready for)\b[^.]{0,40}\b(approv\w+|review(ed|er|ers|ing)?|sign-?off|manual)\b|\bapprov(al|e|als)\b[^.]{0,30}\b(needed|required|waiting|pending|requested|request|reminder)\b|\bready to (approve|deploy|release|promote)\b/,
  schedule:
    /\b(schedul(e|ed|ing)|planned|upcoming|tomorrow|maintenance (window|notice)|24 ?h(ours?)?|(advance|deployment|release|downtime) (notice|announcement)|announce(ment)?s? (the )?(release|deployment|maintenance))\b/,
  deployment: /\b(deploy\w*|releas\w+|roll-?outs?|rolling out|ship(s|ped|ping)?|promot\w+|prod|production|live)\b/,
  other:
    /\b(builds?|building|tests?|testing|lint\w*|scan\w*|coverage|pull requests?|pr|images?|artifacts?|packages?|plan|staging|stage|dev|qa|uat)\b/,
  report: /\b(reports?|coverage|lint\w*|scan\w*|test results?|dependenc(y|ies)|vulnerabilit(y|ies)|outdated)\b/,
}

/** What the message of an atom says: its words and inputs, with the names of its step and job. */
export function saysOf({ act, step, job }: Atom): Says {
  const inputs = Object.entries(act?.inputs ?? {})
  const raw = [step?.name, job.name, job.key, act?.text, ...(act?.words ?? []), ...inputs.map(([, value]) => value)]
  const written = raw.filter((part) => part !== undefined).join(' \n ')
  const text = plain(written)
  const found = Object.fromEntries(Object.entries(patterns).map(([name, pattern]) => [name, pattern.test(text)]))
  const dynamic =
    /(\$\{\{?|\$\(|\$)[^}\n]{0,60}(status|result|outcome|conclusion|state)/i.test(written) ||
    inputs.some(([name]) => /^(job[-_]?)?(status|conclusion|result)$/i.test(name))
  const lower = isLower([
    step?.name ?? '',
    ...inputs.filter(([name]) => isText.test(name)).map(([, value]) => value),
    ...(act?.words ?? []),
  ])
  return { ...(found as Omit<Says, 'dynamic' | 'lower'>), dynamic, lower }
}

const isText = /text|message|title|subject|body|payload|content|summary/i

/** Whether a message names an environment below production and not production; the name of a channel says nothing. */
function isLower(said: readonly string[]): boolean {
  const text = plain(said.map((part) => part.replace(/["']?channel["']?\s*[:=]\s*\S+|#[\w-]+/g, ' ')).join(' \n '))
  return (
    /\b(?:to|on|in|of|for) (?:the )?(?:staging|uat|qa|dev|development|integration)\b/.test(text) &&
    !/\b(?:prod|production|live)\b/.test(text)
  )
}

/** Small letters, words apart; addresses and what is put in later say nothing. */
function plain(text: string): string {
  return text
    .slice(0, 20_000)
    .replace(/https?:\/\/[^\s"']+/g, ' ')
    .replace(/\$\{\{.*?\}\}|\$\{[^}]*\}|\$\(?\w+\)?/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\-:/]+/g, ' ')
    .toLowerCase()
}

/** Whether it tells that a deployment begins; undefined where nothing tells what it says. */
export function tellsStart(says: Says, inDeployingJob: boolean): boolean | undefined {
  if (says.lower) return false
  if (says.start) return says.deployment || inDeployingJob || !says.other
  if (says.waiting || says.schedule || says.end || says.failure || says.rollback) return false
  // In a job that also builds and tests, a message that speaks only of those need not tell of the deployment.
  if (inDeployingJob) return says.other && !says.deployment ? undefined : true
  return says.other ? false : undefined
}

/** Whether it tells that a deployment is done. `always`: it is told whatever the outcome. */
export function tellsEnd(says: Says, always: boolean): boolean {
  if (says.lower) return false
  if (says.waiting && !says.end) return false
  if (always && says.dynamic) return true
  if (says.end) return true
  // "Deployment failed" tells no success, also where a job that always runs sends it.
  if (says.failure) return says.dynamic
  // a report of the tests, sent after a deployment, is none of it
  if (says.report && !says.deployment) return false
  return !says.start && !says.schedule && !says.rollback
}

/** Whether it tells of a failure, where it runs after one. `only`: it runs only then. */
export function tellsFailure(says: Says, only: boolean): boolean {
  if (only || says.failure || says.dynamic) return true
  return !says.start && !says.end && !says.waiting && !says.schedule
}
