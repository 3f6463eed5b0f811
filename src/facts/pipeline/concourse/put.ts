import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { belowCheckout } from '../dialect/checkout.ts'
import { toSay } from '../dialect/question.ts'
import type { Reading } from '../dialect/reading.ts'
import { saysItServes } from '../dialect/words.ts'
import { knownUse } from '../known/use.ts'
import type { Act } from '../model.ts'
import { openText, type Resource } from './resources.ts'
import { shellOf } from './task.ts'

/** What a `put` does, by the type of its resource. */
export async function actsOfPut(
  step: DataNode,
  resource: Resource | undefined,
  checkouts: readonly string[],
  reading: Reading,
): Promise<readonly Act[]> {
  const { finders, repository } = reading
  const name = step.get('put')?.text ?? ''
  const place = step.get('put')?.place ?? step.place
  const type = resource?.type ?? ''
  const params = step.get('params')
  if (/^(docker|registry)-image$/.test(type)) {
    const text = imageScript(resource?.source, params, checkouts)
    return finders.findActs({ ...shellOf(name), text, placeOf: () => place }, repository)
  }
  if (type === 'git') return pushed(name, resource, place)
  const inputs = { ...textsOf(resource?.source), ...textsOf(params), put: name }
  const known = [type, resource?.image ?? ''].map(bareType).find((one) => knownUse('resources', one, inputs))
  return finders.actsOfUse(
    {
      table: 'resources',
      name: known ?? type,
      narrowBy: `${type} ${resource?.image ?? ''} ${name}`,
      what: 'the resource type',
      text: name,
      inputs,
      place,
      via: [],
      title: name,
    },
    repository,
  )
}

/** `cfcommunity/slack-notification-resource` → `slack-notification`, as a pipeline may call the type what it likes. */
const bareType = (type: string): string =>
  type
    .replace(/^.*\//, '')
    .replace(/:.*$/, '')
    .replace(/-resource(-type)?$/, '')

/** A commit to this repository marks a version; one to another may be rolled out from there, if its name says so. */
function pushed(name: string, resource: Resource | undefined, place: Act['place']): readonly Act[] {
  const uri = resource?.source?.get('uri')?.text ?? ''
  const base = { kinds: [], tool: 'git push', text: `git push ${uri}`.trim(), place, via: [], words: [] } as const
  const couldBe = resource?.own === false ? saysItServes(name, uri.replace(/^.*[/:]/, '')) : []
  if (couldBe.length === 0) return [{ ...base, onFailure: 'stops' }]
  const value = new Hidden(
    `what is rolled out from ${openText(uri)}, to which ${name} commits`,
    toSay(`what ${name} does`, { step: name }, ['deploy']),
  )
  return [{ ...base, onFailure: 'stops', hidden: { place, value, couldBe } }]
}

/** `docker build`, where the resource builds, and `docker push`. */
function imageScript(source: DataNode | undefined, params: DataNode | undefined, checkouts: readonly string[]): string {
  const repository = openText(source?.get('repository')?.text ?? 'image')
  const given = params?.get('tag') ?? params?.get('tag_file') ?? params?.get('version') ?? source?.get('tag')
  const tag = given?.text === undefined ? 'latest' : given.text.includes('/') ? '${TAG}' : openText(given.text)
  const image = `${repository}:${tag}`
  const build = params?.get('build')?.text
  if (build === undefined) return `docker push ${image}`
  const context = belowCheckout(build, checkouts) || '.'
  const file = params?.get('dockerfile')?.text
  const path = file === undefined ? `${context}/Dockerfile` : (belowCheckout(file, checkouts) ?? file)
  return `docker build -t ${image} -f ${path.replace(/^\.\//, '')} ${context}\ndocker push ${image}`
}

/** Scalars of a map as text, lists by commas; what is set with the pipeline stays open. */
function textsOf(node: DataNode | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (node?.entries ?? []).flatMap(({ key, value }) => {
      const texts = value.asList.flatMap(({ text }) => (text === undefined ? [] : openText(text)))
      return texts.length > 0 ? [[key, texts.join(',')]] : []
    }),
  )
}
