import { dirname } from '../../documents/path.ts'
import { hasTemplateMarks } from '../../documents/pattern.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isForOwnMachine } from '../areas.ts'
import type { Repository } from '../repository.ts'
import type { ObservationName } from '../table.ts'
import { withoutBlocks } from './blocks.ts'
import { chartsOf, isChartTemplate } from './chart-values.ts'
import { manifestTemplates } from './filled-in.ts'
import { buildKustomizations } from './kustomize/build.ts'
import { isKustomization } from './kustomize/kustomization.ts'

/** Which objects are wanted. */
export interface Wanted {
  /** what a text says that may hold one */
  readonly text: RegExp
  /** the kinds that are wanted; left out where one may stand in any object */
  readonly kinds?: ReadonlySet<string>
  /** what is lost with a file that cannot be parsed; nothing where whoever asks reads it as a text then */
  readonly loses: readonly ObservationName[]
}

/** A manifest that no kustomization takes in and no chart writes. */
export interface PlainFile {
  readonly path: string
  /** undefined where it is to be filled in first, or broken */
  readonly documents: readonly DataNode[] | undefined
  /**
   * it lies beside a kustomization that does not name it, or is for the machine of who works on the service: only a command
   * that names it deploys it
   */
  readonly isBeside: boolean
  /** some engine fills it in before it is a manifest */
  readonly isTemplate: boolean
  /** whole lines of it are that engine's */
  readonly isFilledIn: boolean
}

/** The manifests that are deployed as they are written, of those whose text may hold what is wanted. */
export async function plainManifests(repository: Repository, { text, loses }: Wanted): Promise<PlainFile[]> {
  const charts = new Set((await chartsOf(repository)).map(({ folder }) => folder))
  const { owned, folders } = await buildKustomizations(repository)
  const found: PlainFile[] = []
  for (const file of repository.ending('.yaml', '.yml', '.json')) {
    const { path } = file
    if (file.area !== 'main' || path.startsWith('.github/') || owned.has(path) || isKustomization(file)) continue
    if (isChartTemplate(path, (folder) => charts.has(folder)) || !repository.mayHold(path, 'apiVersion')) continue
    const content = (await repository.text(path))?.content
    if (content === undefined || !text.test(content)) continue
    const isBeside = folders.has(dirname(path)) || isForOwnMachine(path)
    const isFilledIn = hasLinesOfTemplate(content)
    const documents = isFilledIn ? undefined : await repository.yaml(path)
    const isTemplate = !documents && hasTemplateMarks(content)
    if (!documents && !isTemplate && loses.length > 0) repository.claim(path, ...loses)
    found.push({ path, documents, isBeside, isTemplate, isFilledIn })
  }
  for (const { path, content, documents } of await manifestTemplates(repository)) {
    if (!text.test(content)) continue
    found.push({ path, documents, isBeside: isForOwnMachine(path), isTemplate: false, isFilledIn: false })
  }
  return found
}

/** A template of some engine: what it holds is not known before it is rendered. A text in it may be one without harm. */
const hasLinesOfTemplate = (content: string) =>
  /^[ \t]*\{\{/m.test(content) && /^[ \t]*\{\{/m.test(withoutBlocks(content))

/** The objects of a document: those of a list, and of a Template of OpenShift, whose parameters whoever deploys gives. */
export function objectsIn(document: DataNode): readonly DataNode[] {
  const kind = document.get('kind')?.text ?? ''
  const inner = kind === 'List' ? document.get('items') : kind === 'Template' ? document.get('objects') : undefined
  return inner ? inner.items.flatMap(objectsIn) : [document]
}
