import type { Run } from '../../model.ts'

/** Whether a text still holds something unknown: a variable, a substitution, an expression of the CI system. */
export function isOpen(text: string): boolean {
  return /\$[{(]|`|\{\{|<<\s*\w/.test(text)
}

/** Variables that hold the branch of a run, over CI systems. */
const branchVariables =
  /\$\{(?:GITHUB_REF_NAME|CI_COMMIT_BRANCH|CI_COMMIT_REF_NAME|CIRCLE_BRANCH|(?:env\.)?BRANCH_NAME|BUILD_SOURCEBRANCHNAME|BITBUCKET_BRANCH|TRAVIS_BRANCH|BUILDKITE_BRANCH|DRONE_(?:COMMIT_)?BRANCH)\}|\$\{\{\s*github\.ref_name\s*\}\}|\$\(Build\.SourceBranchName\)/g

const refVariables = /\$\{(?:GITHUB_REF|BUILD_SOURCEBRANCH)\}|\$\{\{\s*github\.ref\s*\}\}/g

const inputExpression = /\$\{\{\s*(?:github\.event\.)?inputs\.([\w-]+)\s*\}\}/g

/** A text with the name of a branch for the variables that hold it. */
export const withBranch = (text: string, branch: string): string => text.replace(branchVariables, () => branch)

/** A resolved word with what the run itself tells: its inputs, and the branch it was started on. */
export function valueIn(text: string, run: Run): string {
  if (!isOpen(text)) return text
  let value = text.replace(inputExpression, (all, name: string) => run.inputs[name] ?? all)
  const { branch, trigger } = run
  if (branch !== undefined && (trigger.kind === 'push' || trigger.kind === 'manual' || trigger.kind === 'schedule')) {
    value = value.replace(branchVariables, branch).replace(refVariables, `refs/heads/${branch}`)
  }
  return value
}
