import { dirname, join } from '../../documents/path.ts'
import { scriptsOf } from '../package-scripts.ts'
import type { Repository } from '../repository.ts'

/** `npm run deploy`, `yarn deploy -- --all`, `pnpm --silent run deploy`: a script of the package and what follows it. */
const called = /\b(?:npm (?:-\S+ )*run(?:-script)?|(?:yarn|pnpm|bun)(?: -\S+)*(?: run)?) (?:-\S+ )*([\w:.-]+)/g

/** Scripts call scripts; no more than this deep. */
const deepest = 4

/**
 * Tells of a command that a document shows what it runs, where it calls a script of the package that the document
 * belongs to: that of its own folder, else of the nearest above. Other commands stay as they are.
 * @param path of the document
 * @param content its text
 */
export async function scriptsBeside(
  path: string,
  content: string,
  repository: Repository,
): Promise<(command: string) => string> {
  const scripts = content.search(called) < 0 ? new Map<string, string>() : await nearest(dirname(path), repository)
  const spelt = (command: string, depth: number): string =>
    depth >= deepest
      ? command
      : command.replace(called, (call: string, name: string) => {
          const script = scripts.get(name)
          return script === undefined ? call : spelt(script, depth + 1)
        })
  return (command) => spelt(command, 0)
}

async function nearest(folder: string, repository: Repository): Promise<ReadonlyMap<string, string>> {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'package.json')
    if (repository.has(path)) return scriptsOf(path, repository)
    if (at === '') return new Map()
  }
}
