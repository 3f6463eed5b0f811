import type { Assessment, RequirementVerdict, Result } from '../../assessment/assessment.ts'
import { groupBy } from '../../documents/group.ts'
import { compareText } from '../../documents/place.ts'
import type { Verdict } from '../../rules/rule.ts'
import { wrap } from '../columns.ts'
import { plain } from '../harmless.ts'
import type { ReportInput } from '../reporter.ts'
import { requirementsInScope } from '../scope.ts'
import { locate } from '../source-context.ts'
import { counted, heading, labelled, paragraph, type Style } from './style.ts'

/** Reasons that are told unless everything is asked for. */
const REASONS = 8

/**
 * The requirements that are unknown, gathered by reason: one reason, one entry, with where it was met first. The reasons
 * that most hang on come first, and of the others only the number is told.
 */
export function unknownLines(input: ReportInput, style: Style): string[] {
  const { assessment, options } = input
  const unknown = withVerdict(assessment, 'unknown').filter((requirement) => requirement.judged)
  if (!unknown.length) return []
  const results = assessment.results.filter((result) => result.verdict === 'unknown' && result.counts)
  const what = `${counted(unknown.length, 'requirement')}: what decides cannot be seen from here`
  const lines = heading('UNKNOWN', what, style, style.paint.yellow.bold)
  const groups = groupByReason(unknown)
  const told = options.verbose || groups.length === REASONS + 1 ? groups : groups.slice(0, REASONS)
  for (const [reason, members] of told) {
    const ids = new Set(members.map((member) => member.id))
    const met = results.filter((result) => ids.has(result.requirement))
    lines.push(...paragraph(reason, 2, style), ...placeLine(reason, met, input, style))
    lines.push(...idLines(members, assessment, style))
    if (!options.verbose) continue
    const messages = new Set(met.map((result) => `${locate(result.place, input.textOf)}: ${result.message}`))
    if (messages.size > 1) for (const text of messages) lines.push(...labelled('-', text, 4, style))
    const settles = new Set(members.flatMap((member) => member.settle.map((settle) => settle.text)))
    for (const text of settles) lines.push(...labelled('to settle', text, 4, style))
  }
  const rest = groups.slice(told.length)
  if (rest.length) {
    const left = counted(rest.flatMap(([, members]) => members).length, 'requirement')
    const text = `… and ${left} for ${rest.length} other reasons; --verbose shows them`
    lines.push(...paragraph(text, 2, style).map((line) => style.paint.dim(line)))
  }
  return lines
}

/** Where the reason was met; nothing where it is the whole repository, be it for one of many requirements only. */
function placeLine(reason: string, met: readonly Result[], { textOf }: ReportInput, style: Style): string[] {
  const those = met.filter(({ message }) => reason.startsWith(message))
  const [found] = those
  if (!found || !those.every(({ place }) => place.file || place.setting)) return []
  // a path stays whole; what a forge calls its settings are words
  return wrap(plain(locate(found.place, textOf)), style.width - 4).map((line) => `    ${style.paint.cyan(line)}`)
}

function withVerdict(assessment: Assessment, verdict: Verdict): RequirementVerdict[] {
  return requirementsInScope(assessment).filter((requirement) => requirement.verdict === verdict)
}

function groupByReason(members: readonly RequirementVerdict[]): [string, RequirementVerdict[]][] {
  const groups = groupBy(members, ({ reason }) => reason)
  return [...groups].sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]))
}

/** The ids in the order of the catalogue; `section.*`, as --only takes it, where all of a section are meant. */
function idLines(members: readonly RequirementVerdict[], assessment: Assessment, style: Style): string[] {
  const all = groupBy(requirementsInScope(assessment), sectionOf)
  const words = [...groupBy(members, sectionOf)].flatMap(([section, here]) =>
    here.length > 1 && here.length === all.get(section)?.length ? [`${section}.*`] : here.map(({ id }) => id),
  )
  return wrap(plain(words.join(', ')), style.width - 4).map((line) => `    ${style.paint.dim(line)}`)
}

const sectionOf = ({ id }: RequirementVerdict) => id.split('.')[0] as string

/** The requirements that do not apply, with their reasons; only told when asked for everything. */
export function notApplicableLines({ assessment }: ReportInput, style: Style): string[] {
  const members = withVerdict(assessment, 'not-applicable')
  if (!members.length) return []
  const lines = heading('NOT APPLICABLE', counted(members.length, 'requirement'), style, style.paint.bold)
  for (const [reason, group] of groupByReason(members)) {
    lines.push(...paragraph(reason, 2, style), ...idLines(group, assessment, style))
  }
  return lines
}

/** The requirements that pass, each with what decided. */
export function passLines({ assessment }: ReportInput, style: Style): string[] {
  const members = withVerdict(assessment, 'pass')
  if (!members.length) return []
  const lines = heading('PASS', counted(members.length, 'requirement'), style, style.paint.green.bold)
  for (const { id, grade, reason } of members) {
    const word = grade === 'observed' ? '' : `  ${style.paint.dim(grade)}`
    lines.push(`  ${style.paint.green(plain(id))}${word}`, ...paragraph(reason, 4, style))
  }
  return lines
}
