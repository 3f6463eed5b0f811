import { withoutUnseen } from '../documents/unseen.ts'

/**
 * One line of text made harmless: control characters, direction marks and invisible characters are shown as escapes
 * (`\x1b`, `\u202e`) and not obeyed; line ends and tabs become one space; joiners of emoji are dropped; half surrogate
 * pairs become the replacement character.
 */
export function plain(text: string): string {
  return withoutUnseen(text.replace(/[\r\n\t]+/g, ' ').replace(/\u200d/g, '')).replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  )
}
