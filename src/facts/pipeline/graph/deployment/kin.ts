import type { EnvironmentClass } from '../../../../config/vocabulary.ts'
import { basename } from '../../../../documents/path.ts'
import { isHidden } from '../../../hidden.ts'
import type { Act, Job, Workflow } from '../../model.ts'
import { wordsOf } from '../../name-words.ts'
import type { Atom } from '../run/atoms.ts'
import type { DeploymentNode } from './deployments.ts'
import { isEnvironment, isOpen, type Target, targetOf } from './target.ts'

/*
 * Whether two things that pipelines do concern the same service. In a repository with one service everything does; where
 * there are several, the names that commands give to the platform tell, else those of jobs and files.
 */

/** What tells the service of a deployment or a rollback. */
interface Service {
  /** by program, as the same name means another thing to each */
  readonly targets: ReadonlyMap<string, Target>
  readonly names: ReadonlySet<string>
  /** of the job and its file, without what says where to and what is done */
  readonly words: ReadonlySet<string>
}

export type Kinship = 'same' | 'other' | 'perhaps'

/* Words of jobs and files that tell no service: what is done, how, and in which region. */
const neutral = new Set(
  [
    'deploy deployment deployments deploys release releases rollback rollbacks roll rolling back revert undo redeploy restore',
    'promote publish ship update upgrade apply start run job jobs workflow pipeline build push and to from the',
    'on of for if failure failed fail auto automatic manual emergency previous version app apps application',
    'service services server ci cd cicd main master k8s kubernetes helm ecs eks aks gke cluster image images',
    'docker container canary blue green step stage all us eu uk ca au ap me sa de fr',
    'east west north south central europe asia canada america region primary secondary yml yaml',
    'jenkinsfile gitlab github bitbucket circleci azure pipelines config hotfix approve approval gate',
    'pipelines workflows templates template resources common shared overlays envs environments deploys',
  ].flatMap((words) => words.split(' ')),
)

/** Something that a job does. */
export type Doing = Pick<Atom, 'act' | 'job' | 'workflow'>

/** Tells what the deployments of a repository have to do with each other, and what takes them back. */
export interface Kin {
  /** whether something that a job does concerns the service of a deployment */
  concerns(atom: Doing, node: DeploymentNode): Kinship
  /** whether two deployments are of one service */
  alike(node: DeploymentNode, other: DeploymentNode): Kinship
}

/** Makes {@link Kin}; answers cost no more than the words of two jobs, and services that tell the same are compared once. */
export function makeKin(nodes: readonly DeploymentNode[]): Kin {
  const told = new Map<string, Service>()
  const describe = (...of: Parameters<typeof serviceOfActs>) => {
    const service = serviceOfActs(...of)
    const { targets, names, words } = service
    return kept(told, JSON.stringify([[...targets.values()], [...names], [...words]]), () => service)
  }
  const ofNode = new Map<DeploymentNode, Service>()
  const ofAtom = new Map<Doing, Service>()
  const groups = new Map<EnvironmentClass | undefined, Group>()
  const serviceOf = (node: DeploymentNode) =>
    // looked up first: every rollback asks for every deployment, and to make a function each time costs more than the rest
    ofNode.get(node) ??
    kept(ofNode, node, () =>
      describe(
        node.atoms.flatMap(({ act }) => act ?? []),
        node.job,
        node.plan.workflow,
      ),
    )
  const groupOf = ({ environment }: DeploymentNode) => {
    const kind = isHidden(environment.class) ? undefined : environment.class
    return (
      groups.get(kind) ??
      kept(groups, kind, () =>
        grouped(
          nodes
            .filter((node) => (isHidden(node.environment.class) ? undefined : node.environment.class) === kind)
            .map(serviceOf),
        ),
      )
    )
  }
  return {
    concerns(atom, node) {
      const own =
        ofAtom.get(atom) ?? kept(ofAtom, atom, () => describe(atom.act ? [atom.act] : [], atom.job, atom.workflow))
      return compared(own, serviceOf(node), groupOf(node))
    },
    alike: (node, other) => compared(serviceOf(other), serviceOf(node), groupOf(node)),
  }
}

const known = new WeakMap<Group, Map<Service, Map<Service, Kinship>>>()

/** {@link compare}, once for two services: every rollback meets every deployment to its environment. */
function compared(one: Service, other: Service, group: Group): Kinship {
  const before = known.get(group)?.get(one)?.get(other)
  if (before) return before
  const ofGroup = known.get(group) ?? new Map<Service, Map<Service, Kinship>>()
  known.set(group, ofGroup)
  const ofOne = kept(ofGroup, one, () => new Map<Service, Kinship>())
  return kept(ofOne, other, () => compare(one, other, group))
}

/** The deployments to one class of environment. */
interface Group {
  /** they are all of one service */
  readonly single: boolean
  /** words that all of them have: they tell none apart */
  readonly common: ReadonlySet<string>
}

function grouped(services: readonly Service[]): Group {
  // one that tells nothing is not told from the others
  const [first, ...rest] = services.filter((service) => allWords(service).size > 0 || service.names.size > 0)
  if (!first || rest.length === 0) return { single: true, common: new Set() }
  const common = new Set([...allWords(first)].filter((word) => rest.every((other) => allWords(other).has(word))))
  const apart = { single: false, common }
  return { common, single: rest.every((other) => compare(first, other, apart) === 'same') }
}

function compare(one: Service, other: Service, { single, common }: Group): Kinship {
  let isOther = false
  for (const [program, target] of one.targets) {
    const theirs = other.targets.get(program)
    if (!theirs) continue
    if (target.chosen) return 'same'
    isOther ||= isTold(target) && isTold(theirs)
  }
  if (shares(one.names, (name) => other.names.has(name))) return 'same'
  if (isOther) return 'other'
  if (single) return 'same'
  const ours = allWords(one)
  const theirs = allWords(other)
  if (shares(ours, (word) => theirs.has(word) && !common.has(word))) return 'same'
  const isNameless = !shares(ours, (word) => !common.has(word)) && !shares(theirs, (word) => !common.has(word))
  return isNameless && !(one.names.size > 0 && other.names.size > 0) ? 'same' : 'perhaps'
}

/** Whether one of the words is such; by a loop, because every rollback is compared with every deployment. */
function shares(words: ReadonlySet<string>, isSuch: (word: string) => boolean): boolean {
  for (const word of words) if (isSuch(word)) return true
  return false
}

const isTold = ({ names }: Target) => names.length > 0 && !names.some(isOpen)

const wordsKept = new WeakMap<Service, ReadonlySet<string>>()

/** Its words, and those of its names. */
function allWords(service: Service): ReadonlySet<string> {
  const known = wordsKept.get(service)
  if (known) return known
  const names = [...service.names].filter((name) => !isOpen(name)).flatMap(wordsOf)
  const all = new Set([...service.words, ...names.filter((word) => !neutral.has(word))])
  wordsKept.set(service, all)
  return all
}

function serviceOfActs(acts: readonly Act[], job: Job, { file }: Workflow): Service {
  const targets = new Map<string, Target>()
  for (const { program, names, chosen } of acts.map(targetOf)) {
    const before = targets.get(program)
    targets.set(program, {
      program,
      names: [...(before?.names ?? []), ...names],
      chosen: chosen || before?.chosen === true,
    })
  }
  // folders of the systems themselves begin with a dot
  const folders = file.startsWith('.') ? '' : file.replace(/[^/]*$/, '')
  const stem = basename(file).replace(/\.\w+$/, '')
  const words = [job.id, stem, folders].flatMap(wordsOf)
  return {
    targets,
    names: new Set([...targets.values()].flatMap(({ names }) => names)),
    words: new Set(words.filter((word) => word.length > 1 && !neutral.has(word) && !isEnvironment(word))),
  }
}

function kept<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key)
  if (before !== undefined) return before
  const made = make()
  known.set(key, made)
  return made
}
