import { dirname, join } from '../../documents/path.ts'
import { readMakefile } from '../pipeline/commands/follow/makefile.ts'
import type { Repository } from '../repository.ts'

/** `make metrics`, `make -C ops metrics`, `sudo make metrics`: a target that somebody has made. */
export const makeCalled =
  /(?:^|[;&|(`\n$]|\bsudo) *make(?: +-[Cf] +\S+| +-[a-zA-Z]+| +[A-Z_]\w*=\S*)* +([a-z][\w.-]*)(?![\w./=:-])/g

/** No more targets of a document are followed than this. */
const mostTargets = 20

/**
 * The commands of the targets that a text has somebody make, by their names: of the Makefile beside the document, of the
 * nearest above, or of one in a folder that the text goes to (`cd ops`, `make -C ops`). Variables stay as they are written.
 * @param folder of the document
 */
export async function recipesBeside(
  folder: string,
  content: string,
  repository: Repository,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  if (content.search(makeCalled) < 0) return found
  const files = makefilesFor(folder, content, repository)
  const wanted = [...content.matchAll(makeCalled)].map(([, target = '']) => target)
  for (let target = wanted.shift(); target !== undefined && found.size < mostTargets; target = wanted.shift()) {
    if (found.has(target)) continue
    for (const path of files) {
      const text = await repository.text(path)
      const rule = text && readMakefile(text).rules.get(target)
      if (!rule) continue
      // what a target needs is made before it
      const needs = rule.needs.filter((need) => /^[a-z][\w.-]*$/.test(need))
      found.set(target, [...needs.map((need) => `make ${need}`), ...rule.recipe.map((line) => line.text)])
      wanted.push(...needs)
      break
    }
  }
  return found
}

/** Where the text goes to first, then from the folder of the document upwards. */
function makefilesFor(folder: string, content: string, repository: Repository): readonly string[] {
  const named = [...content.matchAll(/(?:\bcd|\bmake -C) +([\w./-]+)/g)].map(([, to = '']) => to.replace(/\/+$/, ''))
  const folders = named.flatMap((to) => [join(folder, to), to.replace(/^\.\//, '')])
  for (let at = folder; ; at = dirname(at)) {
    folders.push(at)
    if (at === '') break
  }
  return [...new Set(folders.map((at) => (at === '' ? 'Makefile' : `${at}/Makefile`)))].filter((path) =>
    repository.has(path),
  )
}
