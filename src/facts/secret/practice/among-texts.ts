import { basename, dirname } from '../../../documents/path.ts'
import type { Repository } from '../../repository.ts'
import { holderOf } from '../holder.ts'
import type { Evidence } from './index.ts'
import { environment } from './names.ts'

/** How many texts there have to be. */
const SEVERAL = 10

const text = /\.(?:md|markdown|mdx|rst|adoc|asciidoc)$/i
const picture = /\.(?:png|jpe?g|gif|svg|webp|drawio|puml|plantuml|excalidraw|pdf|mmd)$/i

/** Folders in which people think and tell; beside runbooks (`ops`) lies what they run. */
const telling: ReadonlySet<string> = new Set(
  'design designs proposal proposals rfc rfcs kep keps adr adrs decisions enhancements blog blogs posts articles papers talks slides book'.split(
    ' ',
  ),
)

/**
 * What lies among texts and their pictures, as what one of them shows: in a folder (`design`, `proposals`) of which, pictures
 * aside, at least half are texts, with hardly any code between them: a sample or two. What names an environment that runs is
 * of that.
 */
export function amongTexts(repository: Repository): Evidence {
  const known = new Map<string, boolean>()
  const isOfTexts = (folder: string) => {
    const answer = known.get(folder) ?? holdsTexts(repository, folder)
    known.set(folder, answer)
    return answer
  }
  return ({ file }) => {
    if (environment.test(file)) return undefined
    for (let folder = dirname(file); folder !== ''; folder = dirname(folder))
      if (telling.has(basename(folder).toLowerCase()) && isOfTexts(folder)) return `${folder} is a folder of texts`
    return undefined
  }
}

function holdsTexts(repository: Repository, folder: string): boolean {
  const files = repository.under(folder).filter(({ path }) => !picture.test(path))
  const texts = files.filter(({ path }) => text.test(path)).length
  if (texts < SEVERAL || texts * 2 < files.length) return false
  const runs = files.filter(({ path }) => /^(?:code|pipeline|image)$/.test(holderOf(path))).length
  return runs * SEVERAL < texts
}
