import { basename } from '../../documents/path.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { DeployedByPipeline } from './deployed.ts'
import type { DeployedByManifest } from './manifests.ts'
import { isTemplated, parseReference, withoutTag } from './reference.ts'
import type { Artifact } from './skaffold.ts'

/** The last part of an image's name, which stays where registries and accounts change. */
export const lastOf = (reference: string): string => basename(parseReference(reference).name)

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
