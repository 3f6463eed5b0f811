import { dirname, join } from '../../../../documents/path.ts'
import type { Text } from '../../../../documents/text.ts'
import { repositoryPath } from '../shell/paths.ts'
import { rootToken } from '../shell/render.ts'
import { type Finder, unheeded } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { missingTarget, runTarget } from './text.ts'

interface Recipe {
  readonly needs: readonly (readonly [name: string, ...given: string[]])[]
  readonly parameters: readonly Parameter[]
  readonly lines: { readonly text: string; readonly start: number; readonly ignored: boolean }[]
  /** it runs where just was called, and not where the justfile is */
  readonly stays: boolean
  /** the folder that it runs in, below that of the justfile */
  readonly folder: string | undefined
}

interface Parameter {
  readonly name: string
  /** it takes all that is left: `*args` */
  readonly all: boolean
  readonly fallback: string | undefined
}

/** `just recipe`: its lines, with the recipes it depends on first (just's manual, "Recipes"). */
export const justfile: Follow = async (call, shell, context, finder) => {
  let folder = shell.directory
  let file: string | undefined
  let isChosen = false
  const names: string[] = []
  for (let i = 1; i < call.words.length; i++) {
    const word = call.words[i] as string
    // what stands behind the recipe is given to it
    if (names.length > 0) names.push(word)
    else if (word === '-f' || word === '--justfile') file = call.words[++i]
    else if (word === '-d' || word === '--working-directory') {
      folder = repositoryPath(call.words[++i] ?? '', folder)
      isChosen = true
    } else if (/^(--list|-l|--summary|--dry-run|-n|--version)$/.test(word)) return true
    else if (!word.startsWith('-') && !/^\w+=/.test(word)) names.push(word)
  }
  // `just docker/build`: the recipe of the justfile in that folder, which runs there
  const inFolder = /^(.+)\/([\w-]*)$/.exec(names[0] ?? '')
  if (inFolder && file === undefined) {
    folder = repositoryPath(inFolder[1] as string, folder)
    names[0] = inFolder[2] as string
    if (names[0] === '') names.shift()
  }
  const path = fileOf(file, isChosen && file ? shell.directory : folder, finder)
  const text = path === undefined ? undefined : await finder.repository.text(path)
  if (!text || path === undefined) {
    missingTarget(`justfile with ${names.join(' ')}`, folder || 'this folder', call, shell, context, finder)
    return true
  }
  finder.repository.claim(path)
  // "By default, recipes run with the working directory set to the directory that contains the justfile" (just's manual)
  const directory = isChosen ? folder : dirname(path)
  const below = /^set\s+working-directory\s*:=\s*["']([^"']+)["']/m.exec(text.content)?.[1]
  const directoryOf = ({ stays, folder: own = below }: Recipe) =>
    stays ? shell.directory : own === undefined ? directory : repositoryPath(own, directory)
  const recipes = readJustfile(text)
  const settings = new Map([...builtin(path), ...settingsOf(text, call.words)])
  const run = async (name: string, args: readonly string[], done: Set<string>): Promise<void> => {
    const recipe = recipes.get(name)
    if (!recipe || done.has(name)) return
    done.add(name)
    const values = new Map([...settings, ...valuesOf(recipe, args)])
    for (const [need, ...given] of recipe.needs)
      await run(
        need,
        given.map((one) => filled(one, values)),
        done,
      )
    for (const line of recipe.lines) {
      await runTarget(
        {
          key: `just ${path} ${name} ${line.start}`,
          name,
          source: {
            text: withoutExpressions(filled(line.text, values, true)),
            file: undefined,
            placeOf: (start, end) => ({ file: path, start: line.start + start, end: line.start + end }),
          },
          directory: directoryOf(recipe),
        },
        call,
        shell,
        line.ignored ? { ...context, ...unheeded } : context,
        finder,
      )
    }
  }
  const [first = [...recipes.keys()][0] ?? '', ...rest] = names
  if (!recipes.has(first)) missingTarget(first, path, call, shell, context, finder)
  else {
    await run(first, rest, new Set())
    // What follows is another recipe, unless the first one takes arguments.
    if (recipes.get(first)?.parameters.length === 0) for (const name of rest) await run(name, [], new Set())
  }
  return true
}

/** The justfile that is named, or the nearest one in a folder and those above it. */
function fileOf(named: string | undefined, folder: string | undefined, { repository }: Finder): string | undefined {
  if (named !== undefined) {
    const path = repositoryPath(named, folder)
    return path !== undefined && repository.has(path) ? path : undefined
  }
  for (let at = folder; at !== undefined; at = at === '' ? undefined : dirname(at)) {
    const found = ['justfile', 'Justfile', '.justfile'].find((name) => repository.has(join(at, name)))
    if (found) return join(at, found)
  }
  return undefined
}

/** What the parameters of a recipe are, by what it is given and what it says itself. */
function valuesOf({ parameters }: Recipe, given: readonly string[]): ReadonlyMap<string, string | undefined> {
  return new Map(
    parameters.map(({ name, all, fallback }, i) => [
      name,
      all ? given.slice(i).join(' ') || (fallback ?? '') : (given[i] ?? fallback),
    ]),
  )
}

/** What just's own functions say of where the file is (just's manual, "Built-in Functions"). */
function builtin(path: string): ReadonlyMap<string, string> {
  const folder = `${rootToken}/${dirname(path)}`.replace(/\/$/, '')
  return new Map([
    ['just_executable()', 'just'],
    ['justfile()', `${rootToken}/${path}`],
    ['justfile_directory()', folder],
    ['justfile_dir()', folder],
    ['source_directory()', folder],
  ])
}

/** Variables of the file that are plain texts (just's manual, "Variables and Substitution"), and those set on the way. */
function settingsOf(text: Text, words: readonly string[]): ReadonlyMap<string, string> {
  const plain = /^(?:export\s+)?(\w+)\s*:=\s*(?:"([^"\\]*)"|'([^']*)')\s*(?:#.*)?$/gm
  const own = [...text.content.matchAll(plain)].map(
    ([, name = '', quoted, single]) => [name, quoted ?? single ?? ''] as const,
  )
  const given = words.flatMap((word) => {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(word) ?? []
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  return new Map([...own, ...given])
}

/** What is computed is a value that is not known: `cargo {{ toolchain }} test` is a command of cargo all the same. */
function withoutExpressions(text: string): string {
  return text.replace(/\{\{(?!\{)[^{}]*\}\}/g, (whole, at: number) =>
    text[at - 1] === '$' ? whole : '${JUST}'.padEnd(whole.length).slice(0, Math.max(whole.length, 7)),
  )
}

/** A text with what is known put in; a word behind it keeps its place where that is wanted and there is room. */
function filled(text: string, values: ReadonlyMap<string, string | undefined>, padded = false): string {
  return text.replace(/\{\{\s*(\w+(?:\(\))?)\s*\}\}/g, (whole, key: string, at: number) => {
    const value = values.get(key)
    if (value === undefined) return whole
    return padded && !/\S/.test(text[at + whole.length] ?? '') ? value.padEnd(whole.length) : value
  })
}

function readJustfile(text: Text): Map<string, Recipe> {
  const recipes = new Map<string, Recipe>()
  let current: Recipe | undefined
  let attributes = ''
  let at = 0
  for (const raw of text.content.split('\n')) {
    const line = raw.replace(/\r$/, '')
    const start = at
    at += raw.length + 1
    if (/^[ \t]+\S/.test(line)) {
      if (!current) continue
      const prefix = /^[ \t]+[@-]*\s*/.exec(line)?.[0] ?? ''
      const own = line.slice(prefix.length)
      const last = current.lines.at(-1)
      // A recipe with a first line `#!` is a script of its own; joined lines go on.
      if (last && (last.text.startsWith('#!') || last.text.endsWith('\\'))) {
        const gap = start + prefix.length - last.start - last.text.length
        current.lines[current.lines.length - 1] = {
          ...last,
          text: `${last.text}\n${' '.repeat(Math.max(0, gap - 1))}${own}`,
        }
      } else current.lines.push({ text: own, start: start + prefix.length, ignored: /-/.test(prefix) })
      continue
    }
    const head =
      /^@?([A-Za-z_][\w-]*)((?:\s+[*+$]?[A-Za-z_][\w-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|\S+))?)*)\s*:(?!=)\s*(.*)$/.exec(
        line,
      )
    if (!head) {
      if (/^\[.*\]\s*(#.*)?$/.test(line)) attributes += line
      if (line.trim() !== '' && !line.startsWith('#')) current = undefined
      continue
    }
    const [, name = '', parameters = '', needs = ''] = head
    current = {
      needs: (needs.replace(/#.*/, '').match(/\(\s*[\w-]+[^)]*\)|[\w-]+/g) ?? []).map(neededRecipe),
      parameters: [...parameters.matchAll(/([*+$]*)([A-Za-z_][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+)))?/g)].map(
        ([, marks = '', name = '', quoted, single, bare]) => ({
          name,
          all: /[*+]/.test(marks),
          // a default that is an expression is not known
          fallback: quoted ?? single ?? (bare === undefined ? undefined : `{{${bare}}}`),
        }),
      ),
      lines: [],
      stays: /\bno-cd\b/.test(attributes),
      folder: /\bworking-directory\s*[:(]\s*["']([^"']+)["']/.exec(attributes)?.[1],
    }
    attributes = ''
    recipes.set(name, current)
  }
  return recipes
}

/** `build`, or `(build "prod" env)`: a recipe with what it is given; a name among that is a parameter's. */
function neededRecipe(written: string): readonly [string, ...string[]] {
  if (!written.startsWith('(')) return [written]
  const [name = '', ...given] = written.slice(1, -1).match(/"[^"]*"|'[^']*'|\S+/g) ?? []
  return [name, ...given.map((one) => (/^["']/.test(one) ? one.slice(1, -1) : `{{${one}}}`))]
}
