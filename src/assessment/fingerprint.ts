import { maskAlone } from '../documents/mask.ts'
import type { Place } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import { crypto } from '../sources/crypto.ts'

/** What makes a finding the same one tomorrow. */
export interface Identity {
  readonly requirement: string
  readonly test: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly place: Place
  /** the path that a finding shows: what runs through several files is named by these */
  readonly trace?: readonly { readonly place: Place }[]
}

/**
 * Gives each finding a fingerprint of 32 hexadecimal digits: SHA-256 over its content print and its file. It survives
 * lines inserted above; another value on the line, or another file, is another finding. Findings that are alike in all
 * of this are told apart by their order. `textOf` gives a file's text, undefined where it has none.
 */
export function fingerprints(
  findings: readonly Identity[],
  textOf: (file: string) => Text | undefined,
): readonly string[] {
  const seen = new Map<string, number>()
  const lines = linesOf(textOf)
  const nameOf = namesOf()
  return findings.map((finding) => {
    const name = nameOf(finding)
    const key = [contentPrint(finding, name.id, lines), finding.place.file, ...name.files].join(' ')
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    return hash(nth ? `${key} ${nth}` : key).slice(0, 32)
  })
}

/**
 * What a finding is, wherever its file lies and however many are alike: 32 hexadecimal digits of SHA-256 over the
 * requirement, the test, the subject and the line on which the finding stands, without its indentation and its number.
 * A file that is renamed keeps the content prints of its findings, and so does a pipeline that calls the one they stand in.
 */
export function contentPrints(
  findings: readonly Identity[],
  textOf: (file: string) => Text | undefined,
): readonly string[] {
  const lines = linesOf(textOf)
  const nameOf = namesOf()
  return findings.map((finding) => contentPrint(finding, nameOf(finding).id, lines))
}

function contentPrint(
  { requirement, test, subject, place }: Identity,
  id: string,
  lineOf: (place: Place) => string,
): string {
  // of a secret's line no hash is made: a chosen password could be guessed from it
  const line = place.setting ?? (place.secret ? '' : lineOf(place))
  return hash(JSON.stringify([requirement, test, subject.kind, id, line])).slice(0, 32)
}

/** How the subject of a finding is called without places, and the files besides its own that name it. */
interface Name {
  readonly id: string
  readonly files: readonly string[]
}

/** Names of findings: dozens of rules find something about one subject in one file, on one path. */
function namesOf(): (finding: Identity) => Name {
  const last = new WeakMap<Identity['subject'], { name: Name; file: string; trace: Identity['trace'] }>()
  return (finding) => {
    const { subject, trace } = finding
    const { file } = finding.place
    const known = last.get(subject)
    if (known && known.file === file && known.trace === trace) return known.name
    const files = otherFiles(finding)
    const name = { id: [file, ...files].filter(Boolean).reduce(withoutPlace, subject.id), files }
    last.set(subject, { name, file, trace })
    return name
  }
}

/** The masked line of a place: many rules find something at the same one. */
function linesOf(textOf: (file: string) => Text | undefined): (place: Place) => string {
  const known = new Map<Place, string>()
  return (place) => {
    const before = known.get(place)
    if (before !== undefined) return before
    const line = maskAlone(lineAt(place, textOf(place.file)))
    known.set(place, line)
    return line
  }
}

/** The files besides its own that a finding's subject is named by: the pipeline that calls the one it stands in. */
function otherFiles({ subject, place, trace = [] }: Identity): readonly string[] {
  const named: string[] = []
  for (const { place: stop } of trace) {
    const { file } = stop
    if (file && file !== place.file && !named.includes(file) && subject.id.includes(file)) named.push(file)
  }
  // a path can be the end of a longer one
  return named.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
}

/** The name of a subject without its file and the offset in it, by which facts tell their members apart. */
function withoutPlace(id: string, file: string): string {
  if (!id.includes(file)) return id
  return id
    .split(file)
    .map((part, i) => (i ? part.replace(/^:\d+(?=[:@]|$)/, '') : part))
    .join('\0')
}

/** The line that a finding stands on; nothing for one that speaks of its whole file, whose first line says nothing. */
function lineAt({ start, end = start }: Place, text: Text | undefined): string {
  if (start === undefined || !text) return ''
  const line = text.line(text.position(start).line)
  const isWhole = start === 0 && (end === 0 || (end as number) > line.length + 1)
  return isWhole ? '' : line.trim()
}

/** SHA-256 of a text as 64 hexadecimal digits. */
export function hash(text: string): string {
  return crypto().hash('sha256', text, 'hex')
}
