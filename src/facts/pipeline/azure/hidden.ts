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

/** Repositories that tests or scans are kept in, and nothing else. */
const ofTests = /(^|-)(auto-?)?(tests?|testing|scans?|scanning)(-|$)/
/** Words of repositories in which more is kept beside them. */
const ofMore = /(^|-)(deploy\w*|release\w*|build\w*|publish\w*|infra\w*|terraform|templates?|pipelines|ci|cd)(-|$)/

/** What is kept there. */
const testing: readonly Kind[] = [
  'lint',
  'unit-test',
  'integration-test',
  'smoke-test',
  'security-scan',
  'image-scan',
  'validate',
  'notify',
]

/**
 * Which kinds a template of another repository could serve, by its file's name, else by the folders it is in, else by what
 * its repository is for (`template.yml` of acme/trigger-autotests).
 */
export function hiddenKinds(name: string, folders = '', repository = ''): readonly Kind[] {
  const found = byName(name)
  const all = found.length === everyKind.length && folders ? byName(folders) : found
  const plain = dashed(repository.replace(/^.*\//, ''))
  return all.length === everyKind.length && ofTests.test(plain) && !ofMore.test(plain) ? testing : all
}

const dashed = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[_\s./]+/g, '-')

function byName(name: string): readonly Kind[] {
  const plain = dashed(name)
  if (harmless.test(plain)) return []
  // what it is made of says nothing of what it does: terraform-validate-steps
  const told = couldBeByName(plain.replace(/-(steps?|jobs?|stages?|templates?)$/, ''))
  const found = told === anything ? couldServe(plain) : told
  const builds = /(^|-)(build|ci|pipeline|main|all|stages?|jobs?|steps?)(-|$)/.test(plain) && found.length > 0
  return builds ? kinds.filter((kind) => found.includes(kind) || beside.includes(kind)) : found
}
