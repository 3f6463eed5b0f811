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
    const said = inShell ? saidBy(text, new Map(Object.entries(variables)), (line) => saidIn(line, name)) : new Map()
    const isOpen = setting.isOpen || branching.test(text)
    for (const match of text.matchAll(new RegExp(command, 'gi'))) {
      const plain = saidIn(match[0], name)
      if (!plain) continue
      const key = plain.name
      // what stands in another language is taken where it is a text without variables
      const value = inShell ? said.get(key) : /[$%]/.test(plain.value) ? undefined : plain.value
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

function saidIn(line: string, step: string | undefined): Said | undefined {
  const [, variable = '', options = '', value = ''] = command.exec(line) ?? []
  if (variable === '') return undefined
  const isOutput = /isoutput\s*=\s*true/i.test(options)
  if (isOutput && step === undefined) return undefined
  return { name: (isOutput ? `${step}.${variable}` : variable).toLowerCase(), value }
}
