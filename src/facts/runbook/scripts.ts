import { basename, dirname, join, joinPath } from '../../documents/path.ts'
import { commandsOf } from '../../documents/shell/index.ts'
import { scriptsOf } from '../package-scripts.ts'
import type { Repository } from '../repository.ts'
import { makeCalled, recipesBeside } from './recipes.ts'
import { taskCalled, tasksBeside } from './tasks.ts'

/** `npm run deploy`, `yarn deploy -- --all`, `pnpm --silent run deploy`: a script of the package and what follows it. */
const called =
  /\b(?:npm (?:-\S+ )*run(?:-script)?|(?:yarn|pnpm|bun)(?: -\S+)*(?: run)?) (?:-\S+ )*([\w:.-]+)(?:<[^>\n]{0,60}>)?/g

/** `./drain.sh web-1`, `source ops/login.sh`, `sudo bash -e ops/drain.sh`: a file that a shell runs. */
const shellCalled =
  /(?:^|[;&|(`\n]|\b(?:sudo|source|bash|sh|zsh|exec)(?: -\w+)*|(?:^|\s)\.) *(?:[A-Z_][A-Z0-9_]*=\S* +)*((?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w-][\w.-]*\.(?:ba|z)?sh)(?![\w./-])/g

/** Scripts call scripts; no more than this deep. */
const deepest = 4

/** No more of a command is spelt out than so many characters: scripts may call each other over and over. */
const mostSpelt = 50_000

/** No more of a document's shell scripts is read than this. */
const mostFiles = 20
const mostCharacters = 50_000

/** What is tried on one's own machine: a cluster or a cloud that is set up there. */
const ownMachine =
  /\b(minikube|k3d|kind (create|get|load)|localstack|docker[ -]desktop|localhost|127\.0\.0\.1|docker[ -]compose)\b/i

/* What it does is for its first argument to say: `case "${1:-status}" in`. */
const dispatches = /\bcase\s+["']?\$\{?(1|@|\*|action|command|cmd|mode|subcommand|verb)\b/i

/**
 * Tells of a command that a document shows what it runs, where it calls a script of the package that the document
 * belongs to (that of its own folder, else of the nearest above), a shell script of the repository, a target of a
 * Makefile or a task of a Taskfile, whose commands then follow it. Other commands stay as they are.
 * @param path of the document
 * @param content its text
 */
export async function scriptsBeside(
  path: string,
  content: string,
  repository: Repository,
): Promise<(command: string) => string> {
  const scripts = content.search(called) < 0 ? new Map<string, string>() : await nearest(dirname(path), repository)
  const files = await shellScripts(dirname(path), content, repository)
  const makers = [
    { pattern: makeCalled, made: await recipesBeside(dirname(path), content, repository) },
    { pattern: taskCalled, made: await tasksBeside(dirname(path), content, repository) },
  ]
  return (command) => {
    let left = mostSpelt
    const spelt = (text: string, depth: number): string => {
      left -= text.length
      if (depth >= deepest) return text
      const own = text.replace(called, (call: string, name: string) => {
        const script = scripts.get(name) ?? scriptOfProduction(name, scripts)
        return script === undefined || left <= 0 ? call : spelt(script, depth + 1)
      })
      const run = [...own.matchAll(shellCalled)].flatMap(([, word = '']) => files.get(word) ?? [])
      for (const { pattern, made } of makers)
        for (const [, name = ''] of own.matchAll(pattern)) {
          const lines = made.get(name) ?? []
          if (!lines.some((line) => ownMachine.test(line))) run.push(...lines)
        }
      return [own, ...run.map((commands) => (left <= 0 ? commands : spelt(commands, depth + 1)))].join(' ; ')
    }
    return spelt(command, 0)
  }
}

/** `npm run db:migrate:<staging | production>`: of the scripts that begin so, the one of production. */
function scriptOfProduction(name: string, scripts: ReadonlyMap<string, string>): string | undefined {
  if (!/[:_-]$/.test(name)) return undefined
  for (const [key, script] of scripts)
    if (key.startsWith(name) && /\b(prod|production|prd|live)\b/.test(key)) return script
  return undefined
}

async function nearest(folder: string, repository: Repository): Promise<ReadonlyMap<string, string>> {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'package.json')
    if (repository.has(path)) return scriptsOf(path, repository)
    if (at === '') return new Map()
  }
}

/** The commands of each shell script that a text calls, and that those call, by the word that calls it. */
async function shellScripts(folder: string, content: string, repository: Repository) {
  const found = new Map<string, string>()
  const texts = [{ content, folder }]
  for (let next = texts.shift(); next && found.size < mostFiles; next = texts.shift()) {
    for (const [, word = ''] of next.content.matchAll(shellCalled)) {
      const path = found.has(word) ? undefined : fileOf(word, next.folder, repository)
      const text = path === undefined ? undefined : await repository.text(path)
      if (path === undefined || !text || text.content.length > mostCharacters || ownMachine.test(text.content)) continue
      if (dispatches.test(text.content)) continue
      const commands = commandsOf(text.content).map(({ words }) => words.map(quoted).join(' '))
      found.set(word, commands.join(' ; '))
      texts.push({ content: commands.join('\n'), folder: dirname(path) })
    }
  }
  return found
}

/** Beside what calls it, from the root, or the only file of its name. */
function fileOf(word: string, folder: string, repository: Repository): string | undefined {
  for (const base of [folder, '']) {
    const path = joinPath(base, word)
    if (path !== undefined && repository.has(path)) return path
  }
  const named = /^(\.\/)?[^/]+$/.test(word) ? repository.named(basename(word)) : []
  return named.length === 1 ? named[0]?.path : undefined
}

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", '')}'`)
