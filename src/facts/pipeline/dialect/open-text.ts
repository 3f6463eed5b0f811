import { fillPieces, piecesOf } from './fill.ts'

/** The longest text that values are put into; values that double at each level must not fill the memory. */
const longest = 65_536

/**
 * How a value that is not known stands in a text: as a shell's variable, so that commands around it are read alike.
 * `params.image-tag` → `${PARAMS_IMAGE_TAG}`
 */
export function openName(expression: string): string {
  const name = expression.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  return `\${${name.replace(/^_+|_+$/g, '').slice(0, 80) || 'VALUE'}}`
}

/** Whether a part of a text is not known. */
export function isOpen(text: string): boolean {
  return text.includes('${')
}

/**
 * A text with what is known put in; the rest stands as {@link openName} says.
 * @param pattern global; its first group is the expression
 */
export function filledText(text: string, pattern: RegExp, resolve: (expression: string) => string | undefined): string {
  const filled = fillPieces(text, piecesOf(text, pattern), (expression) => resolve(expression) ?? openName(expression))
  return filled.text.length > longest ? openName('a long text') : filled.text
}
