import type { Place } from '../../../documents/place.ts'
import type { Piece } from '../dialect/fill.ts'
import { fillPieces } from '../dialect/fill.ts'
import { type Shell, scriptOfNode } from '../dialect/script.ts'
import type { Script } from '../script.ts'
import { evaluateText, macrosFilled, settled, variableIn } from './resolve.ts'
import type { Bound, Scope, Variables } from './scope.ts'
import { textOf } from './values.ts'

/** Variables of the service that hold the folder of the checkout (learn.microsoft.com, "Use predefined variables"). */
const rootFolders = new Set(['system.defaultworkingdirectory', 'build.sourcesdirectory', 'build.repository.localpath'])

/** Commands that people run without arguments in `$( )`: no macros. */
const commands = new Set('pwd date ls whoami nproc hostname id uname arch tty env'.split(' '))

/** Where a script or an input stands. */
export interface TextContext {
  readonly scope: Scope
  /** folder of the repository, '' for its root; undefined when it is not one of the repository */
  readonly directory: string | undefined
  /** how many variables one is in, one made of the other */
  readonly depth?: number
}

function piecesIn(text: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  for (const match of text.matchAll(
    /\$\{\{[\s\S]*?\}\}|\$\((?:Pipeline\.Workspace|Agent\.BuildDirectory)\)[\\/]s(?=[\\/]|$)|\$\([A-Za-z_][\w.-]*\)/gi,
  )) {
    if (match.index > at) found.push({ start: at, end: match.index })
    const end = match.index + match[0].length
    found.push({ start: match.index, end, expression: match[0] })
    at = end
  }
  if (at < text.length) found.push({ start: at, end: text.length })
  return found
}

/** What stands for `${{ x }}` or `$(x)` in a text: its value, else, for a variable, the name it has in a shell. */
function resolver({ scope, directory, depth = 0 }: TextContext): (written: string) => string | undefined {
  return (written) => {
    if (written.startsWith('${{')) {
      const source = written.slice(3, -2)
      const text = settled(
        (run) => textOf(macrosOrNames(textOf(evaluateText(source, scope, run)), { scope, directory, depth })),
        scope.runs,
      )
      return text
    }
    // Where the checkout is in the folder of the pipeline.
    if (!written.endsWith(')')) return directory === undefined ? undefined : relativeRoot(directory)
    return macro(written.slice(2, -1), { scope, directory, depth })
  }
}

function macro(name: string, context: TextContext): string | undefined {
  const { scope, directory } = context
  const lower = name.toLowerCase()
  if (rootFolders.has(lower)) return directory === undefined ? undefined : relativeRoot(directory)
  if (scope.set?.has(lower)) return scope.set.get(lower) ?? `\${${shellName(name)}}`
  const value = settled((run) => textOf(variableIn(scope, name, run)), scope.runs)
  if (value !== undefined) return value
  const made = madeOf(lower, context)
  if (made !== undefined) return made
  return commands.has(name) ? undefined : `\${${shellName(name)}}`
}

/** Deep and long enough for what people write; variables that name each other twice at each level end here. */
const deepest = 8
const longest = 2_000

/** What a variable of the file is made of, where its value is not known: a folder of the checkout and what is below it. */
function madeOf(lower: string, { scope, directory, depth = 0 }: TextContext): string | undefined {
  let at: Variables | undefined = scope.variables
  while (at && !at.own.has(lower)) at = at.outer
  const bounds = at?.own.get(lower) ?? []
  const [only] = bounds
  const text = only?.node.text ?? ''
  if (!only || bounds.length > 1 || only.when || depth > deepest || !text.includes('$(') || text.startsWith('$['))
    return undefined
  const inside = { scope: { ...only.scope, runs: scope.runs }, directory, depth: depth + 1 }
  const filled = fillPieces(text, piecesIn(text), resolver(inside)).text
  return filled.length > longest || /\$\{\{|\$\(/.test(filled) ? undefined : filled
}

/** A value with the macros in it put in as {@link macro} does. */
function macrosOrNames(text: string, context: TextContext): string {
  return text.replace(/\$\(([A-Za-z_][\w.-]*)\)/g, (written, name: string) => macro(name, context) ?? written)
}

/** A variable as the agent puts it into the environment of a script. */
export function shellName(name: string): string {
  return name.toUpperCase().replace(/[.\s-]/g, '_')
}

function relativeRoot(directory: string): string {
  const depth = directory === '' ? 0 : directory.split('/').length
  return depth ? Array(depth).fill('..').join('/') : '.'
}

/** What a text's own names mean, under the starts and after the steps of where it is used. */
const placedIn = (bound: Bound, { scope: { runs, set } }: TextContext): Scope => ({
  ...bound.scope,
  runs,
  ...(set && { set }),
})

/** A scalar as text, with what is known put in. */
export function written(bounds: readonly Bound[], context: TextContext): string | undefined {
  const bound = bounds.at(-1)
  const text = bound?.node.text
  if (!bound || text === undefined) return undefined
  const scope = placedIn(bound, context)
  return fillPieces(text, piecesIn(text), resolver({ ...context, scope })).text
}

/** The folder of the repository that a text names; undefined where it is another one, or not known. */
export function folderOf(text: string | undefined, scope: Scope): string | undefined {
  if (text === undefined || text.trim() === '') return ''
  const known = settled((run) => {
    const marked = text
      .replace(/\$\(([\w.]+)\)/g, (all, name: string) => (rootFolders.has(name.toLowerCase()) ? '\u0002' : all))
      .replace(/\$\((Pipeline\.Workspace|Agent\.BuildDirectory)\)[\\/]s(?=[\\/]|$)/gi, '\u0002')
    return textOf(
      macrosFilled(
        marked.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, source: string) => textOf(evaluateText(source, scope, run))),
        scope,
        run,
      ),
    )
  }, scope.runs)
  if (known === undefined) return undefined
  const path = known.replaceAll('\\', '/').replace(/^\u0002\/?/, '')
  if (/^(\/|[A-Za-z]:)|\u0002|\$/.test(path)) return undefined
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') {
      if (!parts.length) return undefined
      parts.pop()
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** A scalar as a script whose places point into the pipeline file. */
export function scriptIn(
  bound: Bound,
  shell: Shell,
  context: TextContext & {
    readonly variables: Readonly<Record<string, string>>
    readonly via: readonly Place[]
    readonly name: string
  },
): Script {
  const scope = placedIn(bound, context)
  return scriptOfNode(
    bound.node,
    { shell, ...context },
    piecesIn(bound.node.text ?? ''),
    resolver({ ...context, scope }),
  )
}

/** The variables of the file as the environment of a script, as far as they are known. */
export function environmentOf(scope: Scope): Record<string, string> {
  const found: Record<string, string> = {}
  for (let at: Scope['variables'] | undefined = scope.variables; at; at = at.outer) {
    for (const name of at.own.keys()) {
      const key = shellName(name)
      if (key in found) continue
      const value = settled((run) => textOf(variableIn(scope, name, run)), scope.runs)
      if (value !== undefined) found[key] = value
    }
  }
  return found
}
