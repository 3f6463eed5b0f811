const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'

/* The spellings of a day that occur in headings of release notes, the most exact first. */
const spellings = [
  // with the time of day it is no day alone
  /\b\d{4}-\d{1,2}-\d{1,2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2}\b)?|\b)/,
  /\b\d{4}\/\d{1,2}\/\d{1,2}\b/,
  new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?[ .-]+(?:${months})[ .,-]+\\d{4}\\b`, 'i'),
  new RegExp(`\\b(?:${months})\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}\\b`, 'i'),
  new RegExp(`\\b(?:${months}),? \\d{4}\\b`, 'i'),
  /\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/,
  /\b\d{1,2}-\d{1,2}-\d{4}\b/,
  /(?<![.\d])\d{1,2}\.\d{1,2}\.\d{4}(?![.\d])/,
]

/** The first day that a heading names, as written; undefined where it names none. */
export function findDate(text: string): { readonly text: string; readonly index: number } | undefined {
  for (const spelling of spellings) {
    const match = spelling.exec(text)
    if (match) return { text: match[0], index: match.index }
  }
  return undefined
}

/** Whether a text is a day as ISO 8601 writes it, YYYY-MM-DD, and that day exists. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
