import type { FunctionNode, GroovyScript } from '../../../documents/groovy/index.ts'
import type { Place } from '../../../documents/place.ts'
import type { Text } from '../../../documents/text.ts'
import { Scope } from './values/scope.ts'

/** A Groovy file: its functions, its own variables, the classes that it takes in. */
export interface Module {
  readonly file: string
  readonly text: Text
  readonly script: GroovyScript
  readonly functions: ReadonlyMap<string, readonly FunctionNode[]>
  /** simple names of imported classes */
  readonly imports: ReadonlySet<string>
  readonly scope: Scope
  /** whether its own statements have been gone through */
  loaded: boolean
}

/** A file of Groovy with its functions by name. */
export function moduleOf(file: string, text: Text, script: GroovyScript): Module {
  const functions = new Map<string, FunctionNode[]>()
  const imports = new Set<string>()
  for (const statement of script.statements) {
    if (statement.kind === 'function') {
      const list = functions.get(statement.name)
      if (list) list.push(statement)
      else functions.set(statement.name, [statement])
    }
    if (statement.kind === 'import') imports.add(statement.alias ?? statement.name.replace(/^.*\./, ''))
  }
  return { file, text, script, functions, imports, scope: new Scope(undefined), loaded: false }
}

/** The place of a node of a module. */
export function placeIn(module: Module, span: { readonly start: number; readonly end: number }): Place {
  return { file: module.file, start: span.start, end: span.end }
}

/** What is written there, on one line. */
export function writtenIn(module: Module, span: { readonly start: number; readonly end: number }): string {
  return module.text.content.slice(span.start, span.end).replace(/\s+/g, ' ').trim()
}
