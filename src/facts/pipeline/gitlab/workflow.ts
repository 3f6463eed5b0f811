import { groupBy } from '../../../documents/group.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository, RepositoryFile } from '../../repository.ts'
import { onMachinesThatStay } from '../dialect/machine.ts'
import { type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import type { Condition, Job, Run, Trigger, Workflow } from '../model.ts'
import { type Config, readConfig } from './config.ts'
import { readJobs } from './jobs.ts'
import { type Home, runsOf, triggersOf } from './start.ts'
import { emptySurvey } from './survey.ts'
import { inputsOfPipeline } from './variables.ts'

const system = 'gitlab-ci'

/**
 * The pipelines of GitLab CI in the one form: `.gitlab-ci.yml` at the root with those beside it that are whole pipelines
 * of their own, else each one deeper (the settings of a project may name another file). Never throws: what cannot be read is a problem of its pipeline, and hides what it does.
 */
export async function readPipelines(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const named = repository.named('.gitlab-ci.yml', '.gitlab-ci.yaml').filter(({ area }) => area !== 'excluded')
  const root = named.filter(({ path }) => !path.includes('/'))
  const first = root.slice(0, 1)
  const files = root.length
    ? [...first, ...(await pipelinesBeside(repository))]
    : named.filter(({ area }) => area === 'main')
  const budget = { left: mostSteps }
  const workflows: Workflow[] = []
  for (const { path } of files) {
    repository.claim(path)
    workflows.push(onMachinesThatStay(await readPipeline(path, { repository, finders, problems: [], budget })))
  }
  return workflows
}

/**
 * `.gitlab-ci-prod.yml` at the root: the pipeline of another project of GitLab that mirrors the repository, whose settings
 * name it. Such a file has stages and jobs, and no other file of a pipeline speaks of it.
 */
async function pipelinesBeside(repository: Repository): Promise<readonly RepositoryFile[]> {
  const named = repository.ending('.yml', '.yaml').filter(({ path }) => /^(\.gitlab-ci|\.gitlab\/)/.test(path))
  const beside = named.filter(({ path }) => /^\.gitlab-ci[-._][\w-]+\.ya?ml$/.test(path))
  if (!beside.length) return []
  const texts = await Promise.all(named.map(async ({ path }) => [path, (await repository.text(path))?.content ?? '']))
  const whole: RepositoryFile[] = []
  for (const file of beside) {
    if (texts.some(([path, content]) => path !== file.path && content?.includes(file.path))) continue
    const [body] = (await repository.yaml(file.path)) ?? []
    if (body?.get('stages') && body.entries.some(({ value }) => value.get('stage') && value.get('script')))
      whole.push(file)
  }
  return whole
}

/** One pipeline, with what it includes and the child pipelines that it starts. */
export async function readPipeline(file: string, reading: Reading): Promise<Workflow> {
  const base = { id: file, file, system, name: file, problems: reading.problems }
  const config = await readConfig(file, reading)
  if (!config) {
    const problem = { place: { file }, message: 'this pipeline cannot be read', unreadable: true }
    return brokenWorkflow(file, system, '', [...reading.problems, problem])
  }
  const survey = emptySurvey()
  const home: Home = { survey, defaultBranch: () => defaultBranch(reading.repository, survey.branches) }
  const { jobs } = await readJobs(config, {
    reading,
    home,
    prefix: '',
    via: [],
    condition: undefined,
    variables: new Map(),
    children: [file],
  })
  return {
    ...base,
    secretsInEnvironment: true,
    place: config.place,
    triggers: startsOf(config, home, jobs),
    jobs,
    hidden: config.outside.map(({ place, name, what, settle, couldBe }) => ({
      place,
      name,
      value: new Hidden(what, settle),
      couldBe,
    })),
  }
}

/** As git knows it, else `main` or `master` if a condition names it. */
function defaultBranch(repository: Repository, named: ReadonlySet<string>): string | undefined {
  return repository.history?.defaultBranch ?? ['main', 'master'].find((name) => named.has(name))
}

/** The starts in which at least one job may run: a pipeline without jobs is not made. */
function startsOf(config: Config, home: Home, jobs: readonly Job[]): Trigger[] {
  const asked = inputsOfPipeline(config.globals.get('variables'), config.asked)
  const byName = groupBy(home.survey.chosen, ({ name }) => name)
  for (const { name } of asked) byName.delete(name)
  const chosen = [...byName].map(([name, each]) => ({
    name,
    type: 'string',
    reaches: each.flatMap(({ reaches }) => reaches ?? []),
  }))
  const triggers = triggersOf(home.survey, config.place, asked, chosen)
  const conditions = new Set(jobs.map(({ condition }) => condition))
  if (conditions.has(undefined) || jobs.length === 0) return triggers
  return triggers.filter((trigger) => runsOf(trigger, home).some((run) => mayRun(conditions, run)))
}

function mayRun(conditions: ReadonlySet<Condition | undefined>, run: Run): boolean {
  for (const condition of conditions) if (condition?.holds(run) !== false) return true
  return false
}
