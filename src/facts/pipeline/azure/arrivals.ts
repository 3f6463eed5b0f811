import type { Kind } from '../../../config/vocabulary.ts'
import { basename } from '../../../documents/path.ts'
import { Hidden } from '../../hidden.ts'
import { couldBeByName } from '../commands/hidden.ts'
import { making } from '../dialect/words.ts'
import type { HiddenPart } from '../model.ts'
import { fieldOf, itemsOf } from './expand.ts'
import type { Bound, Reading } from './scope.ts'
import { written } from './text.ts'

/** Notes `resources.pipelines`: by alias, and whether the pipeline is one of these files whose end starts this one. */
export function noteResources(root: Bound): void {
  const { reading } = root.scope
  for (const held of fieldOf(root, 'resources')) {
    for (const list of fieldOf(held, 'pipelines')) {
      for (const { node } of itemsOf(list)) {
        const alias = node.get('pipeline')?.text
        if (alias === undefined) continue
        const source = node.get('source')?.text ?? alias
        const trigger = node.get('trigger')
        const starts = trigger !== undefined && !/^(none|false)?$/i.test(trigger.text ?? 'map')
        reading.resources.set(alias.toLowerCase(), {
          source,
          seen: starts && fileOfPipeline(source, reading) !== undefined,
        })
      }
    }
  }
}

/** The file here of a pipeline by the name that the service gives it: people name both alike. */
export function fileOfPipeline(name: string, { pipelines }: Pick<Reading, 'pipelines'>): string | undefined {
  const wanted = plain(name)
  const found = pipelines.filter((path) => plain(basename(path).replace(/\.ya?ml$/, '')) === wanted)
  return found.length === 1 ? found[0] : undefined
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** A step that brings in what another pipeline made: how it was made cannot be seen. Undefined for any other. */
export function arrivalIn(item: Bound): HiddenPart | undefined {
  const { scope } = item
  const context = { scope, directory: '' }
  const place = item.node.place
  const alias = written(fieldOf(item, 'download'), context)
  if (alias !== undefined) {
    if (/^(current|none)$/i.test(alias)) return undefined
    const resource = scope.reading.resources.get(alias.toLowerCase())
    return resource?.seen ? undefined : hiddenBy(resource?.source ?? alias, place)
  }
  const task = written(fieldOf(item, 'task'), context)
  if (task === undefined || !/(^|\.)Download(Pipeline|Build)Artifacts?@/i.test(task)) return undefined
  const [inputs] = fieldOf(item, 'inputs')
  const input = (...names: string[]) =>
    names.map((name) => written(fieldOf(inputs, name), context)).find((value) => value !== undefined)
  if (!/^specific$/i.test(input('buildType', 'source') ?? '')) return undefined
  return hiddenBy(input('definition', 'pipeline') ?? 'another pipeline', place)
}

function hiddenBy(pipeline: string, place: HiddenPart['place']): HiddenPart {
  const settle = {
    kind: 'file',
    text: `build in the pipeline that deploys, or let the end of ${pipeline} start it under resources.pipelines`,
  } as const
  return { place, value: new Hidden(`how ${pipeline} made the artifact`, settle), couldBe: madeBy(pipeline) }
}

/** A pipeline that is called after a scanner brings the scanner's data (`owasp-dependency-check-update`), and no service. */
function madeBy(pipeline: string): readonly Kind[] {
  const told = couldBeByName(pipeline)
  return told.length && told.every((kind) => kind === 'security-scan' || kind === 'image-scan') ? told : making
}
