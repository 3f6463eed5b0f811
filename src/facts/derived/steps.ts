import { type Kind, kinds } from '../../config/vocabulary.ts'
import { comparePlaces, compareText, type Place } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { isHidden } from '../hidden.ts'
import { unnamed } from '../pipeline/environment.ts'
import { environmentOfAtom } from '../pipeline/graph/deployment/environment-of.ts'
import { isPassing } from '../pipeline/graph/deployment/throw-away.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { type Atom, isForgeGate } from '../pipeline/graph/run/atoms.ts'
import type { Runs } from '../pipeline/graph/run/runs.ts'
import { toldByName } from '../pipeline/graph/told/names.ts'
import { toldByTitle } from '../pipeline/graph/told/titles.ts'
import type { Act, Job, Step, Workflow } from '../pipeline/model.ts'
import type { StepFact } from '../schema/pipeline.ts'

/** Every step of every job as it is used, with what it really does. */
export default collector({
  yields: ['steps'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  collect(context) {
    const { judge, nodes, settings } = graphOf(context)
    const deploying = new Set(nodes.flatMap((node) => node.atoms))
    const steps: StepFact[] = []
    const known = new Set<string>()
    const add = (fact: StepFact, job: Job, { runs }: Runs, step?: Step) => {
      steps.push(fact)
      if (neverRuns(job, runs)) return
      for (const one of onceMore(fact, job, step)) {
        // what several jobs call does the same in each
        const { file, place, name, kinds, environmentName } = one
        const key = [file, one.job, place.start, place.end, name, kinds, environmentName].join('\n')
        if (!known.has(key)) steps.push(one)
        known.add(key)
      }
    }
    for (const { workflow, atoms, runs } of judge.plans.all) {
      const first = new Map<unknown, Atom>()
      for (const atom of atoms) {
        const of = atom.step ?? atom.job
        if (!first.has(of) && !isForgeGate(atom)) first.set(of, atom)
      }
      const told = toldByName(atoms, deploying)
      const titles = toldByTitle(workflow)
      const environmentOf = (of: Step | Job, job: Job) => {
        const atom = first.get(of)
        const found = atom && environmentOfAtom(atom, settings)
        return { environment: found?.class ?? unnamed(job.key), environmentName: found?.name ?? '' }
      }
      for (const job of workflow.jobs) {
        if (job.approval) {
          const fact = wholeJob(workflow, job, 'approval', job.approval.how)
          const { place } = job.approval
          const gate = { kinds: ['approve'], blocking: ['approve'], place, written: place } as const
          add({ ...fact, ...gate, ...environmentOf(job, job) }, job, runs)
        }
        if (job.hidden) {
          const fact = wholeJob(workflow, job, 'elsewhere', job.hidden.value.what)
          add(withTold({ ...fact, ...environmentOf(job, job) }, told.get(job)), job, runs)
        }
        for (const [stepIndex, step] of job.steps.entries())
          add(
            withTold(
              { ...visible(workflow, job, step, stepIndex), ...environmentOf(step, job) },
              told.get(step) ?? titles.get(step),
            ),
            job,
            runs,
            step,
          )
      }
    }
    return { steps: steps.sort((a, b) => comparePlaces(a.place, b.place) || compareText(a.id, b.id)) }
  },
})

/** Whoever calls it leaves it out, however it is started: by the caller's name it does nothing. */
const neverRuns = ({ condition }: Job, runs: Runs['runs']): boolean =>
  condition !== undefined && runs.length > 0 && runs.every(({ answers }) => answers.get(condition) === false)

/**
 * The step under each other name that a reader finds it by, in the file that has the name: people ask for a stage, for the
 * job that calls a workflow, and for the function that all of them call.
 */
function onceMore(fact: StepFact, job: Job, step?: Step): StepFact[] {
  const taken = new Set([`${fact.file}\n${fact.job}`])
  return [...(job.within ?? []), ...(step?.within ?? [])].flatMap(({ name, place }) => {
    const { file } = place
    const key = `${file}\n${name}`
    if (!name || taken.has(key)) return []
    taken.add(key)
    const places = step ? [step.place, ...step.acts.map((act) => act.place), ...step.via] : []
    const at = places.find((one) => one.file === file) ?? place
    return [{ ...fact, id: `${fact.id} in ${file}#${name}`, file, job: name, place: at, again: true }]
  })
}

function withTold(fact: StepFact, names: Iterable<Kind> | undefined): StepFact {
  if (!names) return fact
  const told = new Set(names)
  return {
    ...fact,
    byName: kinds.filter((kind) => told.has(kind) && !fact.kinds.includes(kind)),
    kinds: kinds.filter((kind) => told.has(kind) || fact.kinds.includes(kind)),
  }
}

type Bare = Omit<StepFact, 'environment' | 'environmentName'>

function visible(workflow: Workflow, job: Job, step: Step, stepIndex: number): Bare {
  const standing = (act: Act, actIndex: number) => ({ act, job, stepIndex, actIndex })
  // what goes into a cluster of the runner, or is taken away again, deploys nothing
  const acts = step.acts.map((act, i) =>
    act.kinds.some(isDeploying) && isPassing(standing(act, i))
      ? { ...act, kinds: act.kinds.filter((kind) => !isDeploying(kind)) }
      : act,
  )
  const stops = job.allowFailure === false && step.continueOnError === false
  const place = placeInJob(job, step)
  return {
    id: `${workflow.id}:${step.id}`,
    ...inFile(job),
    pipeline: workflow.id,
    name: step.name,
    kinds: kindsOf(acts),
    byName: [],
    blocking: stops ? kindsOf(acts.filter((act) => !isHidden(act.onFailure) && act.onFailure === 'stops')) : [],
    tools: [...new Set(step.acts.map((act) => act.tool))],
    again: false,
    place,
    written: step.place,
  }
}

/** The file that defines a job, and what a reader of that file calls it. */
const inFile = (job: Job) => ({ file: fileOf(job), job: job.definition ? job.key : (job.calledAs ?? job.key) })

const fileOf = ({ definition, place }: Job) => (definition ?? place).file

/** Steps of a composite action or a template stand, for whoever reads the job, where its file calls them. */
function placeInJob(job: Job, step: Step): Place {
  const file = fileOf(job)
  if (step.place.file === file) return step.place
  return step.via.findLast((call) => call.file === file) ?? step.place
}

const isDeploying = (kind: Kind): boolean => kind === 'deploy' || kind === 'apply' || kind === 'rollback'

/** What stands in the place of steps: a gate, or a job that is elsewhere. */
function wholeJob(workflow: Workflow, job: Job, part: string, name: string): Bare {
  return {
    id: `${workflow.id}:${job.id}/${part}`,
    ...inFile(job),
    pipeline: workflow.id,
    name,
    kinds: [],
    byName: [],
    blocking: [],
    tools: [],
    again: false,
    place: job.place,
    written: job.place,
  }
}

function kindsOf(acts: readonly Act[]): StepFact['kinds'] {
  return kinds.filter((kind) => acts.some((act) => act.kinds.includes(kind)))
}
