import type { DataNode } from '../../../documents/tree.ts'
import { filledText } from '../dialect/open-text.ts'
import { expressions, type Names } from './dialect.ts'

/** What an expression comes to; undefined: not known. Of `{{= … }}` only a plain name is understood. */
export function lookUp(expression: string, names: Names): string | undefined {
  const plain = expression
    .replace(/^=\s*/, '')
    .replace(/\[\s*['"]([\w.-]+)['"]\s*\]/g, '.$1')
    .trim()
  return names.get(plain)
}

/** A text with what is known put in; the rest stands as variables of the shell. */
export function textWith(text: string, names: Names): string {
  return filledText(text, expressions, (one) => lookUp(one, names))
}

/** Handed over by `arguments.parameters`, resolved where it is written: `inputs.parameters.<name>` inside. */
export function givenParameters(list: DataNode | undefined, names: Names): Map<string, string> {
  const given = new Map<string, string>()
  for (const one of list?.asList ?? []) {
    const name = one.get('name')?.text
    const value = one.get('value')
    if (name !== undefined && value?.text !== undefined) given.set(name, textWith(value.text, names))
  }
  return given
}

/** The names inside of a template: the workflow's, and its inputs as given or by default. */
export function innerNames(template: DataNode, given: ReadonlyMap<string, string>, outer: Names): Names {
  const names = new Map([...outer].filter(([name]) => name.startsWith('workflow.')))
  const add = (name: string, value: string) => names.set(`inputs.parameters.${name}`, value)
  for (const one of template.at('inputs', 'parameters')?.asList ?? []) {
    const name = one.get('name')?.text
    const fallback = one.get('value') ?? one.get('default')
    if (name !== undefined && fallback?.text !== undefined) add(name, textWith(fallback.text, names))
  }
  for (const [name, value] of given) add(name, value)
  return names
}
