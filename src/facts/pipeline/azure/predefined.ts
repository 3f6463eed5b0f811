import type { Run } from '../model.ts'
import type { Home } from './scope.ts'
import { type Outcome, Unknown } from './values.ts'

/** Values of Build.Reason by what started the run (learn.microsoft.com, "Use predefined variables"). */
const reasons: Readonly<Record<string, readonly string[]>> = {
  push: ['IndividualCI', 'BatchedCI'],
  tag: ['IndividualCI', 'BatchedCI'],
  'pull-request': ['PullRequest'],
  schedule: ['Schedule'],
  manual: ['Manual'],
  pipeline: ['ResourceTrigger', 'BuildCompletion'],
  external: ['ResourceTrigger'],
}

/**
 * A predefined variable in a run.
 * @param name in lower case
 * @returns undefined for a name that is none, or of which nothing is known
 */
export function predefined(name: string, run: Run, home: Home): Outcome | undefined {
  switch (name) {
    case 'build.reason': {
      const known = reasons[run.trigger.kind]
      if (!known) return new Unknown()
      return known.length === 1 ? (known[0] as string) : new Unknown('', [], known)
    }
    case 'build.sourcebranch':
      return ref(run, home)
    case 'build.sourcebranchname': {
      if (run.trigger.kind === 'pull-request') return 'merge'
      return lastPart(ref(run, home))
    }
    case 'system.pullrequest.targetbranch':
    case 'system.pullrequest.targetbranchname': {
      if (run.trigger.kind !== 'pull-request') return null
      const { branches } = run.trigger
      return branches?.length === 1 && isLiteral(branches[0] as string)
        ? (branches[0] as string)
        : new Unknown('', [], branches?.every(isLiteral) ? branches : undefined)
    }
    default:
      if (name.startsWith('system.pullrequest.')) return run.trigger.kind === 'pull-request' ? new Unknown() : null
      return /^(build|system|agent|pipeline|environment|strategy|checks)\./.test(name) ? new Unknown() : undefined
  }
}

function ref(run: Run, home: Home): Outcome {
  const { kind } = run.trigger
  if (kind === 'pull-request') return new Unknown('refs/pull/')
  if (kind === 'tag') return new Unknown('refs/tags/')
  // It runs on the branch or tag of the pipeline that started it, where both are of this repository.
  if (kind === 'pipeline') return new Unknown('refs/')
  if (run.branch !== undefined && run.branch !== 'default') return `refs/heads/${run.branch}`
  if (run.onDefaultBranch) {
    if (home.defaultBranch !== undefined) return `refs/heads/${home.defaultBranch}`
    return new Unknown('', [], ['refs/heads/main', 'refs/heads/master'])
  }
  const others = run.onDefaultBranch === false ? (home.defaultBranch ? [home.defaultBranch] : ['main', 'master']) : []
  // By hand, it may be started on a tag too.
  return new Unknown(
    kind === 'manual' ? 'refs/' : 'refs/heads/',
    others.map((name) => `refs/heads/${name}`),
  )
}

function lastPart(value: Outcome): Outcome {
  const cut = (text: string) => text.replace(/^.*\//, '')
  if (typeof value === 'string') return cut(value)
  if (!(value instanceof Unknown)) return value
  return value.oneOf ? new Unknown('', [], value.oneOf.map(cut)) : new Unknown('', value.not.map(cut))
}

/** A branch name without the signs of a glob. */
export function isLiteral(pattern: string): boolean {
  return !/[*?+![\]]/.test(pattern)
}
