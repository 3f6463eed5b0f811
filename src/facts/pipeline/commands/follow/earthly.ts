import type { Repository } from '../../../repository.ts'
import { emit } from '../call.ts'
import { repositoryPath } from '../shell/paths.ts'
import type { Follow } from './index.ts'
import { missingTarget, runTarget, type Target, textIn } from './text.ts'

interface Line {
  readonly text: string
  readonly start: number
}

/** A target of an Earthfile. */
interface Recipe {
  readonly file: string
  readonly folder: string
  readonly name: string
  readonly lines: readonly Line[]
}

/** `earthly --push ./shop+image`: the recipe of a target, with those that it builds on first (docs.earthly.dev, "Earthfile reference"). */
export const earthly: Follow = async (call, shell, context, finder) => {
  const pushes = call.words.some((word) => /^(--push|-P?p|--ci-push)$/.test(word))
  const targets = call.words.slice(1).filter((word) => /^[^-].*\+|^\+/.test(word))
  if (targets.length === 0) return false
  const done = new Set<string>()
  const run = async (reference: string, base: string): Promise<boolean> => {
    const recipe = await recipeOf(reference, base, finder.repository)
    if (!recipe) return false
    const { file, folder, name } = recipe
    if (done.has(`${file} ${name}`)) return true
    done.add(`${file} ${name}`)
    finder.repository.claim(file)
    for (const line of recipe.lines) {
      const [, word = '', rest = ''] = /^([A-Z]+)\s*([\s\S]*)$/.exec(line.text) ?? []
      for (const other of builtOn(word, rest)) await run(other, folder)
      if (word === 'RUN' && (pushes || !/^(--\S+\s+)*--push\b/.test(rest)))
        await runTarget(targetOf(recipe, line, commandOf(rest)), call, shell, context, finder)
      if (word === 'SAVE') {
        const published = pushes && /^IMAGE\b.*--push\b/.test(rest)
        emit(finder, shell, context, call, { kinds: published ? ['build', 'publish'] : ['build'], tool: 'earthly' })
      }
    }
    return true
  }
  for (const target of targets)
    if (shell.directory === undefined || !(await run(target, shell.directory)))
      missingTarget(target.replace(/^.*\+/, ''), 'Earthfile', call, shell, context, finder)
  return true
}

/** The recipe that `./shop+image` names, seen from a folder; undefined where it is elsewhere. */
async function recipeOf(reference: string, base: string, repository: Repository): Promise<Recipe | undefined> {
  const [, path = '', name = ''] = /^([^+]*)\+([\w.-]+)/.exec(reference) ?? []
  const folder = path === '' ? base : /^\.{0,2}\//.test(path) ? repositoryPath(path, base) : undefined
  const text = await textIn(folder, 'Earthfile', repository)
  const lines = text && targetsOf(text.content).get(name)
  return lines && folder !== undefined ? { file: text.file, folder, name, lines } : undefined
}

/** The targets that a line names, which are built before it. */
const builtOn = (word: string, rest: string): readonly string[] =>
  /^(BUILD|FROM|COPY|DO)$/.test(word) ? (rest.match(/(?<=^|\s|\()[^\s()+]*\+[\w.-]+/g) ?? []) : []

/** A command of a recipe, as a target of its own. */
function targetOf({ file, folder, name }: Recipe, { text, start }: Line, command: string): Target {
  const place = { file, start, end: start + text.length }
  return {
    key: `earthly ${file} ${name} ${start}`,
    name,
    source: { text: command, file: undefined, placeOf: () => place },
    directory: folder,
    errexit: true,
    part: true,
  }
}

/** A command without the flags of RUN; a list as words. */
function commandOf(text: string): string {
  const plain = text.replace(/^(--[\w-]+(=("[^"]*"|\S+))?\s+)+/, '')
  if (!plain.startsWith('[')) return plain
  return [...plain.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map((match) => `'${(match[1] ?? '').replaceAll("'", "'\\''")}'`)
    .join(' ')
}

/** The lines of each target, those joined that a backslash ends. */
function targetsOf(content: string): ReadonlyMap<string, readonly Line[]> {
  const targets = new Map<string, Line[]>()
  let current: Line[] | undefined
  let at = 0
  for (const raw of content.split('\n')) {
    const start = at
    at += raw.length + 1
    const head = /^([\w.-]+):\s*(?:#.*)?$/.exec(raw)?.[1]
    if (head) {
      current = []
      targets.set(head, current)
      continue
    }
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || !current) continue
    const last = current.at(-1)
    if (last?.text.endsWith('\\'))
      current[current.length - 1] = { text: `${last.text.slice(0, -1)} ${line}`, start: last.start }
    else if (/^\s/.test(raw)) current.push({ text: line, start: start + raw.indexOf(line) })
  }
  return targets
}
