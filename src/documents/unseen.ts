/*
 * Text of a repository is hostile until proven otherwise: it may hold escapes that a terminal obeys, and characters that
 * make a line read otherwise than it is written (https://trojansource.codes).
 */

/** Control characters (C0 without the line feed, C1, line separators), direction marks and invisible ones. */
const unseen =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu

/**
 * A text in which control characters, direction marks and invisible characters are shown as escapes (`\x1b`, `\u202e`)
 * and not obeyed. Line feeds stay.
 */
export const withoutUnseen = (text: string): string => text.replace(unseen, shown)

function shown(character: string): string {
  const code = character.codePointAt(0) as number
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}
