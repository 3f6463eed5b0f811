import type { Place } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { pinOfUse } from '../pin/action.ts'
import { installPins } from '../pin/install.ts'
import { usesOf } from '../pipeline/github/uses.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'
import type { Observations } from '../table.ts'

/** What pipelines and shipped Dockerfiles take in from elsewhere, and how each is fixed. */
export default collector({
  yields: ['pins'],
  needs: ['workflows', 'baseImages'],
  reads: '`uses:` of workflows and actions, base images of shipped Dockerfiles, install commands beside lockfiles',
  async collect({ repository, observed }) {
    return {
      pins: numbered([
        ...(await actionPins(repository)),
        ...basePins(observed),
        ...(await installPins(repository, observed)),
      ]),
    }
  },
})

async function actionPins(repository: Repository): Promise<Pin[]> {
  const owner = /[:/]([^/:]+)\/[^/]+?(?:\.git)?\/?$/.exec(repository.history?.origin ?? '')?.[1]
  const files = repository.files.filter(
    (file) =>
      /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(file.path) ||
      (file.area === 'main' && /(^|\/)action\.ya?ml$/.test(file.path)),
  )
  const pins: Pin[] = []
  for (const file of files) {
    for (const document of (await repository.yaml(file.path)) ?? []) {
      for (const { uses, place } of usesOf(document)) {
        const pin = pinOfUse(uses, place, owner)
        if (pin) pins.push(pin)
      }
    }
  }
  return pins
}

function basePins({ baseImages }: Observations): Pin[] {
  return baseImages
    .filter((image) => image.shipped !== false)
    .map((image) => ({
      id: `image ${image.reference} in ${image.file}`,
      what: 'image',
      name: image.reference.replace(/@.*$/, '').replace(/:[^/]*$/, ''),
      ref: image.digest || (typeof image.tag === 'string' ? image.tag : ''),
      pinned: image.pinned === 'digest' ? 'sha' : image.pinned,
      party: 'third',
      counts: image.shipped,
      place: image.place,
    }))
}

/** Ids stay unique when one thing is taken in twice in a file. */
function numbered(pins: readonly Pin[]): Pin[] {
  const seen = new Map<string, number>()
  const places = new Set<string>()
  const at = (place: Place) => `${place.file}\0${place.start}`
  return pins.flatMap((pin) => {
    const key = `${pin.id}\0${at(pin.place)}`
    if (places.has(key)) return []
    places.add(key)
    const n = (seen.get(pin.id) ?? 0) + 1
    seen.set(pin.id, n)
    return [n > 1 ? { ...pin, id: `${pin.id} (${n})` } : pin]
  })
}
