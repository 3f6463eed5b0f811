import { flat } from '../documents/line.ts'
import { isInFile } from '../documents/place.ts'
import type { Finding } from './findings.ts'

/** A finding, with those that a consumer would take for the same one. */
export interface Gathered {
  readonly finding: Finding
  /** that say something else at the same place; those that share the cause, where there is no file */
  readonly others: readonly Finding[]
}

/**
 * Findings that stand at one place are one for consumers that know a finding by its rule and its line: those of one
 * requirement and state at the same stretch of a file (one for each tag that a step pushes, for each environment that a
 * start chooses) become one, which says them all. So do those without a file that share a cause. A secret is known by its
 * kind and stays alone.
 */
export function gather(findings: readonly Finding[]): readonly Gathered[] {
  const gathered = new Map<string, { finding: Finding; others: Finding[] }>()
  for (const finding of findings) {
    const key = keyOf(finding)
    const before = gathered.get(key)
    if (before) before.others.push(finding)
    else gathered.set(key, { finding, others: [] })
  }
  return [...gathered.values()]
}

function keyOf({ id, state, severity, place, result, fingerprint, suppression }: Finding): string {
  const { file, start, end, setting, secret } = place
  const where = secret ? [fingerprint] : isInFile(place) ? [file, start, end, setting] : [result?.cause ?? fingerprint]
  return JSON.stringify([id, state, severity, result?.baselineState, suppression?.place, isInFile(place), ...where])
}

/**
 * What a gathered finding says, on one line: each message where it fits, else how many more there are. Messages that differ
 * in one word are one message with all of these words.
 * @param most of how many characters
 */
export function messageOf({ finding, others }: Gathered, most: number): string {
  if (others.length === 0) return finding.message
  const inFile = isInFile(finding.place)
  const messages = [...new Set([finding, ...(inFile ? others : [])].map(({ message }) => ended(flat(message))))]
  const { before, words, after, glue } = differing(messages) ?? { before: '', words: messages, after: '', glue: '; ' }
  const all = inFile ? words.length : others.length + 1
  for (let said = words.length; ; said--) {
    const rest = all - said
    const text = `${before}${words.slice(0, said).join(glue)}${after}${rest ? ` (and ${rest} more like it)` : ''}`
    if (text.length <= most || said === 1) return text
  }
}

const ended = (message: string) => message.replace(/\.$/, '')

/** The one word in which messages differ; undefined where more than that differs. */
function differing(
  messages: readonly string[],
): { before: string; words: string[]; after: string; glue: string } | undefined {
  const [first, ...rest] = messages.map((message) => message.split(' ')) as [string[], ...string[][]]
  if (rest.length === 0 || rest.some((words) => words.length !== first.length)) return undefined
  const at = first.findIndex((word, i) => rest.some((words) => words[i] !== word))
  const isSame = rest.every((words) => words.every((word, i) => i === at || word === first[i]))
  if (at < 0 || !isSame) return undefined
  const words = [first, ...rest].map((one) => one[at] as string)
  const tail = /[,:;]$/.exec(words[0] as string)?.[0] ?? ''
  if (!words.every((word) => word.endsWith(tail))) return undefined
  return {
    before: first
      .slice(0, at)
      .map((word) => `${word} `)
      .join(''),
    words: words.map((word) => (tail ? word.slice(0, -1) : word)),
    glue: ', ',
    after:
      tail +
      first
        .slice(at + 1)
        .map((word) => ` ${word}`)
        .join(''),
  }
}
