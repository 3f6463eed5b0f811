/*
 * JSON that is a template of something: of Terraform (`${…}`, `%{…}`), of Helm (`{{…}}`), of Jinja (`{%…%}`). What stands in
 * a text is left there, so that the rest can be read and every offset stays what it is.
 */

const opening = /\{\{|\$\{|%\{|\{%/y
const closing: Readonly<Record<string, string>> = { '{{': '}}', '${': '}', '%{': '}', '{%': '%}' }
const control = /^\{\{-?\s*(if|else|end|range|with|define|template|include|\/\*)\b|^(%\{|\{%)/

/** Longer actions are none. */
const longest = 510

/** The text as JSON, as long as it was: what a template puts in beside texts becomes a number or nothing. */
export function maskTemplate(written: string): string {
  const text = unwrapped(written)
  let masked = ''
  let copied = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '\\' && inText) at++
    else if (sign === '"') inText = !inText
    else if (sign === '{' || sign === '$' || sign === '%') {
      opening.lastIndex = at
      const open = opening.exec(text)?.[0]
      if (open === undefined) continue
      // an action is short: what is never closed is not looked for to the end
      const near = text.slice(at + open.length, at + longest).indexOf(closing[open] as string)
      if (near < 0) continue
      const end = at + open.length + near
      const last = end + (closing[open] as string).length
      const action = text.slice(at, last)
      masked += text.slice(copied, at) + standIn(action, inText)
      copied = last
      at = last - 1
    }
  }
  return masked + text.slice(copied)
}

function standIn(action: string, inText: boolean): string {
  if (inText) return action.replace(/["\\\n\r]/g, "'")
  return control.test(action) ? action.replace(/[^\n]/g, ' ') : `0${' '.repeat(action.length - 1)}`
}

/** `${jsonencode({…})}`: what stands inside, in the form that JSON has too. */
function unwrapped(text: string): string {
  const head = /^\s*\$\{\s*jsonencode\(/.exec(text)?.[0]
  const tail = /\)\s*\}\s*$/.exec(text)?.[0]
  if (!head || !tail) return text
  return `${' '.repeat(head.length)}${text.slice(head.length, text.length - tail.length)}${' '.repeat(tail.length)}`
}
