import type { Assessment, RequirementVerdict } from '../assessment/assessment.ts'
import { andMore } from '../documents/and-more.ts'
import type { Text } from '../documents/text.ts'
import type { GateWords } from '../reporters/reporter.ts'
import { type WithoutVerdict, withoutVerdict } from '../reporters/without-verdict.ts'
import { exitCode, failed, type Gate, objections } from './gate.ts'

/** Requirements that are named; of others there is a count. */
const NAMED = 3

/**
 * What the exit code says, and why, in one sentence: the last that somebody reads whose commit or pipeline is held.
 * Undefined where nothing fails and nothing is to be said.
 */
export function gateWords(
  assessment: Assessment,
  gate: Gate,
  textOf?: (file: string) => Text | undefined,
): GateWords | undefined {
  const code = exitCode(assessment, gate)
  if (code === 2) return { code, words: noVerdict(withoutVerdict(assessment, textOf)) }
  const fails = failed(assessment, gate)
  const remarks = objections(assessment, gate)
  const threshold = gate.failOn === 'note' ? 'at all' : `at ${gate.failOn}${gate.failOn === 'error' ? '' : ' or above'}`
  if (fails.length + remarks.length > 0) {
    const words = [
      ...(fails.length ? [failing(fails, assessment, threshold)] : []),
      ...(remarks.length ? [standing(remarks.length, threshold)] : []),
    ].join('; and ')
    return {
      code,
      words: code === 1 ? `held, exit code 1: ${words}` : `passes by --exit-zero, else exit code 1: ${words}`,
    }
  }
  if (![...assessment.requirements, ...assessment.own].some(({ verdict }) => verdict === 'fail')) return undefined
  if (gate.failOn === 'never') return { code, words: 'passes, exit code 0: nothing is held back (--fail-on never)' }
  const isNew = assessment.baseline ? 'new ' : ''
  return { code, words: `passes, exit code 0: nothing ${isNew}fails ${threshold}` }
}

/** Whoever only contradicts a policy is not sent to look for what could not be judged. */
const noVerdict = ({ lines, isContradicted }: WithoutVerdict) =>
  `exit code 2, ${isContradicted ? 'the policy is contradicted' : 'not all could be judged'}: ${andMore(lines, 1)}`

/** "9 requirements fail at error: principles.reversible, pipeline.build, approvals.staging and 6 more". */
function failing(fails: readonly RequirementVerdict[], { baseline }: Assessment, threshold: string): string {
  const unknown = fails.filter(({ verdict }) => verdict === 'unknown').length
  const does = fails.length === 1 ? 'fails' : 'fail'
  const strictly = unknown ? ` (${unknown} unknown, which --strict holds)` : ''
  const what = `${fails.length} ${fails.length === 1 ? 'requirement' : 'requirements'} ${baseline ? 'newly ' : ''}${does}`
  return `${what} ${threshold}${strictly}: ${andMore(
    fails.map(({ id }) => id),
    NAMED,
  )}`
}

const standing = (count: number, threshold: string) =>
  `${count} ${count === 1 ? 'remark on exceptions stands' : 'remarks on exceptions stand'} ${threshold}`
