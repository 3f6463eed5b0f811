import { namedByPipelines } from '../configuration/named.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Deployment } from '../schema/pipeline.ts'
import type { DeployedByPipeline } from './deployed.ts'
import type { DeployedByManifest } from './manifests.ts'
import { deploymentOf } from './of-job.ts'
import { isTemplated, lastOf, withoutTag } from './reference.ts'
import type { Artifact } from './skaffold.ts'

/** Whether what a command deploys replaces what a manifest says. */
export function wins(command: DeployedByPipeline, image: DeployedByManifest): boolean {
  // what changes a line of one file leaves every other as it is
  if (command.replaces !== undefined) return false
  // another container of the pod keeps the image that the manifest says, though it be of the same name
  if (command.container && image.container && command.container !== image.container) return false
  if (command.overrides === 'values') {
    if (image.source !== 'values') return false
    // a key that is set is that key alone: another image of the chart keeps its tag
    if (command.path !== undefined && image.path !== undefined)
      return image.path === command.path || command.path.endsWith(`.${image.path}`)
    return image.open || command.tagOnly || lastOf(command.reference) === lastOf(image.reference)
  }
  if (command.tagOnly)
    return image.source === 'code' ? isTemplated(image.reference) : image.source === 'values' && image.open
  // what is put in for a name takes the place of that name alone
  if (command.alias) return [command.alias, withoutTag(command.reference)].includes(withoutTag(image.reference))
  return lastOf(command.reference) === lastOf(image.reference)
}

/**
 * The pipelines that deploy a manifest as it is, though another one puts other images in when it does: what runs is then what
 * the manifest says whenever one of these ran last.
 * @param winning the commands that put another image in
 * @param appliers by path, the pipelines that deploy the file
 */
export function appliedAsItIs(
  image: DeployedByManifest,
  winning: readonly DeployedByPipeline[],
  appliers: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  if (image.source !== 'manifest' || isTemplated(image.reference)) return []
  const changed = new Set(winning.map(({ workflow }) => workflow.id))
  const all = [...(appliers.get(image.place.file) ?? [])]
  // who changes what another file says may do so everywhere
  return all.some((id) => changed.has(id)) ? all.filter((id) => !changed.has(id)) : []
}

/** By path, the pipelines in which a job that deploys is given the file. */
export function appliersOf(
  workflows: readonly Workflow[],
  deployments: readonly Deployment[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { path, job, workflow } of namedByPipelines(workflows)) {
    if (!job || !workflow || !deploymentOf({ workflow, job }, deployments)) continue
    found.set(path, (found.get(path) ?? new Set()).add(workflow.id))
  }
  return found
}

/** A command of helm that is seen: what it does not set, the values files say. */
export function helmsVisibly({ jobs }: Pick<Workflow, 'jobs'>): boolean {
  return jobs.some((job) =>
    job.steps.some((step) =>
      step.acts.some((act) => /^helm(file)? /.test(act.tool) && act.kinds.includes('deploy') && !act.hidden),
    ),
  )
}

/** Whether something else than infrastructure code brings versions out: then the tag in code is that of the first day. */
export const deploysOtherwise = (tools: readonly string[]): boolean =>
  tools.some((tool) => !/^(npx )?(terraform|tofu|terragrunt|cdk|sam|serverless|sls|pulumi)\b|cloudformation/.test(tool))

/** Where the tag that a file says need not be the one that runs: why. */
export function leftOpen(
  image: DeployedByManifest,
  artifacts: readonly Artifact[],
  helmIsSeen: boolean,
  otherwise: boolean,
): { readonly openTag?: string } {
  const { file } = image.place
  if (artifacts.some((artifact) => artifact.image === image.reference)) {
    return { openTag: `the tag that Skaffold gives ${image.reference}` }
  }
  if (image.hidden) return { openTag: image.hidden.what }
  if (image.source === 'code' && otherwise) return { openTag: `whether the tag in ${file} is the one that is deployed` }
  if (image.open) return { openTag: `the tag of ${image.reference}` }
  if (image.source === 'values' && !helmIsSeen && !image.isDeclared) {
    return { openTag: `whether the tag in ${file} is the one that is deployed` }
  }
  return {}
}
