import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { belowCheckout } from '../dialect/checkout.ts'
import { actsOfContainer } from '../dialect/container.ts'
import { toSay } from '../dialect/question.ts'
import type { Reading } from '../dialect/reading.ts'
import { everyKind, likelyKind, saysItServes } from '../dialect/words.ts'
import type { Act } from '../model.ts'
import { openText, type Resources, variable } from './resources.ts'

/** What the steps of a job have brought: the artifacts that hold this repository. */
export interface Brought {
  readonly resources: Resources
  /** artifact → its resource, as `get` names them */
  readonly artifacts: ReadonlyMap<string, string>
}

/** What a task does: its configuration stands in the step, or in a file of an artifact. */
export async function actsOfTask(step: DataNode, brought: Brought, reading: Reading): Promise<readonly Act[]> {
  const name = step.get('task')?.text ?? 'task'
  const inline = step.get('config')
  if (inline?.kind === 'map') return actsOfConfig(inline, step, name, [], brought, reading)
  const file = step.get('file')
  const [, artifact = '', path = ''] = /^([^/]+)\/(.+)$/.exec(file?.text ?? '') ?? []
  const { repository } = reading
  const found = file && mayBeOwn(artifact, brought) && repository.has(path) ? await repository.yaml(path) : undefined
  const config = found?.find((one) => one.kind === 'map')
  if (file && config) {
    repository.claim(path)
    return actsOfConfig(config, step, name, [file.place], brought, reading)
  }
  return [hiddenTask(name, file?.text, file?.place ?? step.place)]
}

/** Whether an artifact may hold this repository: its address does not say otherwise. */
function mayBeOwn(artifact: string, { resources, artifacts }: Brought): boolean {
  const resource = resources.get(artifacts.get(artifact) ?? '')
  return resource !== undefined && resource.own !== false
}

async function actsOfConfig(
  config: DataNode,
  step: DataNode,
  name: string,
  via: readonly Place[],
  brought: Brought,
  reading: Reading,
): Promise<readonly Act[]> {
  const params = [...(config.get('params')?.entries ?? []), ...(step.get('params')?.entries ?? [])]
  const variables = Object.fromEntries(
    params.flatMap(({ key, value }) =>
      value.text === undefined || isWhollyOpen(value.text) ? [] : [[key, openText(value.text)]],
    ),
  )
  const image = imageOf(config)
  const where = { directory: undefined, checkouts: checkoutsOf(config, step, brought), variables, via, name }
  if (/(^|\/)oci-build-task$/.test(image)) return buildsImage(step, variables, where.checkouts, reading)
  const run = config.get('run')
  const dir = run?.get('dir')?.text
  const container = {
    image: undefined,
    command: run?.get('path'),
    args: run?.get('args'),
    place: config.keyPlace('run'),
  }
  const folder = dir === undefined ? undefined : belowCheckout(dir, where.checkouts)
  return actsOfContainer(
    container,
    { ...where, ...(folder !== undefined && { directory: folder }), pattern: variable, resolve: () => undefined },
    reading,
  )
}

/** A value that the pipeline's variables are, and nothing else: the shell's own variable says as much. */
const isWhollyOpen = (text: string): boolean => text.replace(variable, '').trim() === ''

/** The image that a task runs in, without a tag. */
const imageOf = (config: DataNode): string =>
  config.at('image_resource', 'source', 'repository')?.text ?? config.get('image')?.text ?? ''

/** The names under which a task finds this repository: its artifacts', those that it is told to use, and their paths. */
function checkoutsOf(config: DataNode, step: DataNode, brought: Brought): readonly string[] {
  const own = new Set([...brought.artifacts.keys()].filter((one) => mayBeOwn(one, brought)))
  for (const { key, value } of step.get('input_mapping')?.entries ?? []) if (own.has(value.text ?? '')) own.add(key)
  for (const one of config.get('inputs')?.items ?? []) {
    const path = one.get('path')?.text
    if (path !== undefined && own.has(one.get('name')?.text ?? '')) own.add(path.replace(/\/$/, ''))
  }
  return [...own].filter((one) => one !== '.')
}

/** concourse/oci-build-task builds an image of `CONTEXT` (github.com/concourse/oci-build-task). */
function buildsImage(
  step: DataNode,
  variables: Readonly<Record<string, string>>,
  checkouts: readonly string[],
  { finders, repository }: Reading,
): Promise<readonly Act[]> {
  const context = belowCheckout(variables.CONTEXT ?? '.', checkouts) || '.'
  const file = belowCheckout(variables.DOCKERFILE ?? '', checkouts) ?? `${context}/Dockerfile`
  const name = step.get('task')?.text ?? 'build'
  const text = `docker build -f ${file.replace(/^\.\//, '')} ${context}`
  return finders.findActs({ ...shellOf(name), text, placeOf: () => step.keyPlace('task') }, repository)
}

/** A script of the system's own, at the root of the checkout. */
export const shellOf = (name: string) => ({
  shell: 'sh',
  errexit: true,
  pipefail: false,
  directory: '',
  variables: {},
  via: [],
  name,
})

function hiddenTask(name: string, file: string | undefined, place: Place): Act {
  const value = new Hidden(
    `what the task ${name} does${file === undefined ? '' : `, whose file is ${file}`}`,
    toSay(`what ${name} does`, { step: name }, [likelyKind(name)]),
  )
  const told = saysItServes(name, file ?? '')
  const hidden = { place, value, couldBe: told.length > 0 ? told : everyKind }
  return { kinds: [], tool: name, text: file ?? name, place, via: [], onFailure: 'stops', words: [], hidden }
}
