import { type ForgeEnvironment, type ForgeSettings, isUntold } from '../../sources/forge/settings.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { about as github } from '../pipeline/github/about.ts'
import { about as gitlab } from '../pipeline/gitlab/about.ts'
import type { EnvironmentUse, GateSettings, Job, Workflow } from '../pipeline/model.ts'
import { seen, settingName, untoldHidden } from './untold.ts'

/** Whose environments a forge keeps: those of its own pipelines. */
const systems = { github: github.system, gitlab: gitlab.system }

/** Whether the environments that a workflow declares are those of this forge. */
export const keepsEnvironments = ({ kind }: ForgeSettings, { system }: Workflow): boolean => system === systems[kind]

/** The workflows with what the forge's settings say of their environments. */
export function withEnvironments(
  workflows: readonly Workflow[],
  forge: ForgeSettings | undefined,
): readonly Workflow[] {
  if (!forge) return workflows
  return workflows.map((workflow) => {
    if (!keepsEnvironments(forge, workflow)) return workflow
    if (!workflow.jobs.some((job) => job.environment?.gate)) return workflow
    return { ...workflow, jobs: workflow.jobs.map((job) => withSettings(job, forge)) }
  })
}

function withSettings(job: Job, forge: ForgeSettings): Job {
  const { environment } = job
  if (!environment?.gate) return job
  return { ...job, environment: { ...environment, settings: gateSettings(environment, forge) } }
}

function gateSettings({ name, place }: EnvironmentUse, forge: ForgeSettings): Seen<GateSettings> {
  const which = isHidden(name) ? 'the environment' : `the environment ${name}`
  const what = `the reviewers of ${which}`
  const all = seen(what, forge.environments)
  if (isHidden(all)) return all
  if (isHidden(name)) {
    // whichever it is, it waits for nobody; but one that is made later may
    if (all.every((one) => one.approvals === 0 && mayAsk(one) === undefined)) return open(place, 'environments', forge)
    return new Hidden(what, name.settle, 'forge')
  }
  const found = findEnvironment(name, all, forge)
  const setting = `environment ${name}`
  if (!found) return open(place, setting, forge)
  if (found.approvals === 0) {
    const asked = mayAsk(found)
    if (asked)
      return new Hidden(`whether ${asked} asks a person before ${which} is deployed`, settleService(asked), 'forge')
    const { services } = found
    return isUntold(services) ? untoldHidden(what, services) : open(place, setting, forge)
  }
  return {
    approvals: found.approvals,
    approvers: found.approvers,
    selfApproval: found.selfApproval ?? false,
    adminsBypass: found.adminsBypass ?? false,
    place: { ...place, setting: settingName(setting, forge) },
  }
}

/** Nobody is asked: the environment has no reviewers, or is made without any when it is first deployed. */
function open(place: GateSettings['place'], setting: string, forge: ForgeSettings): GateSettings {
  return {
    approvals: 0,
    approvers: [],
    selfApproval: false,
    adminsBypass: false,
    place: { ...place, setting: settingName(setting, forge) },
  }
}

/** The environment of a name. GitHub takes upper and lower case for one. */
export function findEnvironment(
  name: string,
  all: readonly ForgeEnvironment[],
  { kind }: Pick<ForgeSettings, 'kind'>,
): ForgeEnvironment | undefined {
  const exact = all.find((one) => one.name === name)
  if (exact || kind !== 'github') return exact
  return all.find((one) => one.name.toLowerCase() === name.toLowerCase())
}

/** A service with a say, which may ask a person. */
function mayAsk({ services }: ForgeEnvironment): string | undefined {
  return isUntold(services) ? undefined : services.join(' and ') || undefined
}

const settleService = (service: string) =>
  ({
    kind: 'permission',
    text: `show what ${service} asks for, or name reviewers of the environment beside it`,
  }) as const
