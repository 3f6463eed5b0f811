import { readCircleci } from '../../../src/facts/pipeline/circleci/config.ts'
import type { Run, Trigger, Workflow } from '../../../src/facts/pipeline/model.ts'
import { act, stubFinders as stub } from '../../support/dialect.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'

export { job, needs } from '../../support/dialect.ts'

/** Stands for the finders: what a use of an orb does is hidden, but for `known/…`. */
function stubFinders(): ReturnType<typeof stub> {
  return {
    ...stub(),
    actsOfUse: async ({ name, text, place, via, inputs }) => {
      const hidden = { place, value: { what: name } as never, couldBe: ['deploy' as const] }
      return [
        { ...act(name, text, place, via), inputs, ...(name.startsWith('known/') ? { kinds: ['build'] } : { hidden }) },
      ]
    },
  }
}

/** Reads `.circleci/config.yml`, with other files of the repository. */
export async function read(text: string, others: Readonly<Record<string, string>> = {}, extras: Extras = {}) {
  const repository = repositoryOf({ '.circleci/config.yml': text, ...others }, extras)
  const finders = stubFinders()
  const workflows = await readCircleci(repository, finders)
  const [workflow] = workflows
  if (!workflow) throw new Error('no workflow')
  return { workflow, workflows, repository, scripts: finders.scripts, claimed: repository.claimed }
}

/** A workflow `w` with these jobs, all defined as one `run`. */
export function withJobs(list: string, more = ''): string {
  return `version: 2.1\n${more}\njobs:\n  a: &job {docker: [], steps: [run: x]}\n  b: *job\n  c: *job\n  d: *job\nworkflows:\n  w:\n    jobs:\n${list.replace(/^/gm, '      ')}\n`
}

/** A push to a branch; a tag with `tag:` before its name; `by hand` with inputs. */
export function run(workflow: Workflow, what: string, inputs: Record<string, string> = {}): Run {
  const kind: Trigger['kind'] = what.startsWith('tag:') ? 'tag' : what === 'by hand' ? 'manual' : 'push'
  const known = workflow.triggers.find((each) => each.kind === kind)
  const place = { file: '.circleci/config.yml' }
  const trigger: Trigger =
    kind === 'tag' ? { kind, place, branches: [what.slice(4)] } : (known ?? { kind, place, event: 'push' })
  const branch = kind === 'push' && what !== 'other' ? what : undefined
  return { trigger, branch, onDefaultBranch: kind === 'push' ? branch === 'main' : undefined, inputs }
}

/** Which of these runs each job runs in: `+` yes, `-` no, `?` not known. */
export function answers(workflow: Workflow, whats: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    workflow.jobs.map(({ id, condition }) => [
      id,
      whats
        .map((what) => (condition ? condition.holds(run(workflow, what)) : true))
        .map((answer) => (answer === undefined ? '?' : answer ? '+' : '-'))
        .join(''),
    ]),
  )
}

/** `push main, hotfix/any, **` */
export function triggers({ triggers: all }: Workflow): string[] {
  return all.map(({ kind, branches, branchesIgnore }) =>
    [kind, ...(branches ?? []), ...(branchesIgnore ?? []).map((name) => `not ${name}`)].join(' '),
  )
}
