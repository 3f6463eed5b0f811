import { branching, type Said, saidBy } from '../dialect/said-values.ts'
import { expandEntries, fieldOf } from './expand.ts'
import type { Bound, Variables } from './scope.ts'
import { shellName, type TextContext, written } from './text.ts'

/**
 * What the steps of a job set so far by `##vso[task.setvariable variable=tag]v1`, by name in lower case: a text as scripts
 * write it, undefined where it is not one, or not known. learn.microsoft.com, "Logging commands" and "Set variables in
 * scripts": one that is an output is `$(step.tag)` in its own job.
 */
export type SetVariables = Map<string, string | undefined>

/** Where a step sets variables. */
interface Setting extends TextContext {
  /** adds to these */
  readonly set: SetVariables
  /** variables that its script finds set */
  readonly variables: Readonly<Record<string, string>>
  /** it may not run, or sets the variable in some runs only */
  readonly isOpen: boolean
}

const command = /##vso\[task\.setvariable\s+variable=([\w.-]+)((?:;[^\]]*)?)\]([^"'`\r\n]*)/i

/** Adds what the scripts of a step set; what they may only set, beside another value, is not known. */
export function noteSet(item: Bound, name: string | undefined, setting: Setting): void {
  const { set, variables } = setting
  for (const bound of scriptsOf(item)) {
    const raw = bound.node.text ?? ''
    if (!/task\.setvariable/i.test(raw)) continue
    const text = written([bound], setting) ?? raw
    const inShell =
      /^\s*[^#\n]*\b(echo|printf)\s+(-\w+\s+)*["'].*##vso/im.test(text) && !/Write-(Host|Output)/i.test(text)
    const plain = plainlySaid(text, name)
    const said = inShell ? saidBy(text, new Map(Object.entries(variables)), (line) => saidIn(line, name)) : plain
    const isOpen = setting.isOpen || branching.test(text)
    for (const key of plain.keys()) {
      const value = said.get(key)
      const before = set.has(key) ? set.get(key) : variables[shellName(key)]
      const isOther = (set.has(key) || isDeclared(key, setting.scope.variables)) && before !== value
      set.set(key, isOther && isOpen ? undefined : value)
    }
  }
}

function isDeclared(name: string, { own, outer }: Variables): boolean {
  return own.has(name) || (outer !== undefined && isDeclared(name, outer))
}

/** The texts in which a script of a step may stand: its own, or inputs of a task. */
function scriptsOf(item: Bound): readonly Bound[] {
  const own = ['script', 'bash', 'pwsh', 'powershell'].flatMap((kind) => fieldOf(item, kind))
  const inputs = fieldOf(item, 'inputs').flatMap((bound) => expandEntries(bound).map(({ value }) => value))
  return [...own, ...inputs].filter(({ node }) => node.kind === 'scalar')
}

/**
 * What a script of any language says, by name. Its language is not read: a text counts where it stands for itself, and nothing
 * is put in, added or chosen; `"…]" + tag`, `f"…]{tag}"` and two texts for one name are not known.
 */
function plainlySaid(text: string, step: string | undefined): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  for (const match of text.matchAll(new RegExp(command, 'gi'))) {
    const said = saidIn(match[0], step)
    if (!said) continue
    const [behind = ''] = text.slice(match.index + match[0].length).split(/\r?\n/, 1)
    const isWhole = /^[^$%{}]+$/.test(said.value) && /^["'`]?[\s);}]*$/.test(behind)
    const value = isWhole ? said.value : undefined
    found.set(said.name, found.has(said.name) && found.get(said.name) !== value ? undefined : value)
  }
  return found
}

function saidIn(line: string, step: string | undefined): Said | undefined {
  const [, variable = '', options = '', value = ''] = command.exec(line) ?? []
  if (variable === '') return undefined
  const isOutput = /isoutput\s*=\s*true/i.test(options)
  if (isOutput && step === undefined) return undefined
  return { name: (isOutput ? `${step}.${variable}` : variable).toLowerCase(), value }
}
