/** Longer than any image reference; what grows beyond it is left as it is, so that ARGs cannot multiply. */
const maximumLength = 4_096

/**
 * Fills variables into a text as Docker does in FROM (docs.docker.com/reference/dockerfile, "Environment replacement"):
 * `$A`, `${A}`, `${A:-x}`, `${A-x}`, `${A:+x}`, `${A+x}`. What has no value stays as `${A}`; other forms stay as
 * written.
 *
 * @param values undefined: declared without a default
 */
export function expand(text: string, values: ReadonlyMap<string, string | undefined>, depth = 0): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && text[i + 1] === '$') out += text[++i]
    else if (text[i] !== '$') out += text[i]
    else {
      const { value, length } = variable(text.slice(i), values, depth)
      out += value
      i += length - 1
    }
    if (out.length > maximumLength) return text
  }
  return out
}

function variable(
  text: string,
  values: ReadonlyMap<string, string | undefined>,
  depth: number,
): { value: string; length: number } {
  const simple = /^\$([A-Za-z_]\w*)/.exec(text)
  if (simple) return { value: values.get(simple[1] as string) ?? `\${${simple[1]}}`, length: simple[0].length }
  const end = text.startsWith('${') && depth < 10 ? closing(text) : -1
  const inside = text.slice(2, end)
  const braced = /^([A-Za-z_]\w*)(?:(:?[-+])([\s\S]*))?$/.exec(inside)
  if (end < 0 || !braced) return { value: '$', length: 1 }
  const [, name = '', operator, word = ''] = braced
  const value = values.get(name)
  const set = operator?.startsWith(':') ? Boolean(value) : value !== undefined
  const length = end + 1
  if (operator?.endsWith('-')) return { value: set ? (value as string) : expand(word, values, depth + 1), length }
  if (operator?.endsWith('+')) return { value: set ? expand(word, values, depth + 1) : '', length }
  return { value: value ?? `\${${name}}`, length }
}

/** The index of the brace that closes the one at index 1; -1 where there is none. */
function closing(text: string): number {
  let open = 0
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '{') open++
    else if (text[i] === '}' && --open === 0) return i
  }
  return -1
}
