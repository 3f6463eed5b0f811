/**
 * The words of a name, in lower case: camelCase, snake_case, kebab-case, SCREAMING_CASE, dotted and spaced names are the
 * same to what follows. Digits are no words (`password2` is `password`), but a word may hold them (`oauth2`).
 */
export function wordsOf(name: string): readonly string[] {
  const words: string[] = []
  let from = 0
  for (let at = 0; at < name.length; at++) {
    if (kindAt(name, at) === SEPARATOR) {
      if (at > from) words.push(name.slice(from, at))
      from = at + 1
    } else if (at > from && breaks(name, at)) {
      words.push(name.slice(from, at))
      from = at
    }
  }
  if (name.length > from) words.push(name.slice(from))
  return words.map(plain).filter((word) => word !== '')
}

const SEPARATOR = 0
const LOWER = 1
const UPPER = 2
const DIGIT = 3

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 97 && code <= 122) return LOWER
  if (code >= 65 && code <= 90) return UPPER
  if (code >= 48 && code <= 57) return DIGIT
  return code >= 0xc0 ? LOWER : SEPARATOR
}

/** Whether a word begins at `at`, in the middle of letters: `dbPassword`, `DBPassword`. */
function breaks(name: string, at: number): boolean {
  const here = kindAt(name, at)
  const before = kindAt(name, at - 1)
  if (here === UPPER)
    return (
      before === LOWER ||
      (before === DIGIT && kindAt2(name, at + 1) === LOWER) ||
      (before === UPPER && kindAt2(name, at + 1) === LOWER)
    )
  return false
}

const kindAt2 = (name: string, at: number) => (at < name.length ? kindAt(name, at) : SEPARATOR)

/** Without case, accents and the digits at its end. */
function plain(word: string): string {
  let end = word.length
  while (end > 0 && kindAt(word, end - 1) === DIGIT) end--
  const bare = word.slice(0, end).toLowerCase()
  return /[^a-z0-9]/.test(bare) ? bare.replaceAll('ł', 'l').normalize('NFD').replace(/\p{M}/gu, '') : bare
}
