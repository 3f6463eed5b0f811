import { joinPath } from '../../../documents/path.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { composeFileNames } from '../../platform/compose-names.ts'
import { contextOf } from '../commands/follow/compose-folder.ts'
import type { Reading } from '../dialect/reading.ts'

/**
 * What the plugin docker-compose does, as commands (github.com/buildkite-plugins/docker-compose-buildkite-plugin): `build`,
 * `push`, and `run` with the plugin's own command.
 */
export async function composeCommands(
  settings: DataNode | undefined,
  command: string,
  hasCommand: boolean,
  { repository }: Reading,
): Promise<readonly string[]> {
  const given = textsIn(settings?.get('config'))
  const files = (given.length > 0 ? given : composeFileNames).filter((path) => repository.has(path))
  const compose = ['docker-compose', ...given.map((path) => `-f ${path}`)].join(' ')
  const lines = textsIn(settings?.get('build')).map((service) => `${compose} build ${service}`)
  const pushed = textsIn(settings?.get('push')).map((text) => {
    const [, service = text, image] = /^([\w-]+):(.+)$/.exec(text) ?? []
    return { service, image }
  })
  for (const service of new Set(pushed.map((one) => one.service))) {
    const images = pushed.flatMap((one) => (one.service === service && one.image !== undefined ? [one.image] : []))
    const built = images.length > 0 ? await buildOf(service, files, repository) : undefined
    const tags = images.map((image) => `-t ${image}`)
    // what no step has built before is built now, and goes by the names that it is pushed with
    if (built) lines.push(['docker build', ...built.file, ...tags, built.context || '.'].join(' '))
  }
  for (const { service, image } of pushed)
    lines.push(image === undefined ? `${compose} push ${service}` : `docker push ${image}`)
  const service = settings?.get('run')?.text
  if (service && !hasCommand) lines.push(`${compose} run ${service} ${command}`)
  return lines
}

/** What the image of a service is built of, from the root of the repository. */
async function buildOf(service: string, files: readonly string[], repository: Reading['repository']) {
  for (const path of files.toReversed()) {
    const node = (await repository.yaml(path))?.[0]?.at('services', service)
    const context = node && contextOf({ path, node })
    const name = node?.at('build', 'dockerfile')?.text
    if (context !== undefined)
      return { context, file: name === undefined ? [] : ['-f', joinPath(context, name) ?? name] }
  }
  return undefined
}

const textsIn = (node: DataNode | undefined): readonly string[] => node?.asList.flatMap(({ text }) => text ?? []) ?? []
