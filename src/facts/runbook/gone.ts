import { dirname, join } from '../../documents/path.ts'
import { isComment } from '../prose/read.ts'
import type { Repository } from '../repository.ts'
import type { Unit } from './units.ts'

/** A file of code or settings, or a folder that is gone into, as a path from somewhere in the repository. */
const file =
  /(?<![\w./~$:@<{*-])(?:\.\/)?((?:\.?[\w-]+\/){1,12}\.?[\w-]+(?:\.[\w-]+)*\.(?:tf|tfvars|hcl|ya?ml|json|sh|bash|py|rb|ps1|toml|bicep|groovy|tpl|j2))(?![\w/*-])/g
const folder = /(?:^|[\s;&(`])cd +(?:\.\/)?((?:[\w.-]+\/){1,12}[\w.-]+)\/?(?=$|[\s;&)`])/gm
/** What stands for a name of the reader’s own, or lies on a machine. */
const standing =
  /(^|\/)(path|paths|your|my|some|example|foo|bar|x+|usr|etc|opt|var|home|srv|tmp|app|dist|build|target|out|node_modules)(\/|$)|your[-_]/i

/**
 * Whether a text tells of what has been taken out of the repository: it names two files or folders at least that would lie
 * here, and none of them does. How the system of today is deployed, it does not tell.
 */
export function tellsOfWhatIsGone(unit: Unit, repository: Repository): boolean {
  const texts = unit.blocks.filter((block) => !isComment(unit.document, block)).map(({ text }) => text.slice(0, 20_000))
  const named = new Set(
    texts.flatMap((text) => [...text.matchAll(file), ...text.matchAll(folder)].map(([, path = '']) => path)),
  )
  const own = [...named].filter((path) => !standing.test(path))
  return own.length >= 2 && !own.some((path) => isHere(path, unit.document.text.file, repository))
}

/** Whether a path leads anywhere: from the root, from the document, or from a folder that the reader is in by then. */
function isHere(path: string, document: string, repository: Repository): boolean {
  for (const at of [path, join(dirname(document), path)])
    if (repository.has(at) || repository.under(at).length > 0) return true
  return repository.files.some((one) => one.path.endsWith(`/${path}`) || one.path.includes(`/${path}/`))
}
