import { joinPath } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { argumentsOf, programOf } from '../image/arguments.ts'
import { pinningOf } from '../image/pinning.ts'
import { parseReference, withoutTag } from '../image/reference.ts'
import { objectsIn } from '../manifests/plain.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'

/*
 * Workflows of a cluster that a pipeline of another system applies are what is shipped there, and so are the images that they
 * run; those of a pipeline itself only make something.
 */

const kinds = /^(WorkflowTemplate|ClusterWorkflowTemplate|CronWorkflow)$/

/** The images of the workflows that a pipeline of another system puts into a cluster, and how each is fixed. */
export async function appliedPins(repository: Repository, workflows: readonly Workflow[]): Promise<Pin[]> {
  const own = workflows.filter(({ system }) => system === 'argo-workflows')
  const applies = own.length === 0 ? [] : workflows.filter((one) => !own.includes(one)).flatMap(appliesOf)
  if (applies.length === 0) return []
  const pins: Pin[] = []
  for (const path of new Set(own.flatMap(filesOf))) {
    const counts = isApplied(path, applies)
    if (counts === false) continue
    for (const document of (await repository.yaml(path)) ?? [])
      for (const root of objectsIn(document)) pins.push(...pinsOf(root, counts))
  }
  return pins
}

/** Every file that a workflow is made of: its own, and those of the templates that it runs. */
const filesOf = ({ file, jobs }: Workflow): readonly string[] => [
  file,
  ...jobs.flatMap(({ place, via, steps }) => [place, ...via, ...steps.map((step) => step.place)].map((at) => at.file)),
]

const appliesOf = ({ jobs }: Workflow): readonly Act[] =>
  jobs
    .flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))
    .filter(
      (act) => /^(kubectl|oc)$/.test(programOf(act)) && /^(apply|create|replace)$/.test(argumentsOf(act).rest[0] ?? ''),
    )

/** Whether one of the commands puts a file into the cluster; hidden where which files one takes is not known. */
function isApplied(path: string, acts: readonly Act[]): Seen<boolean> {
  const files = acts.flatMap((act) =>
    argumentsOf(act)
      .flag('-f', '--filename')
      .map((file) => named(file, act)),
  )
  if (files.some((file) => file !== undefined && (file === '' || path === file || path.startsWith(`${file}/`))))
    return true
  if (!files.includes(undefined)) return false
  return new Hidden(`whether ${path} is among what is applied`, {
    kind: 'file',
    text: 'name the files that are applied in the pipeline',
  })
}

/** The file or folder of the repository that a command applies; undefined where that is not known. */
function named(file: string, { directory }: Act): string | undefined {
  if (directory === undefined || /[$*{]/.test(file)) return undefined
  return joinPath(directory, file)
}

function pinsOf(root: DataNode, counts: Seen<boolean>): Pin[] {
  if (!kinds.test(root.get('kind')?.text ?? '')) return []
  return [...walk(root)].flatMap(containersIn).flatMap((container) => {
    const image = container.get('image')
    return image?.text ? [pinOf(image.text, image.place, counts)] : []
  })
}

/** The containers that a template says it runs (argo-workflows.readthedocs.io, "Field Reference", Template). */
const containersIn = ({ entries }: DataNode): readonly DataNode[] =>
  entries.flatMap(({ key, value }) => {
    if (key === 'container' || key === 'script') return [value]
    return /^(containers|initContainers|sidecars)$/.test(key) ? value.items : []
  })

function pinOf(reference: string, place: Place, counts: Seen<boolean>): Pin {
  const pinned = pinningOf(reference)
  const { tag, digest } = parseReference(reference)
  return {
    id: `image ${reference} in ${place.file}`,
    what: 'image',
    name: withoutTag(reference),
    ref: digest || tag,
    pinned: pinned === 'digest' ? 'sha' : pinned,
    party: 'third',
    counts,
    place,
  }
}
