/** A piece of a message: literal text, or an expression with its offset in the template. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly source: string; readonly start: number }

/**
 * Splits a message such as `{it.job} deploys` into text and expressions. A brace that begins a YAML map, as in
 * `environments: {demo: staging}`, is text (a word or words and a colon come first, which no expression can begin with);
 * so is everything between `{{` and `}}`, braces included. Throws an error with `offset` for a brace that is not closed.
 */
export function splitTemplate(template: string): readonly Piece[] {
  const known = splits.get(template)
  if (known) return known
  const pieces = split(template)
  splits.set(template, pieces)
  return pieces
}

/** A rule's messages are filled in for each of its subjects. */
const splits = new Map<string, readonly Piece[]>()

function split(template: string): readonly Piece[] {
  const pieces: Piece[] = []
  let text = ''
  let at = 0
  const flush = () => {
    if (text) pieces.push({ kind: 'text', text })
    text = ''
  }
  while (at < template.length) {
    const rest = template.slice(at)
    const verbatim = /^\{\{.*?\}\}/s.exec(rest)
    if (verbatim) {
      text += verbatim[0]
      at += verbatim[0].length
    } else if (rest[0] === '{' && !isMap(rest)) {
      const end = closing(template, at)
      if (end < 0)
        throw new TemplateError('a "{" is not closed; write {expression}, or {{ … }} for braces as they are', at)
      flush()
      pieces.push({ kind: 'hole', source: template.slice(at + 1, end), start: at + 1 })
      at = end + 1
    } else {
      text += rest[0]
      at++
    }
  }
  flush()
  return pieces
}

export class TemplateError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message)
  }
}

const isMap = (rest: string) => /^\{\s*(?:[^{}()?:"'[\]]+|"[^"]*"|'[^']*'):(?:\s|$)/.test(rest)

/** The offset of the brace that closes the one at `open`, passing over strings and nested braces; -1 without one. */
function closing(template: string, open: number): number {
  let depth = 0
  for (let i = open; i < template.length; i++) {
    const c = template[i]
    if (c === '"' || c === "'") {
      const end = template.indexOf(c, i + 1)
      if (end < 0) return -1
      i = end
    } else if (c === '{') depth++
    else if (c === '}' && --depth === 0) return i
  }
  return -1
}
