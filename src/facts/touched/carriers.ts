import type { Text } from '../../documents/text.ts'
import { buildsImages, dockerfilePath, implied, isRunnable, pipelinePath } from './runnable.ts'

/** Through which files what was touched gets into pipelines. */
export interface Carriers {
  /** pipelines, and what they call on the way, that come to something touched; the touched files are not among them */
  readonly calling: ReadonlySet<string>
  /** those that build images, where a Dockerfile was touched */
  readonly building: ReadonlySet<string>
}

/** No carriers. */
const nothingCarried: Carriers = { calling: new Set(), building: new Set() }

/** Larger files are data. In characters. */
const largest = 400_000

/**
 * Finds what calls the touched files, from the pipelines on: a file calls another if its text names it, or names the
 * program that reads it (`make`). Texts are enough, so that nothing is parsed where no pipeline is concerned; what they
 * name too much of is shown too much, never judged otherwise. Reads only what pipelines come to.
 */
export async function carriersOf(
  touched: ReadonlySet<string>,
  paths: readonly string[],
  text: (path: string) => Promise<Text | undefined>,
): Promise<Carriers> {
  const called = new Set([...touched].filter((path) => isRunnable(path) && !pipelinePath.test(path)))
  const isImage = [...touched].some((path) => dockerfilePath.test(path))
  // a pipeline can be called as well: a template, a reusable workflow
  const pipelines = paths.filter((path) => pipelinePath.test(path))
  for (const path of touched) if (pipelinePath.test(path)) called.add(path)
  if (!called.size && !isImage) return nothingCarried
  const names = byName(paths.concat([...called]).filter((path) => isRunnable(path) || pipelinePath.test(path)))
  const callers = new Map<string, Set<string>>()
  const building = new Set<string>()
  const seen = new Set(pipelines)
  for (const path of seen) {
    const content = (await text(path))?.content.slice(0, largest)
    if (content === undefined) continue
    if (isImage && buildsImages.test(content)) building.add(path)
    if (!called.size) continue
    for (const target of namedIn(content, names)) {
      if (target === path) continue
      const known = callers.get(target)
      if (known) known.add(path)
      else callers.set(target, new Set([path]))
      seen.add(target)
    }
  }
  return { calling: above(called, callers), building }
}

/** All that comes to one of the files, by the calls found. */
function above(called: ReadonlySet<string>, callers: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set<string>()
  const todo = [...called]
  while (todo.length) {
    for (const caller of callers.get(todo.pop() as string) ?? []) {
      if (found.has(caller)) continue
      found.add(caller)
      todo.push(caller)
    }
  }
  return found
}

/** Files by what a text calls them: their name; of a local action, its folder. */
function byName(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const path of new Set(paths)) {
    const parts = path.split('/')
    const name = parts.at(-1) as string
    const own = /^action\.ya?ml$/.test(name) ? (parts.at(-2) ?? name) : name
    // a template of Azure or a step of Jenkins is called without its ending
    for (const key of new Set([own, own.replace(/\.(ya?ml|groovy|rake)$/, '')])) {
      const known = names.get(key)
      if (known) known.push(path)
      else names.set(key, [path])
    }
  }
  return names
}

function* namedIn(content: string, names: ReadonlyMap<string, readonly string[]>): Generator<string> {
  const seen = new Set<string>()
  for (const [word] of content.matchAll(/[\w@.-]+(\/[\w@.-]+)*/g)) {
    if (seen.has(word)) continue
    seen.add(word)
    const parts = word.split('/')
    const folder = parts.at(-2)
    for (const path of names.get(parts.at(-1) as string) ?? []) {
      // where a folder is spelt, it must be the one
      if (folder === undefined || /^\.{0,2}$/.test(folder) || path.includes(`${folder}/`)) yield path
    }
  }
  for (const [file, program] of implied) {
    if (!program.test(content)) continue
    for (const paths of names.values()) for (const path of paths) if (file.test(path)) yield path
  }
}
