import type { BranchRules, RequiredCheck } from '../../sources/forge/settings.ts'
import type { Job } from '../pipeline/model.ts'

/** The app that reports the jobs of GitHub Actions. */
const actionsApp = 15368

/**
 * Whether a branch demands the check that a job reports. A job is reported by its name, after those of the jobs that call
 * it (`ci / test`), with the values of its matrix (`test (20, linux)`); other systems put their own name before it.
 */
export function demandsJob(rules: BranchRules, job: Job, ofActions: boolean): boolean {
  if (rules.allChecks) return true
  const names = namesOf(job)
  return rules.checks.some((check) => mayReport(check, ofActions) && names.some((name) => reports(check.name, name)))
}

const mayReport = ({ app }: RequiredCheck, ofActions: boolean) => app === undefined || !ofActions || app === actionsApp

function namesOf({ id, name }: Job): readonly string[] {
  const calls = id.includes(' / ') ? id.slice(0, id.lastIndexOf(' / ') + 3) : ''
  return [...new Set([id, name, calls + name])]
}

function reports(check: string, job: string): boolean {
  if (check === job || check.startsWith(`${job} (`)) return true
  if (/^[\w-]+(\/[\w-]+)*: /.test(check) && check.endsWith(`: ${job}`)) return true
  return job.includes('${{') && fits(check, job.split(/\$\{\{.*?\}\}/))
}

/** Whether a text is made of these parts in this order, with anything between them. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const [index, part] of others.entries()) {
    const found = index === others.length - 1 ? text.length - part.length : text.indexOf(part, at)
    if (found < at || !text.startsWith(part, found)) return false
    at = found + part.length
  }
  return at <= text.length
}
