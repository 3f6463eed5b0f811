import type { Assessment } from '../assessment/assessment.ts'
import { isContradiction } from '../assessment/state.ts'
import type { Text } from '../documents/text.ts'
import { isWithoutGit } from '../sources/source.ts'
import { locate } from './source-context.ts'

/** Why an assessment is no verdict. */
export interface WithoutVerdict {
  /** a sentence each, with its place; none: it is one */
  readonly lines: readonly string[]
  /** all could be judged, but not by what the policy locks */
  readonly isContradicted: boolean
}

/**
 * Why the exit code is 2: claimed evidence that cannot be read, a rule that failed while it ran, a repository without a git
 * that can read it, a file of exceptions that is broken, a policy that is contradicted.
 * @param textOf the texts by which places have their lines
 */
export function withoutVerdict(
  { unreadable, problems, notices, remarks }: Assessment,
  textOf: (file: string) => Text | undefined = () => undefined,
): WithoutVerdict {
  const unusable = remarks.filter((remark) => remark.unusable)
  const judged = [
    ...problems,
    ...notices.filter(isWithoutGit).map(({ message }) => message),
    ...unreadable.filter(({ claimed }) => claimed).map(({ place, message }) => `${locate(place, textOf)}: ${message}`),
  ]
  return {
    lines: [...judged, ...unusable.map(({ place, message }) => `${locate(place, textOf)}: ${message}`)],
    isContradicted: judged.length === 0 && unusable.length > 0 && unusable.every(isContradiction),
  }
}

/** The title above these lines in a report. */
export const titleOf = ({ isContradicted }: WithoutVerdict): string =>
  `${isContradicted ? 'The policy is contradicted' : 'Not all could be judged'} (exit code 2)`
