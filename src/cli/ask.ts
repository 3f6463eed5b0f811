import type { Interface } from 'node:readline'
import { saysNothing } from '../assessment/acceptance/entries.ts'
import { addDays, daysBetween, isDay } from '../config/days.ts'
import { UsageError } from './errors.ts'
import { harmless } from './tell.ts'

/** What a person is asked for, or gives by an option. */
export interface Field {
  readonly name: string
  /** the question, without its question mark */
  readonly question: string
  /** what an empty answer stands for */
  readonly fallback?: string
  /** what is wrong with an answer, where the fields before it were answered so; undefined where it is right */
  readonly wrong?: (answer: string, before: Answers) => string | undefined
}

/** Answers by the names of their fields. */
export type Answers = Readonly<Record<string, string>>

/**
 * The last day of an entry, from the day on which it is written; `days` later is proposed. `most` is how many days the
 * policy allows.
 */
export function lastDay(asOf: string, days: number, most = Number.POSITIVE_INFINITY): Field {
  return {
    name: 'expires',
    question: 'Last day, YYYY-MM-DD',
    fallback: addDays(asOf, Math.min(days, most)),
    wrong(answer) {
      if (!isDay(answer)) return 'it is no day; write YYYY-MM-DD'
      if (answer < asOf) return `it is past (this is ${asOf})`
      return daysBetween(asOf, answer) > most ? `the policy allows ${most} days, to ${addDays(asOf, most)}` : undefined
    },
  }
}

/** How a person is asked: gives the answer, undefined where none comes any more. */
export type Ask = (question: string) => Promise<string | undefined>

/**
 * The fields of an entry: by options, the others by asking. Where nobody can be asked, all that are missing are one
 * {@link UsageError}, as is an option whose value is wrong.
 */
export async function answersTo(
  fields: readonly Field[],
  given: Readonly<Record<string, unknown>>,
  ask: Ask | undefined,
): Promise<Readonly<Record<string, string>>> {
  const answers: Record<string, string> = {}
  for (const field of fields) {
    const { name } = field
    const option = given[name]
    if (typeof option !== 'string') continue
    const value = option.trim()
    const why = value === '' ? 'it is empty' : wrongWith(field, value, answers)
    if (why) throw new UsageError(`--${name} "${value}": ${why}`)
    answers[name] = value
  }
  const missing = fields.filter(({ name }) => answers[name] === undefined)
  if (missing.length && !ask) {
    const list = missing
      .map(({ name, question }) => `  --${name} <${question.charAt(0).toLowerCase()}${question.slice(1)}>`)
      .join('\n')
    throw new UsageError(`there is no terminal to ask at; give these options too:\n${list}`)
  }
  for (const field of missing) answers[field.name] = await answerTo(field, answers, ask as Ask)
  return answers
}

function wrongWith({ wrong }: Field, value: string, answers: Answers): string | undefined {
  return saysNothing(value) ? 'it says nothing; write what is meant' : wrong?.(value, answers)
}

async function answerTo(field: Field, answers: Answers, ask: Ask): Promise<string> {
  const { question, fallback } = field
  let before = ''
  for (;;) {
    const answer = await ask(`${before}${question}${fallback === undefined ? '' : ` [${fallback}]`}: `)
    if (answer === undefined) throw new UsageError('no answer came, so nothing is written')
    const value = answer.trim() || (fallback ?? '')
    const why = value === '' ? 'it is needed' : wrongWith(field, value, answers)
    if (!why) return value
    before = `${harmless(why)}\n`
  }
}

/** Asks at the terminal, on stderr so that stdout stays clean; undefined where there is none. `close` gives it back. */
export async function atTerminal(): Promise<{ readonly ask: Ask | undefined; close(): void }> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return { ask: undefined, close: () => {} }
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  // Ctrl-C leaves as it does everywhere; nothing is written before the last answer
  lines.on('SIGINT', () => {
    process.stderr.write('\n')
    process.exit(130)
  })
  let isOver = false
  // Ctrl-D leaves the cursor behind the question
  lines.once('close', () => isOver || process.stderr.write('\n'))
  return {
    ask: askOf(lines),
    close() {
      isOver = true
      lines.close()
    },
  }
}

/** Asks by lines that come; those that come before they are asked for (several are pasted at once) are the next answers. */
export function askOf(lines: Interface): Ask {
  const early: string[] = []
  let isOver = false
  let take: ((line: string | undefined) => void) | undefined
  lines.on('line', (line) => (take ? take(line) : early.push(line)))
  lines.once('close', () => {
    isOver = true
    take?.(undefined)
  })
  return (question) => {
    if (!isOver) {
      lines.setPrompt(question)
      lines.prompt()
    }
    const line = early.shift()
    if (line !== undefined || isOver) return Promise.resolve(line)
    return new Promise((resolve) => {
      take = (answer) => {
        take = undefined
        resolve(answer)
      }
    })
  }
}
