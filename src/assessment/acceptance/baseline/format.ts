import { compareText } from '../../../documents/place.ts'
import type { Text } from '../../../documents/text.ts'
import { withoutUnseen } from '../../../documents/unseen.ts'
import type { Entry } from './entry.ts'

/** Where a baseline is written when nobody names another file. */
export const defaultFile = '.assay/baseline.txt'

/** A baseline as it is written. */
export interface Baseline {
  /** what made it */
  readonly version: string
  /** the first digits of the digest of the rules that found what is in it */
  readonly rules: string
  /** YYYY-MM-DD, the day of the last change */
  readonly date: string
  readonly entries: readonly Entry[]
}

/** Why a baseline cannot be used: one sentence, and the line (from 1). */
export class BaselineError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message)
    this.name = 'BaselineError'
  }
}

/** The form's version stands in the first line: a later one may hold what this version does not understand. */
const FORM = 1

const head = /^# assay baseline (\d+) · made by Assay (\S+) · rules ([0-9a-f]{12}) · (\d{4}-\d\d-\d\d)$/

const explanation =
  '# Accepted findings, one a line: requirement, file, fingerprint, what it says. See docs/baseline.md.'

/** A baseline as text: sorted, a finding a line, fields parted by tabs. Equal baselines give equal bytes. */
export function format({ version, rules, date, entries }: Baseline): string {
  const lines = entries.map(({ requirement, file, print, words }) =>
    [requirement, file === '-' ? '\\-' : quote(file) || '-', print, quote(words)].join('\t'),
  )
  const first = `# assay baseline ${FORM} · made by Assay ${version} · rules ${rules.slice(0, 12)} · ${date}`
  return `${[first, explanation, ...lines.sort(compareText)].join('\n')}\n`
}

/** Why a baseline of a later version is not used. */
export function fromLater(version: string, ours?: string): string {
  const which = ours === undefined ? `Assay ${version}` : `Assay ${version}; this is ${ours}`
  return `it was made by a later version (${which}); use that one, or delete it and run \`assay baseline write\``
}

const linesOf = (content: string) => content.replace(/\r\n/g, '\n').split('\n')

/** What git writes around the sides of a conflict, and before what was there before both (git-merge(1)). */
const mark = /^(<{7}|={7}|>{7}|\|{7})( |$)/

type Part = 'both' | 'ours' | 'before' | 'theirs'

/** What each sign begins, and behind which parts of a conflict it may stand. */
const begins: Readonly<Record<string, { readonly part: Part; readonly behind: readonly Part[] }>> = {
  '<': { part: 'ours', behind: ['both'] },
  '|': { part: 'before', behind: ['ours'] },
  '=': { part: 'theirs', behind: ['ours', 'before'] },
  '>': { part: 'both', behind: ['theirs'] },
}

/**
 * A baseline that a merge left in conflict, as it is with the lines of both sides: what either has accepted is accepted.
 * A text without conflicts stays as it is, and so does one whose marks are in no order.
 */
export function withBothSides(content: string): string {
  const kept: string[] = []
  let part: Part = 'both'
  /** how often a line stands on our side of the conflict, so that what both sides have is kept once */
  let ours = new Map<string, number>()
  for (const line of linesOf(content)) {
    const next = mark.test(line) ? begins[line.charAt(0)] : undefined
    if (next) {
      if (!next.behind.includes(part)) return content
      part = next.part
      if (part === 'ours') ours = new Map()
    } else if (part !== 'before') {
      const times = ours.get(line) ?? 0
      if (part === 'ours') ours.set(line, times + 1)
      if (part === 'theirs' && times) ours.set(line, times - 1)
      else kept.push(line)
    }
  }
  return part === 'both' ? kept.join('\n') : content
}

/** Reads a baseline; blank lines and comments are passed over. Throws a {@link BaselineError}. */
export function parse(text: Text): Baseline {
  const lines = linesOf(text.content)
  const [, form, version = '', rules = '', date = ''] = head.exec(lines[0] ?? '') ?? []
  const conflict = lines.findIndex((line) => mark.test(line))
  if (conflict >= 0) {
    throw new BaselineError(
      conflict + 1,
      'a merge left its conflict here; keep the lines of both sides, or run `assay baseline update`, which accepts what is new, too',
    )
  }
  if (form === undefined) {
    throw new BaselineError(
      1,
      'this is no baseline of Assay; name another file, or delete this one and run `assay baseline write`',
    )
  }
  if (Number(form) > FORM) {
    throw new BaselineError(1, fromLater(version))
  }
  const entries = lines.flatMap((line, i) => (line === '' || line.startsWith('#') ? [] : [parseLine(line, i + 1)]))
  return { version, rules, date, entries }
}

function parseLine(line: string, number: number): Entry {
  const [requirement = '', file = '', print = '', ...words] = line.split('\t')
  if (!/^[a-z][\w.-]*$/.test(requirement) || !file || !/^[0-9a-f]{20}$/.test(print)) {
    throw new BaselineError(
      number,
      'it is no line of a baseline (requirement, file, 20 digits, words, parted by tabs); mend or delete it',
    )
  }
  return { requirement, file: file === '-' ? '' : unquote(file), print, words: unquote(words.join('\t')) }
}

/** Names may hold tabs and line ends, which part fields and lines here, and what a reviewer would not see. */
const quote = (text: string) =>
  withoutUnseen(
    text.replace(/[\\\t\r\n]/g, (one) => ({ '\\': '\\\\', '\t': '\\t', '\r': '\\r', '\n': '\\n' })[one] as string),
  )

const unquote = (text: string) =>
  text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{(e0[0-9a-f]{3})\}|(.))/g,
    (_, ...[x, u, point, one]: string[]) => {
      const code = x ?? u ?? point
      return code
        ? String.fromCodePoint(Number.parseInt(code, 16))
        : ({ t: '\t', r: '\r', n: '\n' }[one as string] ?? (one as string))
    },
  )
