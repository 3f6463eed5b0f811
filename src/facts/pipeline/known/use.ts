import type { Kind } from '../../../config/vocabulary.ts'
import { lacksAll, leavesHighOut, letsHighPass } from './bounds.ts'
import { knownCommand } from './command.ts'
import { matchesPattern } from './pattern.ts'
import { type KnownAction, known, type UseTable } from './table.ts'

type Inputs = Readonly<Record<string, string>>

/** Whether what it finds ends the run; `elsewhere`: a policy on its own server decides. */
export type Gates = 'stops' | 'reports' | 'elsewhere'

/** What a table says of a use with its inputs. */
export interface KnownUse {
  readonly tool: string
  readonly kinds: readonly Kind[]
  readonly couldBe: readonly Kind[]
  readonly throwAway: boolean
  readonly remote: boolean
  readonly gates: Gates
  readonly environments: readonly string[]
  /** shell text that the action runs, by input: an input's value, with the program that the action puts before it */
  readonly scripts: readonly KnownScript[]
  /** the folder in which they run, as an input names it; empty where none does */
  readonly directory: string
  /** the file of the checkout that it writes, and whether what it holds shows nowhere */
  readonly writes: { readonly path: string; readonly isUnseen: boolean } | undefined
}

/** A script that a use runs: what an input holds, behind the program that is put before it. */
export interface KnownScript {
  readonly input: string
  readonly program: string
  /** inputs whose values follow in the same command */
  readonly more?: readonly string[]
}

interface Index {
  /** by name in lower case: no system that has such a table tells them apart */
  readonly exact: ReadonlyMap<string, readonly [string, KnownAction]>
  /** names that end with `*`, the longest first */
  readonly globs: readonly (readonly [string, string, KnownAction])[]
}

const indexes = new Map<UseTable, Index>()

function indexOf(table: UseTable): Index {
  const made = indexes.get(table)
  if (made) return made
  const exact = new Map<string, readonly [string, KnownAction]>()
  const globs: (readonly [string, string, KnownAction])[] = []
  for (const [name, entry] of Object.entries(known[table])) {
    const lower = name.toLowerCase()
    if (lower.endsWith('*')) globs.push([lower.slice(0, -1), name, entry])
    else exact.set(lower, [name, entry])
  }
  globs.sort((a, b) => b[0].length - a[0].length)
  const index = { exact, globs }
  indexes.set(table, index)
  return index
}

/**
 * Looks an action, orb, task, pipe or plugin's step up by its name, without its ref or version. What names its
 * environment is an input, or a variable of its environment (`env: {CLUSTER: prod-gcp}` of nais/deploy).
 * @returns undefined for one that the table does not know
 */
export function knownUse(table: UseTable, name: string, inputs: Inputs, variables: Inputs = {}): KnownUse | undefined {
  const lower = name.toLowerCase()
  const { exact, globs } = indexOf(table)
  const found = exact.get(lower) ?? globs.find(([prefix]) => lower.startsWith(prefix))?.slice(1)
  if (!found) return undefined
  const [tool, entry] = found as [string, KnownAction]
  const chosen = entry.cases?.find(
    (one) =>
      Object.entries(one.if ?? {}).every(([input, values]) =>
        values.some((value) => matchesPattern(value, inputValue(inputs, input))),
      ) && Object.entries(one.lacks ?? {}).every(([input, words]) => lacksAll([inputValue(inputs, input)], words)),
  )
  return {
    tool: tool.includes('*') ? name : tool,
    kinds: chosen?.kinds ?? entry.kinds,
    couldBe: entry.couldBe ?? [],
    throwAway: entry.throwAway ?? false,
    remote: entry.remote ?? false,
    gates: gatesOf(entry, inputs),
    environments: [
      ...(chosen?.environment ? [chosen.environment] : []),
      ...(entry.environment ?? [])
        .map((input) => inputValue(inputs, input) || (variables[input] ?? ''))
        .filter(Boolean),
    ],
    scripts: scriptsOf(entry, inputs),
    directory: (entry.directory ?? []).map((input) => inputValue(inputs, input)).find(Boolean) ?? '',
    writes: writtenBy(entry, inputs),
  }
}

function writtenBy({ writes }: KnownAction, inputs: Inputs): KnownUse['writes'] {
  if (!writes) return undefined
  const first = (names: readonly string[] = []) => names.map((name) => inputValue(inputs, name)).find(Boolean)
  const matches = ([input, values]: [string, readonly string[]]) =>
    values.some((value) => matchesPattern(value, inputValue(inputs, input)))
  if (!Object.entries(writes.if ?? {}).every(matches)) return undefined
  const named = first(writes.file) ?? writes.default ?? ''
  const own = writes.pattern === undefined ? named : (new RegExp(writes.pattern).exec(named)?.[1] ?? '')
  const [file = ''] = own.split(/[\n;,]/)
  const folder = first(writes.folder)
  if (file.trim() === '') return undefined
  return { path: [...(folder ? [folder] : []), file.trim()].join('/'), isUnseen: writes.unseen ?? false }
}

/** Inputs are found whatever their case. */
export function inputValue(inputs: Inputs, name: string): string {
  const direct = inputs[name]
  if (direct !== undefined) return direct
  const lower = name.toLowerCase()
  return Object.entries(inputs).find(([key]) => key.toLowerCase() === lower)?.[1] ?? ''
}

/**
 * The inputs of an action or task by which it names files.
 * @param what those that it `reads`, or what it `keeps` (table.ts)
 * @param tool the `tool` of an act
 * @returns none for a use that the tables do not know
 */
export function inputsNaming(what: 'reads' | 'keeps', tool: string): readonly string[] {
  const name = tool.toLowerCase()
  const tables: readonly UseTable[] = ['actions', 'tasks']
  return tables.flatMap((table) => indexOf(table).exact.get(name)?.[1][what] ?? [])
}

const off = new Set(['', '0', 'false', 'no', 'none'])

/** YAML and the services read `False` as `false`. */
const isOff = (value: string): boolean => off.has(value.trim().toLowerCase())

function gatesOf({ gates }: KnownAction, inputs: Inputs): Gates {
  if (gates === undefined) return 'stops'
  if (gates === 'never') return 'reports'
  if (gates === 'elsewhere') return gates
  const { input, alsoInput, andInput, notInput, notInputFalse, contains, bounds, lists, as } = gates
  if (andInput && isOff(inputValue(inputs, andInput))) return 'reports'
  if (bounds?.some((name) => letsHighPass(inputValue(inputs, name)))) return 'reports'
  if (lists?.some((name) => leavesHighOut(inputValue(inputs, name)))) return 'reports'
  if (as && input) {
    const [program = '', ...words] = `${as} ${inputValue(inputs, input)}`.trim().split(/\s+/)
    return knownCommand(program, words)?.gates ?? 'stops'
  }
  if ((bounds ?? lists) && ![input, notInput, notInputFalse].some(Boolean)) return 'stops'
  if (notInput) return isOff(inputValue(inputs, notInput)) ? 'stops' : 'reports'
  if (notInputFalse) return /^(false|0)$/i.test(inputValue(inputs, notInputFalse)) ? 'reports' : 'stops'
  if (contains && input) return inputValue(inputs, input).includes(contains) ? 'stops' : 'reports'
  const values = [input, alsoInput].filter((name) => name !== undefined).map((name) => inputValue(inputs, name))
  return values.some((value) => !isOff(value)) ? 'stops' : 'reports'
}

function scriptsOf(entry: KnownAction, inputs: Inputs): KnownScript[] {
  const isGiven = (input: string) => inputValue(inputs, input) !== ''
  const [program, ...names] = entry.inputCommand ?? []
  const [input, ...more] = names.filter(isGiven)
  const single = [
    ...(entry.runs ?? []).map((one) => ({ input: one, program: '' })),
    ...(entry.runsWith?.inputs.map((one) => ({ input: one, program: entry.runsWith?.program ?? '' })) ?? []),
  ].filter((one) => isGiven(one.input))
  const joined = program && input !== undefined ? [{ input, program, ...(more.length && { more }) }] : []
  const given: KnownScript[] = [...single, ...joined]
  const usual = entry.default === undefined ? undefined : (entry.runsWith?.program ?? program)
  return given.length || usual === undefined ? given : [{ input: '', program: `${usual} ${entry.default}` }]
}
