import { Hidden } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { type OrderedTag, orderTags } from './order.ts'
import { releaseTags } from './tag-name.ts'

/** What to say where the tags of a repository are not at hand. */
export const hiddenTags = new Hidden('the tags of the repository', {
  kind: 'clone',
  text: 'fetch the tags: git fetch --tags (in CI: fetch-depth: 0)',
})

const known = new WeakMap<Repository, Promise<readonly OrderedTag[] | undefined>>()

/** The tags that name releases, ordered; undefined where tags are not at hand. Asked for once. */
export function readTags(repository: Repository): Promise<readonly OrderedTag[] | undefined> {
  let tags = known.get(repository)
  if (!tags) {
    tags = Promise.resolve(repository.history?.tags()).then((all) => all && orderTags(releaseTags(all)))
    known.set(repository, tags)
  }
  return tags
}
