import { comparePlaces, compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { askedBy } from '../health/asked.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { unnamed } from '../pipeline/environment.ts'
import { coverageOf } from '../pipeline/graph/after/categories.ts'
import type { DeploymentNode } from '../pipeline/graph/deployment/deployments.ts'
import type { Judge } from '../pipeline/graph/guard/judge.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'
import type { Job, Step } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { SmokeTest } from '../schema/pipeline.ts'

/** Steps that test a deployed system, with what they cover and how long they may take. */
export default collector({
  yields: ['smokeTests'],
  needs: ['workflows'],
  reads: 'the pipelines; names, titles and tags of the tests that they run, and the addresses that these ask for',
  async collect(context) {
    const { judge, nodes } = graphOf(context)
    const following = new Set<Atom>()
    const certain = new Set<Atom>()
    for (const node of nodes) {
      for (const path of judge.paths(node)) {
        for (const { atom, doubt } of path.followers) {
          following.add(atom)
          if (!doubt) certain.add(atom)
        }
      }
    }
    const tests: SmokeTest[] = []
    for (const { workflow, atoms } of judge.plans.all) {
      for (const [step, group] of byStep(atoms)) {
        const { job } = group[0] as Atom
        const environment = judge.around.environmentOf(group[0] as Atom)
        const nearest = group.flatMap((atom) => (following.has(atom) ? judge.around.nearestBefore(atom) : []))
        const classes = new Set(nearest.map((node) => node.environment.class))
        const tested = environment?.class ?? (classes.size === 1 ? [...classes][0] : undefined) ?? unnamed(job.key)
        tests.push({
          id: `${workflow.id}:${step.id}`,
          file: step.place.file,
          job: job.id,
          environment: tested,
          environmentClass: isHidden(tested) ? '' : tested,
          ...(await allCoverage(group, context.repository)),
          ...(await allAsked(group, certain, context.repository)),
          ...timeOf(job, step),
          blocking: group.some((atom) => blocks(atom, step, job)),
          afterDeployment: group.some((atom) => following.has(atom)),
          previews: nearest.length > 0 && nearest.every((node) => isPreview(node, judge)),
          place: step.place,
        })
      }
    }
    return { smokeTests: tests.sort((a, b) => comparePlaces(a.place, b.place) || compareText(a.id, b.id)) }
  },
})

/** What is deployed for development, and for requests alone where nothing names its environment. */
const isPreview = (node: DeploymentNode, judge: Judge): boolean =>
  isHidden(node.environment.class)
    ? judge.paths(node).every(({ pass }) => pass.info.run.trigger.kind === 'pull-request')
    : node.environment.class === 'development'

function byStep(atoms: readonly Atom[]): Map<Step, Atom[]> {
  const found = new Map<Step, Atom[]>()
  for (const atom of atoms) {
    if (!atom.step || !atom.kinds.includes('smoke-test')) continue
    const group = found.get(atom.step)
    if (group) group.push(atom)
    else found.set(atom.step, [atom])
  }
  return found
}

async function allCoverage(
  atoms: readonly Atom[],
  repository: Repository,
): Promise<Pick<SmokeTest, 'categories' | 'others'>> {
  const found = new Set<Exclude<SmokeTest['categories'], Hidden>[number]>()
  let hidden: Hidden | undefined
  let others = false
  for (const { act, step, job } of atoms) {
    if (!act) continue
    const coverage = await coverageOf(act, repository, [step?.name ?? '', job.key, job.name])
    if (isHidden(coverage)) {
      hidden ??= coverage
      continue
    }
    others ||= coverage.others
    for (const category of coverage.categories) found.add(category)
  }
  return { categories: hidden ?? [...found].sort(compareText), others }
}

/** What is asked for so that the job fails where the answer is bad: by steps that stop it, and run whenever it is deployed. */
async function allAsked(
  atoms: readonly Atom[],
  certain: ReadonlySet<Atom>,
  repository: Repository,
): Promise<Pick<SmokeTest, 'asks' | 'asksMore'>> {
  const asks = new Set<string>()
  let more: Hidden | undefined
  for (const atom of atoms) {
    const { act, step, job } = atom
    if (!act || !step) continue
    const { addresses, more: unseen } = await askedBy(act, repository)
    more ??= unseen
    const heeds = blocks(atom, step, job)
    if (heeds && certain.has(atom)) for (const address of addresses) asks.add(address)
    else if (addresses.length > 0) {
      const settle = { kind: 'file', text: `let a bad answer fail ${job.id}, whenever it is deployed` } as const
      more ??= new Hidden(`whether anything ${heeds ? 'asks for' : 'heeds the answer of'} ${addresses[0]}`, settle)
    }
  }
  return { asks: [...asks].sort(compareText), asksMore: more ?? false }
}

function timeOf(job: Job, step: Step): { timeoutMinutes: Seen<number>; timed: boolean } {
  const set = [job.timeoutMinutes, step.timeoutMinutes].filter((minutes) => minutes !== undefined)
  if (set.length > 0) return { timeoutMinutes: Math.ceil(Math.min(...set)), timed: true }
  const settle = { kind: 'file', text: `set a timeout on ${job.id}` } as const
  return { timeoutMinutes: new Hidden(`how long ${job.id} may take`, settle), timed: false }
}

function blocks(atom: Atom, step: Step, job: Job): boolean {
  return atom.act?.onFailure === 'stops' && step.continueOnError === false && job.allowFailure === false
}
