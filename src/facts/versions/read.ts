import { Hidden } from '../hidden.ts'
import { once } from '../once.ts'
import type { Repository } from '../repository.ts'
import { type OrderedTag, orderTags } from './order.ts'
import { releaseTags } from './tag-name.ts'

/** What to say where the tags of a repository are not at hand. */
export const hiddenTags = new Hidden('the tags of the repository', {
  kind: 'clone',
  text: 'fetch the tags: git fetch --tags (in CI: fetch-depth: 0)',
})

/** The tags that name releases, ordered; undefined where tags are not at hand. Asked for once. */
export const readTags = once(async (repository: Repository): Promise<readonly OrderedTag[] | undefined> => {
  const all = await repository.history?.tags()
  return all && orderTags(releaseTags(all))
})
