import { join } from '../../../documents/path.ts'
import type { Place } from '../../../documents/place.ts'
import { Text } from '../../../documents/text.ts'
import { parseYaml } from '../../../documents/yaml.ts'
import { ownPath, pathAtHost } from '../../address.ts'
import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import { attribute, type InfrastructureResource, jsonIn, nested, textIn } from '../../infrastructure/resource.ts'
import { isList, isMap, OfFile, type Value } from '../../infrastructure/value.ts'
import type { Repository } from '../../repository.ts'
import { openName } from '../dialect/open-text.ts'
import type { Reading } from '../dialect/reading.ts'
import type { Specification } from './buildspec.ts'
import { openText } from './values.ts'

/** What reading builds needs; build specifications that were read are in `taken`. */
export interface BuildReading extends Reading {
  readonly taken: Set<string>
}

/**
 * The build specification of a project: the text that its `buildspec` holds, the file that it names, else `buildspec.yml`
 * at the root of its source.
 * @param elsewhere the source when it is known to be another repository
 */
export async function specificationOf(
  project: InfrastructureResource,
  reading: BuildReading,
  elsewhere: string | undefined,
): Promise<Seen<Specification>> {
  const { repository } = reading
  const { value, place } = attribute(project, 'source.buildspec')
  const via = [place]
  if (value instanceof OfFile) {
    const path = [join(project.root, value.path), join('', value.path)].find((one) => repository.has(one))
    return path === undefined ? unseen(value.path, project) : inFile(path, via, reading)
  }
  const text = openText(value) ?? encoded(project)
  if (text !== undefined && isSpecification(text)) return inText(text, place, repository)
  if (isHidden(value) || (text !== undefined && /^arn:|[${]/.test(text))) return unseen('', project)
  const path = text || 'buildspec.yml'
  if (elsewhere !== undefined || !repository.has(join('', path))) return unseen(path, project, elsewhere)
  return inFile(join('', path), via, reading)
}

/** One that Terraform writes of its own maps and lists, with variables for what is hidden in it. */
function encoded(project: InfrastructureResource): string | undefined {
  const sources = nested(project, 'source')
  const source = isHidden(sources) ? undefined : sources[0]
  const value = source && jsonIn(source, 'buildspec')
  return value === undefined || isHidden(value) || !isMap(value) ? undefined : JSON.stringify(opened(value))
}

/** A script that is put in is as good as one that is called. */
function opened(value: Value): unknown {
  if (value instanceof OfFile) return `sh ${value.path}`
  if (isHidden(value)) return openText(value) ?? openName('value')
  if (isList(value)) return value.map(opened)
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)])) : value
}

const isSpecification = (text: string) => /\n|^\s*\{|^\s*version\s*:/.test(text)

function unseen(path: string, { address }: InfrastructureResource, elsewhere?: string): Hidden {
  const what = `the build specification ${path && `${path} `}of ${nameless(address)}${elsewhere ? `, which is in ${elsewhere}` : ''}`
  return new Hidden(what.replace('  ', ' '), {
    kind: 'answer',
    text: 'say in assay.yaml what the build does: kinds: [{job: <job>, kinds: [build, unit-test]}]',
  })
}

const nameless = (address: string) => address.replace(/^aws_codebuild_project\./, '')

/** A specification in a file of its own. */
export async function inFile(
  path: string,
  via: readonly Place[],
  { repository, taken }: BuildReading,
): Promise<Seen<Specification>> {
  repository.claim(path)
  taken.add(path)
  const documents = path.endsWith('.json') ? [await repository.json(path)] : await repository.yaml(path)
  const root = documents?.find((one) => one?.kind === 'map')
  if (root) return { root, file: path, via }
  return new Hidden(`the content of ${path}`, { kind: 'file', text: `mend ${path}` })
}

/** One that is written out in infrastructure code: its commands are looked for where it stands. */
async function inText(text: string, place: Place, repository: Repository): Promise<Seen<Specification>> {
  const { documents } = await parseYaml(new Text(place.file, text))
  const root = documents.find((one) => one.kind === 'map')
  if (!root) {
    return new Hidden('a build specification that is no YAML', { kind: 'file', text: `mend it in ${place.file}` })
  }
  const content = (await repository.text(place.file))?.content ?? ''
  const end = place.end ?? content.length
  const placeOf = (command: string): Place => {
    const line =
      command
        .split('\n')
        .find((one) => one.trim() !== '')
        ?.trim() ?? ''
    // what is put in stands there by its own name
    const known = line.split('${')[0] as string
    const at = known.length > 3 ? content.indexOf(known, place.start ?? 0) : -1
    if (at < 0 || at >= end) return place
    const stop = known === line ? at + line.length : content.indexOf('\n', at)
    return { file: place.file, start: at, end: stop < 0 ? end : Math.min(stop, end) }
  }
  return { root, file: undefined, placeOf, via: [] }
}

/** The repository that a project builds, where its source names one: `owner/name`. */
export function repositoryOf(project: InfrastructureResource): string | undefined {
  const location = textIn(project, 'source.location')
  return typeof location === 'string' ? pathAtHost(location) : undefined
}

/** A source that is surely another repository than this one. */
export function isElsewhere(source: string | undefined, repository: Repository): boolean {
  const own = ownPath(repository)
  return source !== undefined && own !== undefined && source.toLowerCase() !== own
}
