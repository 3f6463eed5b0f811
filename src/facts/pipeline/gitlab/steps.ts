import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { toSay } from '../dialect/question.ts'
import type { Reading } from '../dialect/reading.ts'
import { joinScripts, type ScriptPlace, type Shell, scriptOfNode } from '../dialect/script.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { Act, Step } from '../model.ts'
import { scalarsOf, textsOf } from './nodes.ts'
import { showsOnlyReports } from './pages.ts'
import { templateKey } from './templates.ts'
import { allExpanded, type Variables } from './variables.ts'

/** What the runner writes behind each line of a script for PowerShell (gitlab-org/gitlab-runner, shells/powershell.go). */
const checksCode = 'if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }\n'

/** A job whose steps are read. */
export interface Scripted {
  readonly id: string
  readonly key: string
  readonly node: DataNode
  readonly place: Place
  readonly via: readonly Place[]
  readonly variables: Variables
  /** what the job takes from `default:` or the top of the file, where it says nothing itself */
  readonly fallback: (key: string) => DataNode | undefined
  /** its stage by name */
  readonly stage: string
  readonly environment: string | undefined
  /** nothing where its environment is stopped, prepared or looked at, so that nothing in it deploys; else what that is */
  readonly brings: 'deploy' | 'rollback' | 'nothing'
}

/** The runner's generated scripts begin with `set -eo pipefail` (gitlab-org/gitlab-runner, shells/bash.go). */
const bash: Shell = { program: 'bash', errexit: true, pipefail: true }
const powershell: Shell = { program: 'pwsh', errexit: true, pipefail: false }

/**
 * The steps of a job: `before_script` and `script`, which one shell runs; what GitLab itself does then (`release`,
 * `pages`); and `after_script`, which runs whatever became of the job and does not change it.
 */
export async function stepsOf(job: Scripted, reading: Reading): Promise<Step[]> {
  const own = (key: string) => job.node.get(key) ?? job.fallback(key)
  const windows = textsOf(own('tags')).some((tag) => /windows/i.test(tag))
  const where: ScriptPlace = {
    shell: windows ? powershell : bash,
    directory: '',
    variables: {
      ...allExpanded(job.variables),
      CI_PROJECT_DIR: '.',
      CI_JOB_NAME: job.key,
      CI_JOB_STAGE: job.stage,
      ...(job.environment !== undefined && { CI_ENVIRONMENT_NAME: job.environment }),
    },
    via: job.via,
    name: job.key,
  }
  const acts: Act[] = []
  const main = job.node.get('script')
  const run = job.node.get('run')
  const template = main ? undefined : job.node.get(templateKey)
  acts.push(...(await actsOf([own('before_script'), main], where, job, reading)))
  if (template?.text) acts.push(...(await ofTemplate(template.text, job, reading)))
  if (run) acts.push(...(await ofRun(run, where, job, reading)))
  const release = job.node.get('release')
  if (release?.kind === 'map') acts.push(plain(['publish'], 'release', 'release', release.place, job))
  const pages = job.node.get('pages')
  if (pages ? pages.value !== false : job.key === 'pages') {
    const shown = [own('before_script'), main].flatMap((node) => textsOf(node))
    acts.push(plain(showsOnlyReports(shown, acts) ? [] : ['deploy'], 'pages', 'pages', pages?.place ?? job.place, job))
  }
  const steps = [stepOf(job, 0, main ?? run, acts)]
  const after = await actsOf([own('after_script')], where, job, reading)
  if (after.length) {
    const step = stepOf(job, 1, own('after_script'), after)
    steps.push({ ...step, name: `${job.key}: after_script`, runsAfterFailure: 'always', continueOnError: true })
  }
  if (job.brings === 'deploy') return steps
  const brought = job.brings === 'rollback' ? takingBack : deployingNothing
  return steps.map((step) => ({ ...step, acts: step.acts.map(brought) }))
}

function stepOf(job: Scripted, index: number, node: DataNode | undefined, acts: readonly Act[]): Step {
  return {
    id: `${job.id}/${index}`,
    name: job.key,
    place: node?.kind === 'list' ? (node.items[0]?.place ?? node.place) : (node?.place ?? job.place),
    via: job.via,
    runsAfterFailure: 'no',
    continueOnError: false,
    acts,
  }
}

async function actsOf(
  nodes: readonly (DataNode | undefined)[],
  where: ScriptPlace,
  job: Scripted,
  reading: Reading,
): Promise<readonly Act[]> {
  const lines = nodes.flatMap((node) => scalarsOf(node))
  const hidden = lines.filter((line) => line.tag === '!reference').map((line) => ofReference(line, job))
  const scripts = lines.filter((line) => line.tag !== '!reference').map((line) => scriptOfNode(line, where))
  const script = joinScripts(scripts, where.shell === powershell ? checksCode : '')
  return [...hidden, ...(script ? await reading.finders.findActs(script, reading.repository) : [])]
}

/** A part of a script that another project defines. */
function ofReference(node: DataNode, job: Scripted): Act {
  const name = node.items.map((item) => item.text ?? '').join('.')
  const couldBe = couldServe(name.replace(/\.(before_|after_)?script$/, ''), job.key)
  const value = new Hidden(
    `what ${name} does`,
    toSay(`what the job ${job.key} does`, { job: job.key }, [likelyKind(name, job.key)]),
  )
  return { ...plain([], name, `!reference ${name}`, node.place, job), hidden: { place: node.place, value, couldBe } }
}

function ofTemplate(name: string, job: Scripted, reading: Reading): Promise<readonly Act[]> {
  const { place, via, key } = job
  return reading.finders.actsOfUse(
    {
      table: 'gitlab',
      name,
      narrowBy: name,
      what: "GitLab's job",
      text: name,
      inputs: allExpanded(job.variables),
      place,
      via,
      title: key,
    },
    reading.repository,
  )
}

/** What deploys in a job that takes a version back is the rollback. */
function takingBack(act: Act): Act {
  const kinds = act.kinds.map((kind) => (kind === 'deploy' || kind === 'apply' ? 'rollback' : kind))
  return { ...act, kinds: [...new Set(kinds)] }
}

/** `run:`, a list of steps (docs.gitlab.com/ci/steps): scripts are read, steps of others are hidden by name. */
async function ofRun(run: DataNode, where: ScriptPlace, job: Scripted, reading: Reading): Promise<Act[]> {
  const acts: Act[] = []
  for (const item of run.items) {
    const script = item.get('script')
    const step = item.get('step')?.text ?? item.get('func')?.text
    if (script) acts.push(...(await actsOf([script], where, job, reading)))
    else if (step) {
      const value = new Hidden(
        `what the step ${step} does`,
        toSay(`what the job ${job.key} does`, { job: job.key }, [likelyKind(step)]),
      )
      acts.push({
        ...plain([], step, step, item.place, job),
        hidden: { place: item.place, value, couldBe: couldServe(step) },
      })
    }
  }
  return acts
}

function plain(kinds: Act['kinds'], tool: string, text: string, place: Place, { via }: Scripted): Act {
  return { kinds, tool, text, place, via, onFailure: 'stops', words: [] }
}

function deployingNothing(act: Act): Act {
  const bringsIn = (kind: string) => kind === 'deploy' || kind === 'apply'
  const { hidden } = act
  const left = hidden && { ...hidden, couldBe: hidden.couldBe.filter((kind) => !bringsIn(kind)) }
  return { ...act, kinds: act.kinds.filter((kind) => !bringsIn(kind)), ...(left && { hidden: left }) }
}
