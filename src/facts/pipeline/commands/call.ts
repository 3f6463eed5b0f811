import type { Kind } from '../../../config/vocabulary.ts'
import type { Place } from '../../../documents/place.ts'
import { type List, parseShell, type Simple, type Word } from '../../../documents/shell/index.ts'
import type { Act, HiddenPart } from '../model.ts'
import { hiddenPart } from './hidden.ts'
import { oneLine, renderWords } from './shell/render.ts'
import { type Context, type Finder, outcomeOf, type Shell, type Source } from './shell/state.ts'
import { askedBy } from './tests/asked-system.ts'

/** A command about to run: its words resolved, program first. */
export interface Call {
  readonly words: readonly string[]
  /** the written word behind each resolved one, where there is one */
  readonly written: readonly (Word | undefined)[]
  readonly node: Simple
  readonly place: Place
  readonly text: string
  /** variables set for this command alone */
  readonly environment: Readonly<Record<string, string>>
}

/** A call of a simple command as it stands in the text. */
export function callOf(node: Simple, shell: Shell, source: Source): Call {
  const words: string[] = []
  const written: (Word | undefined)[] = []
  for (const word of node.words) {
    for (const value of renderWords([word], shell, source)) {
      words.push(value)
      written.push(word)
    }
  }
  return {
    words,
    written,
    node,
    place: source.placeOf(node.span.start, node.span.end),
    text: oneLine(source.text.slice(node.span.start, node.span.end)),
    environment: {},
  }
}

/** A call that stands in no shell text. */
export function callAt(place: Place, text: string, words: readonly string[] = ['shell']): Call {
  const node = { kind: 'simple', assignments: [], words: [], redirects: [], span: { start: 0, end: 0 } } as const
  return { words, written: [], node, place, text, environment: {} }
}

/** The same call without its first words: what a wrapper runs. */
export function dropWords(call: Call, count: number, environment: Readonly<Record<string, string>> = {}): Call {
  return {
    ...call,
    words: call.words.slice(count),
    written: call.written.slice(count),
    environment: { ...call.environment, ...environment },
  }
}

/** The same call with other words at its front: `npm test` for `npm run test`. */
export function withWords(call: Call, words: readonly string[], rest: number): Call {
  return {
    ...call,
    words: [...words, ...call.words.slice(rest)],
    written: [...words.map(() => undefined), ...call.written.slice(rest)],
  }
}

/** A word of a call as shell text of its own (`bash -c '…'`), with places into the file where they can be told. */
export function sourceOfWord(call: Call, index: number, context: Context): Source {
  const text = call.words[index] ?? ''
  const word = call.written[index]
  const parts = word?.parts ?? []
  const only = parts.length === 1 ? parts[0] : undefined
  if (only?.kind === 'literal' && only.exact && only.value === text) {
    const { placeOf } = context.source
    return { text, file: undefined, placeOf: (start, end) => placeOf(only.span.start + start, only.span.start + end) }
  }
  const span = word?.span ?? call.node.span
  const place = context.source.placeOf(span.start, span.end)
  return { text, file: undefined, placeOf: () => place }
}

/** Records an act at its place, once. */
export function emit(
  finder: Finder,
  shell: Shell,
  context: Context,
  call: Call,
  act: {
    readonly kinds: readonly Kind[]
    readonly tool: string
    readonly words?: readonly string[]
    readonly environment?: string | undefined
    readonly reports?: boolean
    readonly hidden?: HiddenPart | undefined
    readonly onFailure?: Act['onFailure']
    readonly remote?: boolean
    readonly exposes?: Act['exposes']
  } & Pick<
    Act,
    'asksOwnMachine' | 'stamps' | 'lays' | 'settings' | 'edits' | 'substitutes' | 'machine' | 'here' | 'fed'
  >,
): void {
  const { words = call.words.slice(1), environment, reports, hidden, onFailure, remote, exposes: given, ...noted } = act
  const outcome = onFailure ?? outcomeOf(shell, context)
  const exposes = given ?? takeExposure(finder, call)
  finder.acts.push({
    ...noted,
    text: call.text,
    place: call.place,
    ...(shell.directory !== undefined && { directory: shell.directory }),
    via: context.via,
    onFailure: reports && outcome === 'stops' ? 'reports' : outcome,
    words,
    ...(context.condition && { condition: context.condition }),
    ...(environment !== undefined && { environment }),
    ...(remote && { remote: true }),
    ...(hidden && { hidden }),
    ...(exposes && { exposes }),
    ...askedBy(act, shell.variables, Object.entries(call.environment)),
  })
}

/** What was just noted of the same command: it is one act, whatever it gives away. */
function takeExposure({ acts }: Finder, { place }: Call): Act['exposes'] {
  const last = acts.at(-1)
  const same = last?.place.file === place.file && last.place.start === place.start && last.place.end === place.end
  return last?.exposes && same && !last.kinds.length ? acts.pop()?.exposes : undefined
}

/** Records that something runs that cannot be seen. */
export function emitHidden(
  finder: Finder,
  shell: Shell,
  context: Context,
  call: Call,
  what: string,
  names: readonly string[],
  {
    settle,
    environment,
    ...more
  }: Pick<HiddenPart, 'byController' | 'deploys' | 'setsImage' | 'script'> & {
    readonly settle?: string | undefined
    readonly environment?: string | undefined
  } = {},
): void {
  const hidden = { ...hiddenPart(what, names.join(' '), call.place, settle), ...more }
  emit(finder, shell, context, call, {
    kinds: [],
    environment,
    tool: call.words[0]?.replace(/^.*\//, '') || 'shell',
    hidden: hidden.couldBe.length ? hidden : undefined,
  })
}

/** Parses shell text once in a search: scripts, targets and functions are come to again and again. */
export function parseOnce(text: string, finder: Finder): List {
  const known = finder.parsed.get(text)
  if (known) return known
  const { list } = parseShell(text)
  finder.parsed.set(text, list)
  return list
}

/** The value of the first of some flags that a call is given: `-c x`, `-c=x`. */
export function flagValue({ words }: Pick<Call, 'words'>, flags: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    const flag = flags.find((one) => word === one || word.startsWith(`${one}=`))
    if (flag) return word === flag ? words[i + 1] : word.slice(flag.length + 1)
  }
  return undefined
}
