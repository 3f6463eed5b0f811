import { type Kind, kinds } from '../../../config/vocabulary.ts'
import { anything, couldBeByName } from '../commands/hidden.ts'
import { couldServe, everyKind } from '../dialect/words.ts'

/** What a template that builds does beside: one file holds the whole of a stage. */
const beside: readonly Kind[] = [
  'lint',
  'unit-test',
  'integration-test',
  'security-scan',
  'image-scan',
  'validate',
  'sign',
]

/** Parts of names that say: this only sets something or waits. */
const harmless =
  /^(set|get|wait|use|add|update|remove|replace|export|import|print|show|download|install|init|retain)-(?!.*(deploy|test|scan|build|publish|release)s?$)/

/** Which kinds a template of another repository could serve, by its file's name, else by the folders it is in. */
export function hiddenKinds(name: string, folders = ''): readonly Kind[] {
  const found = byName(name)
  return found.length === everyKind.length && folders ? byName(folders) : found
}

function byName(name: string): readonly Kind[] {
  const plain = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[_\s./]+/g, '-')
  if (harmless.test(plain)) return []
  // what it is made of says nothing of what it does: terraform-validate-steps
  const told = couldBeByName(plain.replace(/-(steps?|jobs?|stages?|templates?)$/, ''))
  const found = told === anything ? couldServe(plain) : told
  const builds = /(^|-)(build|ci|pipeline|main|all|stages?|jobs?|steps?)(-|$)/.test(plain) && found.length > 0
  return builds ? kinds.filter((kind) => found.includes(kind) || beside.includes(kind)) : found
}
