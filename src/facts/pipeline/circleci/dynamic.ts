import { type DataNode, walk } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { everyKind } from '../dialect/words.ts'
import type { HiddenPart } from '../model.ts'
import { scopeOf } from './scope.ts'

/** What a setup workflow goes on with. */
export interface Continuation {
  /** a file of the repository */
  readonly file: string | undefined
  /** the path of a file that the setup workflow makes */
  readonly made?: string | undefined
  /** parameters set by the paths that changed, with these paths */
  readonly mapped: ReadonlyMap<string, readonly string[]>
  readonly hidden: HiddenPart | undefined
}

const usual = '.circleci/continue_config.yml'

/**
 * The configuration that a setup configuration continues with (circleci.com/docs/dynamic-config): the file that its uses
 * of the orbs `continuation` and `path-filtering` name. One that is made as it runs is hidden, if it is not plainly joined.
 */
export function continuationsOf(root: DataNode, repository: Repository): Continuation[] {
  const orbs = scopeOf(root).orbs
  const found: Continuation[] = []
  for (const node of walk(root)) {
    for (const { key, value } of node.kind === 'map' ? node.entries : []) {
      const orb = orbs.get(key.split('/')[0] ?? '')
      if (!key.includes('/') || orb?.kind !== 'remote') continue
      if (/(^|\/)(path-filtering|split-config|continuation)$/.test(orb.name) || /continu|path-?filter/.test(orb.name)) {
        found.push(continuationOf(value, node.keyPlace(key), repository))
      }
    }
    const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : ''
    if (/\/pipeline\/continue\b/.test(text)) found.push(hiddenContinuation('a script sends', node.place))
  }
  return found
}

function continuationOf(use: DataNode, place: HiddenPart['place'], repository: Repository): Continuation {
  const written = use.get('configuration_path') ?? use.get('config-path') ?? use.get('config_path')
  const path = (written?.text ?? usual).replace(/^\.\//, '').replace(/^(~\/project|\$CIRCLE_WORKING_DIRECTORY)\//, '')
  const mapped = mappingOf(use.get('mapping')?.text ?? '')
  if (repository.has(path)) return { file: path, mapped, hidden: undefined }
  return { ...hiddenContinuation(`${path} holds`, written?.place ?? place), made: path, mapped }
}

function hiddenContinuation(what: string, place: HiddenPart['place']): Continuation {
  const value = new Hidden(`the configuration that ${what}, which the setup workflow makes`, {
    kind: 'answer',
    text: 'say in assay.yaml what is deployed: kinds: [{job: <name>, kinds: [deploy]}]',
  })
  return { file: undefined, mapped: new Map(), hidden: { place, value, couldBe: everyKind } }
}

/** Lines of `path-expression parameter value [config]`. */
function mappingOf(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [path, parameter] = line.trim().split(/\s+/)
    if (!path || !parameter || path.startsWith('#')) continue
    found.set(parameter, [...(found.get(parameter) ?? []), path])
  }
  return found
}
