import type { Settings } from '../../../../config/settings.ts'
import type { EnvironmentClass } from '../../../../config/vocabulary.ts'
import { basename } from '../../../../documents/path.ts'
import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import { classify, classOfJobName, declaredClass, saysNothing, unnamed } from '../../environment.ts'
import type { Act, Job, Workflow } from '../../model.ts'
import type { Atom } from '../run/atoms.ts'
import { withoutPhase } from '../told/phases.ts'
import { goesToStagingSlot, slotOf } from './slot.ts'

/** The environment of a deployment, of a step or of a smoke test. */
export interface Environment {
  /** as named; the class where only the name of the job or file tells it; empty where nothing does */
  readonly name: string
  readonly class: Seen<EnvironmentClass>
  /** its class is said in assay.yaml */
  readonly declared: boolean
}

/** The environment that an atom works on: declared by its job, named by its command, or told by the job's name. */
export function environmentOfAtom(atom: Atom, settings: Settings): Environment | undefined {
  const { workflow, job } = atom
  const asked = environmentAsked(atom, settings)
  if (asked) return asked
  const declared = declaredEnvironment(workflow, job, settings)
  if (declared) return declared
  return namedByAct(atom, settings) ?? withoutSlot(toldByName(job.id, workflow, settings), [atom])
}

/** The environment below production that a smoke test asks, by the hosts of all its addresses: `https://staging.example.org`. */
function environmentAsked({ act, kinds }: Atom, settings: Settings): Environment | undefined {
  if (!act || !kinds.includes('smoke-test')) return undefined
  const hosts = act.words.flatMap((word) => host.exec(word)?.[1] ?? [])
  const names = new Set(hosts.map((one) => below.exec(one.split('.').slice(0, -2).join('.'))?.[1]?.toLowerCase()))
  const [name] = names
  if (names.size !== 1 || name === undefined) return undefined
  return { name, class: classify(name, settings), declared: declaredClass(name, settings) !== undefined }
}

const host = /(?:^|=)https?:\/\/([\w-]+(?:\.[\w-]+)+)/
/** A word in front of the domain. */
const below = /(?:^|[.-])(staging|stage|stg|uat|qa|dev|test|preprod)(?:$|[.-])/i

/** `environment:` of the job. Where its name cannot be resolved or says nothing, the job's own name may still tell. */
export function declaredEnvironment(workflow: Workflow, job: Job, settings: Settings): Environment | undefined {
  const name = job.environment?.name
  if (name === undefined || name === '') return undefined
  if (!isHidden(name)) {
    const said = declaredClass(name, settings)
    const told = said ?? job.environment?.class
    if (told === undefined && saysNothing(name)) {
      const byJob = toldByName(job.id, workflow, settings)
      if (byJob) return { ...byJob, name }
    }
    return { name, class: told ?? classify(name, settings), declared: said !== undefined }
  }
  if (job.environment?.class) return { name: '', class: job.environment.class, declared: false }
  return (
    toldByName(job.id, workflow, settings) ?? {
      name: '',
      class: new Hidden(name.what, name.settle, 'unknown'),
      declared: false,
    }
  )
}

/** The environment that a command or action names itself, what is open in the name left out; a slot is none. */
export function namedByAct(atom: Atom, settings: Settings): Environment | undefined {
  const written = atom.act?.environment
  if (written === undefined) return undefined
  const known = withoutVariables(written)
  if (known === '' || (goesToStagingSlot(atom.act) && known === slotOf(atom.act as Act))) return undefined
  return { name: known, class: classify(known, settings), declared: declaredClass(known, settings) !== undefined }
}

/** What the name of a job, step or file of a workflow tells; a phase of it is no environment. */
export function toldByName(name: string, workflow: Workflow, settings: Settings): Environment | undefined {
  const telling = withoutPhase(name, workflow)
  const found = classOfJobName(telling, settings)
  return found && { name: found, class: found, declared: declaredClass(telling, settings) !== undefined }
}

/** The name of a pipeline's file without what tells its format: `Jenkinsfile.prod` ends in what it is for. */
export const stemOf = (id: string): string =>
  id.replace(/^.*\//, '').replace(/\.(ya?ml|json|groovy|jenkins(file)?|toml|hcl|tf|star|jsonnet)(?=#|$)/i, '')

/** What assay.yaml says of a job by its file and its id or key (`main.yml#live / roll`, `main.yml#roll`). */
export function saidOf(workflow: Workflow, job: Job, settings: Settings): Environment | undefined {
  const file = basename(workflow.id)
  const said = declaredClass(`${file}#${job.id}`, settings) ?? declaredClass(`${file}#${job.key}`, settings)
  return said && { name: said, class: said, declared: true }
}

/**
 * That nothing names the environment of a job. assay.yaml is asked for it by file and key; by the id where a workflow that is
 * called twice brings the key twice, since each call may have an environment of its own.
 */
export function nowhere(workflow: Workflow, job: Job): Hidden {
  const called = job.within?.map(({ name }) => name).join('\0')
  const isOnce = workflow.jobs.every(({ key, within }) => {
    return key !== job.key || within?.map(({ name }) => name).join('\0') === called
  })
  return unnamed(`${basename(workflow.id)}#${isOnce ? job.key : job.id}`, job.id)
}

/** What a name tells, unless it is staging and all goes to a slot of that name: a slot is no environment. */
export function withoutSlot(told: Environment | undefined, acting: readonly Atom[]): Environment | undefined {
  const bySlot = told?.class === 'staging' && !told.declared && acting.every(({ act }) => goesToStagingSlot(act))
  return bySlot ? undefined : told
}

/** What is written of a name beside the variables in it; signs alone, and the ending of a repository, are no name. */
export const withoutVariables = (written: string): string =>
  written
    .replace(/\$\{\{.*?\}\}|\$\{[^}]*\}|\$\w+/g, ' ')
    .trim()
    .replace(/^[^\p{L}\p{N}]*(\.git)?$/u, '')
