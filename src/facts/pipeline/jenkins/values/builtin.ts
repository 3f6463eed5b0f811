import { type Asking, open, type Value } from './values.ts'

/**
 * What Jenkins itself sets (jenkins.io, "Using environment variables"; `CHANGE_*` and `TAG_NAME` by the branch sources),
 * as far as the start of the build tells it. In scripts it stays a variable.
 */
export function builtinValue(name: string, { run }: Asking): Value | undefined {
  const shown = `\${${name}}`
  switch (name) {
    case 'BRANCH_NAME':
    case 'GIT_BRANCH':
    case 'BRANCH':
    case 'GIT_LOCAL_BRANCH': {
      if (name === 'BRANCH') return undefined
      // The branch of a pull request is called after it.
      const known = run?.trigger.kind === 'pull-request' ? 'PR-0' : run?.branch
      return { kind: 'text', known, shown, branch: true }
    }
    case 'CHANGE_TARGET': {
      if (!run) return open(shown)
      if (run.trigger.kind !== 'pull-request') return { kind: 'null', shown }
      const { branches, branchesIgnore } = run.trigger
      // none of those that conditions ask for: a name that nothing is called
      const known = branches?.length === 1 ? branches[0] : branchesIgnore?.length ? 'another-branch' : undefined
      return { kind: 'text', known, shown }
    }
    case 'CHANGE_ID':
    case 'CHANGE_BRANCH':
    case 'CHANGE_URL':
    case 'CHANGE_AUTHOR':
    case 'ghprbPullId':
      if (!run) return open(shown)
      return run.trigger.kind === 'pull-request' ? { kind: 'text', known: name, shown } : { kind: 'null', shown }
    case 'TAG_NAME':
      if (!run) return open(shown)
      return run.trigger.kind === 'tag' ? { kind: 'text', known: name, shown } : { kind: 'null', shown }
    case 'WORKSPACE':
      return { kind: 'text', known: '.', shown: '.' }
    default:
      return undefined
  }
}
