import type { Settings } from '../../../config/settings.ts'
import type { Place } from '../../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import { attribute, type InfrastructureResource, numberIn, textIn } from '../../infrastructure/resource.ts'
import type { Draft } from '../dialect/named.ts'
import { couldServe, everyKind } from '../dialect/words.ts'
import type { HiddenPart } from '../model.ts'
import { changesSomething, type Frame, jobOf, jobsOfBuild } from './build.ts'
import { type Build, buildOf } from './buildspec.ts'
import { type BuildReading, isElsewhere, repositoryOf, specificationOf } from './specification.ts'
import { triggersOfProject } from './triggers.ts'
import { environmentIn, environmentNamed, type Variables, variablesOf, whereApplied } from './values.ts'

/**
 * What a project does by its build specification.
 * @param elsewhere the source that a pipeline gives it, where that is surely another repository
 */
export async function buildOfProject(
  project: InfrastructureResource,
  variables: Variables,
  elsewhere: string | undefined,
  reading: BuildReading,
): Promise<Seen<Build>> {
  const own = repositoryOf(project)
  const source = elsewhere ?? (isElsewhere(own, reading.repository) ? own : undefined)
  const specification = await specificationOf(project, reading, source)
  if (isHidden(specification)) return specification
  const type = textIn(project, 'environment.type')
  return buildOf(specification, { variables, windows: typeof type === 'string' && /^WINDOWS/.test(type), reading })
}

/** How long a build may take; undefined where nothing is set (an hour, then). */
export function minutesOf(project: InfrastructureResource): number | undefined {
  const minutes = numberIn(project, 'build_timeout')
  return typeof minutes === 'number' && minutes > 0 ? minutes : undefined
}

/** A project that no pipeline here runs, as a workflow of one job. */
export async function workflowOfProject(
  project: InfrastructureResource,
  run: readonly InfrastructureResource[],
  settings: Settings,
  reading: BuildReading,
): Promise<Draft> {
  const written = textIn(project, 'name')
  const name = typeof written === 'string' ? written : project.name
  const variables = variablesOf(project)
  const build = await buildOfProject(project, variables, undefined, reading)
  const ofPipeline = attribute(project, 'source.type').value === 'CODEPIPELINE'
  const works = !isHidden(build) && changesSomething(build)
  const found =
    environmentIn(variables, settings) ??
    environmentNamed([name], settings) ??
    (works ? whereApplied(project) : undefined)
  const { place, file } = project
  const minutes = minutesOf(project)
  const frame: Frame = {
    id: name,
    key: name,
    name,
    place,
    needs: [],
    ...(minutes && { timeoutMinutes: minutes }),
    ...(found && { environment: { name: found.name, class: found.class, place, gate: false, recorded: false } }),
  }
  const couldBe = couldServe(name)
  const jobs = isHidden(build)
    ? [{ ...jobOf(frame, []), hidden: { place, value: build, couldBe } }]
    : jobsOfBuild(frame, build).jobs
  return {
    file,
    system: 'aws-codebuild',
    name,
    place,
    triggers: ofPipeline ? [{ kind: 'external', event: 'pipeline', place }] : triggersOfProject(project, run),
    jobs,
    hidden: ofPipeline ? [around(name, place)] : [],
    problems: reading.problems,
  }
}

/** What stands around a build that a pipeline of elsewhere runs: what starts it, holds it and follows it. */
export const around = (name: string, place: Place): HiddenPart => ({
  place,
  couldBe: everyKind,
  value: new Hidden(`the pipeline that runs ${name}`, {
    kind: 'file',
    text: `define the pipeline that runs ${name} in infrastructure code here`,
  }),
})
