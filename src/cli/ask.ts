import type { Interface } from 'node:readline'
import { addDays, isDay } from '../config/days.ts'
import { UsageError } from './errors.ts'
import { harmless } from './tell.ts'

/** What a person is asked for, or gives by an option. */
export interface Field {
  readonly name: string
  /** the question, without its question mark */
  readonly question: string
  /** what an empty answer stands for */
  readonly fallback?: string
  /** what is wrong with an answer; undefined where it is right */
  readonly wrong?: (answer: string) => string | undefined
}

/** The last day of an entry, from the day on which it is written; `days` later is proposed. */
export function lastDay(asOf: string, days: number): Field {
  return {
    name: 'expires',
    question: 'Last day, YYYY-MM-DD',
    fallback: addDays(asOf, days),
    wrong: (answer) =>
      !isDay(answer) ? 'it is no day; write YYYY-MM-DD' : answer < asOf ? `it is past (this is ${asOf})` : undefined,
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
  for (const { name, wrong } of fields) {
    const option = given[name]
    if (typeof option !== 'string') continue
    const value = option.trim()
    const why = value === '' ? 'it is empty' : wrong?.(value)
    if (why) throw new UsageError(`--${name} "${value}": ${why}`)
    answers[name] = value
  }
  const missing = fields.filter(({ name }) => answers[name] === undefined)
  if (missing.length && !ask) {
    const list = missing.map(({ name, question }) => `  --${name} <${question.toLowerCase()}>`).join('\n')
    throw new UsageError(`there is no terminal to ask at; give these options too:\n${list}`)
  }
  for (const field of missing) answers[field.name] = await answerTo(field, ask as Ask)
  return answers
}

async function answerTo({ question, fallback, wrong }: Field, ask: Ask): Promise<string> {
  let before = ''
  for (;;) {
    const answer = await ask(`${before}${question}${fallback === undefined ? '' : ` [${fallback}]`}: `)
    if (answer === undefined) throw new UsageError('no answer came, so nothing is written')
    const value = answer.trim() || (fallback ?? '')
    const why = value === '' ? 'it is needed' : wrong?.(value)
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
  lines.on('SIGINT', () => process.exit(130))
  return { ask: askOf(lines), close: () => lines.close() }
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
