import type { Literal } from './literal.ts'
import { literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import type { Form } from './pair.ts'
import { lineEnd, lineStart, matchAt, skipSpace } from './text.ts'

/** The literal on the line below its name: a block of YAML (`|`, `>`), a plain scalar that is indented, an item of a list. */
export function belowOf(content: string, name: Name, form: Form): Literal | undefined {
  if (form === 'yaml') return inYaml(content, name)
  if (form !== 'prose' && form !== 'ini') return undefined
  const open = matchAt(
    /(?:\*\*|`)?:?(?:\*\*|`)?[ \t]{0,4}:?[ \t]{0,8}\r?\n[ \t]{0,40}(?:[-*>][ \t]{1,4})?`{0,3}(?=[^\s`])/y,
    content,
    name.end,
  )
  if (open === null || !open[0].includes(':')) return undefined
  return line(content, name.end + open[0].length)
}

function inYaml(content: string, name: Name): Literal | undefined {
  const after = name.end + name.closing.length
  const option = name.dashes > 0 && matchAt(/[ \t]{0,4}\r?\n[ \t]{0,40}-[ \t]{1,4}/y, content, after)
  if (option) return line(content, after + option[0].length)
  const open = matchAt(
    /[ \t]{0,4}:[ \t]{0,8}(?:[|>][-+0-9]{0,2}[ \t]{0,8}(?:#[^\n]{0,80})?)?\r?\n([ \t]{1,60})(?=[^\s#-])/y,
    content,
    after,
  )
  if (open === null) return undefined
  const indent = name.start - lineStart(content, name.start)
  if ((open[1] as string).length <= indent) return undefined
  const start = after + open[0].length
  const value = line(content, start)
  return value === undefined || /^["']?[\w./-]+["']?:(?:\s|$)/.test(value.value) ? undefined : value
}

/** The whole of a line, as one value. */
function line(content: string, at: number): Literal | undefined {
  const start = skipSpace(content, at)
  const quoted = literalAt(content, start, false)
  if (quoted !== undefined) return quoted
  const end = lineEnd(content, start, 1000)
  const value = content
    .slice(start, end)
    .replace(/`+\s*$/, '')
    .trimEnd()
  return value === '' || /\s/.test(value)
    ? undefined
    : { value, start, end: start + value.length, after: end, quoted: false, composed: false }
}
