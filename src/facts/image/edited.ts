import { pathPattern } from '../../documents/pattern.ts'
import type { Act, TextChange, Workflow } from '../pipeline/model.ts'
import { spots } from './builds.ts'
import type { DeployedByPipeline } from './deployed.ts'
import type { DeployedByManifest } from './manifests.ts'
import { lastOf } from './reference.ts'

/**
 * The images of manifests as a command writes them before the same job deploys: `sed "s|__TAG__|$TAG|" shop.yaml | kubectl
 * apply -f -`, `yq -i '.spec…image = "shop:$TAG"' shop.yaml`.
 */
export function editedImages(
  workflows: readonly Workflow[],
  manifests: readonly DeployedByManifest[],
): readonly DeployedByPipeline[] {
  const found: DeployedByPipeline[] = []
  for (const spot of spots(workflows)) {
    const { substitutes } = spot.act
    if (!substitutes || !deploysLater(spot.job.steps.flatMap(({ acts }) => acts).slice(spot.order + 1))) continue
    const files = substitutes.files.map(pathPattern)
    const edited = manifests.filter(
      ({ source, place }) => source === 'manifest' && files.some((pattern) => pattern.test(place.file)),
    )
    for (const { reference, place } of edited) {
      const beside = edited.filter((other) => other.place.file === place.file).map((other) => other.reference)
      const changes = substitutes.changes.filter(({ sets }) => sets === undefined || isMeant(reference, sets, beside))
      const made = changed(reference, changes)
      if (made === undefined) continue
      const named = {
        reference: made,
        tagOnly: false,
        overrides: 'image',
        into: place.file,
        replaces: reference,
      } as const
      found.push({ ...spot, place: spot.act.place, ...named })
    }
  }
  return found
}

/** Whether the image that is set takes the place of this one: of those in a file the one of its name, where there is one. */
function isMeant(reference: string, sets: string, beside: readonly string[]): boolean {
  const isOfItsName = (other: string) => lastOf(other) === lastOf(sets)
  return isOfItsName(reference) || !beside.some(isOfItsName)
}

const deploysLater = (acts: readonly Act[]): boolean => acts.some(({ kinds }) => kinds.includes('deploy'))

/** Lines longer than this are put through no pattern of the repository: it could be slow on them. */
const longest = 250

/** The reference after the line that names it was changed; undefined where it stays as it is. */
function changed(reference: string, changes: readonly TextChange[]): string | undefined {
  let line = `image: ${reference}`
  for (const { pattern, replacement } of changes) {
    if (line.length > longest) return undefined
    line = line.replace(new RegExp(pattern, 'g'), replacement)
  }
  const made = /^[ \t]*image:\s*["']?(.*?)["']?\s*$/m.exec(line)?.[1]
  return made && made !== reference ? made : undefined
}
