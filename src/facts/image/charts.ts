import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { Hidden } from '../hidden.ts'
import { isChartTemplate } from '../manifests/chart-values.ts'
import { type DeployedChart, deployedCharts } from '../manifests/deployed-charts.ts'
import { type Source, Traced } from '../manifests/helm/traced.ts'
import { bare, type Dict, isDict, isList, type Val } from '../manifests/helm/value.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { plainPath } from './helm.ts'
import type { DeployedByManifest } from './manifests.ts'
import { imagesOf, isChartTest, type ObjectImage } from './object-images.ts'
import { withoutTag } from './reference.ts'

/** The images of the charts that are here, and the files of values that these are read from. */
export interface ChartImages {
  readonly images: readonly DeployedByManifest[]
  readonly files: ReadonlySet<string>
}

/** The images that charts run, as their templates write them with the values of each environment. */
export async function deployedByCharts(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<ChartImages> {
  const images: DeployedByManifest[] = []
  const files = new Set<string>()
  for (const deployed of await deployedCharts(repository, settings, workflows)) {
    for (const file of deployed.files) files.add(file)
    const given = imagesIn(deployed.values)
    const used = new Set<GivenImage>()
    for (const { objects } of deployed.templates) {
      for (const { root, condition } of objects) {
        const isTest = isChartTest(root)
        for (const image of imagesOf(root)) {
          const isFixed = await isWrittenIn(image, repository)
          const running = runningOf(image, condition, isFixed, given, used, deployed)
          if (!isTest) images.push(running)
        }
      }
    }
    // what no template that is seen runs may be that of a chart or a template that is not
    for (const one of given) if (!used.has(one)) images.push(fromValues(one, deployed))
  }
  return { images, files }
}

/** An image in values: `image: {repository: …, tag: …}`. */
interface GivenImage {
  /** the keys that lead to it, in lower case */
  readonly path: string
  readonly name: string
  readonly reference: string
  readonly place: Place
  readonly open: boolean
}

const textOf = (value: Val | undefined) => {
  const plain = value === undefined ? undefined : bare(value)
  return typeof plain === 'string' || typeof plain === 'number' ? String(plain) : ''
}

const placeOf = (value: Val | undefined): Source | undefined => (value instanceof Traced ? value.source : undefined)

function imagesIn(values: Dict): GivenImage[] {
  const found: GivenImage[] = []
  const open: (readonly [Val, string, number])[] = [[values, '', 0]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, path, depth] = next
    if (depth > 30) continue
    if (isList(value)) for (const [i, item] of value.entries()) open.push([item, `${path}${i}.`, depth + 1])
    if (!isDict(value)) continue
    const image = value.get('image') ?? null
    if (isDict(image)) found.push(...imageIn(image, `${path}image`))
    for (const [key, inner] of value) open.push([inner, `${path}${key}.`, depth + 1])
  }
  return found
}

function imageIn(image: Dict, path: string): GivenImage[] {
  const repository = image.get('repository') ?? image.get('name')
  const written = placeOf(repository)
  if (!written || textOf(repository) === '') return []
  const [registry, tag, digest] = ['registry', 'tag', 'digest'].map((key) => textOf(image.get(key)))
  const name = registry ? `${registry}/${textOf(repository)}` : textOf(repository)
  const reference = `${name}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`
  const { file, start, end } = (tag && placeOf(image.get('tag'))) || written
  return [{ path: plainPath(path), name, reference, place: { file, start, end }, open: !tag && !digest }]
}

function fromValues({ path, reference, place, open }: GivenImage, deployed: DeployedChart): DeployedByManifest {
  const { environment, isDeclared } = deployed
  return { reference, place, environment: environment?.class, source: 'values', path, open, isDeclared }
}

/** What a container runs, with the path of the values that it is taken from. */
function runningOf(
  { reference, place, hidden, written }: ObjectImage,
  condition: Hidden | undefined,
  isFixed: boolean,
  given: readonly GivenImage[],
  used: Set<GivenImage>,
  { environment, isDeclared }: DeployedChart,
): DeployedByManifest {
  const isNamed = !/^[:@/]/.test(reference)
  // no image has an empty tag: the value that is not here is given when the chart is deployed
  const tagged = /[:@]$/.test(reference) ? `${reference}{{ given when it is deployed }}` : reference
  const whole = hidden ? (written ?? '') : isNamed ? tagged : `{{ hidden }}${tagged}`
  // `{{ .Values.api.image }}` is all of an image, `{{ .Values.api.image.tag }}` a part of the one above it
  const keys =
    /^\{\{ \.Values\.([\w.-]*image) \}\}$/i.exec(whole)?.[1] ??
    /\{\{ \.Values\.([\w.-]+)\.[\w-]+ \}\}$/.exec(whole)?.[1]
  const path = keys && plainPath(keys)
  const from = given.filter(
    (one) =>
      one.path === path ||
      one.name === withoutTag(whole) ||
      (one.place.file === place.file && one.place.start === place.start),
  )
  for (const one of from) used.add(one)
  const known = path ?? from[0]?.path
  return {
    reference: whole || reference,
    // a text of several values stands where its tag does
    place: from.find((one) => one.reference === whole)?.place ?? place,
    environment: environment?.class,
    source: isFixed ? 'manifest' : 'values',
    ...(known !== undefined && { path: known }),
    open: !/[:@][^/]*$/.test(whole),
    isDeclared,
    condition,
    hidden: whole ? undefined : hidden,
  }
}

/** Whether a template itself writes an image, so that no value changes it. */
async function isWrittenIn({ reference, place, hidden }: ObjectImage, repository: Repository): Promise<boolean> {
  const isTemplate = isChartTemplate(place.file, (folder) =>
    repository.has(folder ? `${folder}/Chart.yaml` : 'Chart.yaml'),
  )
  if (hidden || !isTemplate) return false
  const content = (await repository.text(place.file))?.content ?? ''
  return content.slice(place.start, place.end).includes(reference)
}
