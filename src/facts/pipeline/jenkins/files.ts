import { type GroovyScript, parseGroovy } from '../../../documents/groovy/index.ts'
import type { Repository } from '../../repository.ts'
import type { Context } from './context.ts'
import { type Module, moduleOf } from './module.ts'

/**
 * The Groovy files of the repository, each with the variables that one pipeline sets in it.
 * @param scripts what was parsed already
 */
export function moduleReader(
  repository: Repository,
  scripts: Map<string, GroovyScript>,
): (path: string) => Promise<Module | undefined> {
  const known = new Map<string, Promise<Module | undefined>>()
  return (path) => {
    let module = known.get(path)
    if (!module) {
      module = readModule(path, repository, scripts)
      known.set(path, module)
    }
    return module
  }
}

async function readModule(
  path: string,
  repository: Repository,
  scripts: Map<string, GroovyScript>,
): Promise<Module | undefined> {
  if (!repository.has(path)) return undefined
  const text = await repository.text(path)
  if (!text) return undefined
  const script = scripts.get(path) ?? parseGroovy(text.content)
  scripts.set(path, script)
  return moduleOf(path, text, script)
}

/** Where Jenkins lays the commit of the Jenkinsfile itself, beside the workspace; newer versions with a digest below. */
const scriptCheckout = /^(?:.*\/)?[^/]*@script\/(?:[0-9a-f]{64}\/)?/

/** The file that `load` names: below the folder one is in, or in the workspace whatever that is called. */
export async function loadModule(written: string, context: Context): Promise<Module | undefined> {
  const bare = written.replace(scriptCheckout, '').replace(/^(\$\{[^}]*\}|\$\w+|\.)\//, '')
  const { module } = context.machine
  for (const folder of [context.directory ?? '', '']) {
    const path = joinPath(folder, bare)
    const found = path === undefined || path.includes('$') ? undefined : await module(path)
    if (found) return found
  }
  return undefined
}

/** A path below a folder; undefined where it leaves the repository or is not known. */
export function joinPath(folder: string, path: string): string | undefined {
  const plain = path.replace(/^(\$\{?WORKSPACE\}?|\$\{env\.WORKSPACE\})(\/|$)/, './')
  if (plain.includes('$') || /^([/~\\]|[A-Za-z]:)/.test(plain)) return undefined
  const segments = plain === path ? folder.split('/').filter(Boolean) : []
  for (const segment of plain.split(/[/\\]/)) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}
