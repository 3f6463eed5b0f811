import type { DataNode } from '../../../../documents/tree.ts'
import { withoutTag } from '../../../image/reference.ts'
import { composeFileNames } from '../../../platform/compose-names.ts'
import { known } from '../../known/table.ts'
import { pathFrom } from '../shell/paths.ts'
import type { Finder, Shell } from '../shell/state.ts'
import { type Service, saidOf } from './compose-folder.ts'

/** The services of each compose file that a call names, or of the usual ones. */
export async function* composed(
  files: readonly string[],
  shell: Shell,
  { repository }: Finder,
): AsyncGenerator<{ readonly path: string; readonly services: DataNode }> {
  for (const name of files.length ? files : composeFileNames) {
    const path = pathFrom(name, shell)
    const services = path !== undefined && repository.has(path) && (await repository.yaml(path))?.[0]?.get('services')
    if (path !== undefined && services) yield { path, services }
  }
}

/** What a service runs by the compose files that a call names, or the usual ones: the last one that says it wins. */
export async function serviceNode(service: string, files: readonly string[], shell: Shell, finder: Finder) {
  const layers: Service[] = []
  let alone = true
  for await (const { path, services } of composed([...files].reverse(), shell, finder)) {
    const node = services.get(service)
    if (node) layers.push({ path, node })
    alone &&= services.entries.length === 1
  }
  const [last, ...under] = layers
  if (!last) return undefined
  const found: Service = { ...last, under }
  const [command, entrypoint] = [saidOf(found, 'command'), saidOf(found, 'entrypoint')]
  return { ...found, command, entrypoint, image: saidOf(found, 'image')?.text, alone }
}

/** Whether a service of the compose files that a call names, or of the usual ones, is built here. */
export async function someServiceBuilds(files: readonly string[], shell: Shell, finder: Finder): Promise<boolean> {
  for await (const { services } of composed(files, shell, finder))
    if (services.entries.some(({ value }) => value.get('build') !== undefined)) return true
  return false
}

/** Whether compose files that are all here only name images of elsewhere: `docker compose build` makes nothing of them. */
export async function buildsNothing(files: readonly string[], shell: Shell, finder: Finder): Promise<boolean> {
  let read = 0
  for await (const { services } of composed(files, shell, finder)) {
    read++
    if (services.entries.some(({ value }) => value.get('build') ?? value.get('extends') ?? !value.get('image')))
      return false
  }
  return read > 0 && read >= files.length
}

/** What a service is called that tests and then ends. */
const isTest =
  /(^|[-_.])(tests?|testing|e2e|specs?|smoke|cypress|playwright|selenium|newman|postman|k6|lint|checks?)([-_.]|$)/i

/**
 * The services of which the end ends all (`--abort-on-container-exit`), where none is named: those with an image that tests,
 * or the name of one; the only one, whatever it is.
 */
export async function thoseThatEnd(files: readonly string[], shell: Shell, finder: Finder): Promise<readonly string[]> {
  const found: string[] = []
  const all: string[] = []
  for await (const { services } of composed(files, shell, finder)) {
    for (const { key, value } of services.entries) {
      const image = value.get('image')?.text
      all.push(key)
      if (isTest.test(key) || (image !== undefined && known.images[withoutTag(image)]?.kinds?.length)) found.push(key)
    }
  }
  return found.length === 0 && all.length === 1 ? all : found
}
