import type { DataNode } from '../../../documents/tree.ts'
import { isThisRepository } from '../../address.ts'
import type { Repository } from '../../repository.ts'
import { filledText } from '../dialect/open-text.ts'

/** A resource of a pipeline, as it is declared. */
export interface Resource {
  readonly name: string
  readonly type: string
  /** the image behind a type of the pipeline's own */
  readonly image: string
  readonly source: DataNode | undefined
  /** it is this repository: as its address says, or false where that is another; undefined where neither can be told */
  readonly own: boolean | undefined
}

export type Resources = ReadonlyMap<string, Resource>

/** `((name))`, and `{{name}}` of older pipelines: set when the pipeline is. */
export const variable = /\(\(([-\w./:"]+)\)\)|\{\{[-\w.]+\}\}/g

/** A text with open names for what is set with the pipeline. */
export const openText = (text: string): string => filledText(text, variable, () => undefined)

/** The resources of a pipeline by their names. */
export function resourcesOf(root: DataNode, repository: Repository): Resources {
  const types = new Map<string, string>()
  for (const one of root.get('resource_types')?.items ?? []) {
    types.set(one.get('name')?.text ?? '', one.at('source', 'repository')?.text ?? '')
  }
  const found = new Map<string, Resource>()
  for (const one of root.get('resources')?.items ?? []) {
    const name = one.get('name')?.text
    if (name === undefined) continue
    const type = one.get('type')?.text ?? ''
    const source = one.get('source')
    const address = source?.get('uri')?.text ?? source?.get('repository')?.text ?? ''
    const own = isCode.test(type) ? ownAs(address, repository) : false
    found.set(name, { name, type, image: types.get(type) ?? '', source, own })
  }
  return found
}

/** An address with something in it that is set with the pipeline tells nothing. */
const ownAs = (address: string, repository: Repository): boolean | undefined =>
  address.includes('((') ? undefined : isThisRepository(address, repository)

/** Types that bring a repository's files. */
const isCode = /^git$|pull-request|merge-request|^github-pr/
