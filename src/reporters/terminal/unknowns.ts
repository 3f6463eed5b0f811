import type { Assessment, RequirementVerdict } from '../../assessment/assessment.ts'
import { compareText } from '../../documents/place.ts'
import { counted, labelled, paragraph, type Style, wrap } from './style.ts'

/** The requirements that are unknown, gathered by reason: one reason, one entry. */
export function unknownLines(assessment: Assessment, verbose: boolean, style: Style): string[] {
  const unknown = assessment.requirements.concat(assessment.own).filter((r) => r.verdict === 'unknown' && r.judged)
  if (!unknown.length) return []
  const lines = [
    style.paint.bold(`UNKNOWN  ${counted(unknown.length, 'requirement')}: what decides cannot be seen from here`),
  ]
  for (const [reason, members] of groupByReason(unknown)) {
    lines.push(...paragraph(reason, 2, style))
    lines.push(...idLines(members, style))
    if (!verbose) continue
    for (const text of new Set(members.flatMap((m) => m.settle.map((s) => s.text))))
      lines.push(...labelled('to settle', text, 4, style))
  }
  return lines
}

function groupByReason(members: readonly RequirementVerdict[]): [string, RequirementVerdict[]][] {
  const groups = new Map<string, RequirementVerdict[]>()
  for (const member of members) {
    const group = groups.get(member.reason)
    if (group) group.push(member)
    else groups.set(member.reason, [member])
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]))
}

function idLines(members: readonly RequirementVerdict[], style: Style): string[] {
  return wrap(members.map((m) => m.id).join(', '), style.width - 4).map((line) => style.paint.dim(`    ${line}`))
}

/** The requirements that do not apply, with their reasons; only told when asked for everything. */
export function notApplicableLines(assessment: Assessment, style: Style): string[] {
  const members = assessment.requirements.concat(assessment.own).filter((r) => r.verdict === 'not-applicable')
  if (!members.length) return []
  const lines = [style.paint.bold(`NOT APPLICABLE  ${counted(members.length, 'requirement')}`)]
  for (const [reason, group] of groupByReason(members)) {
    lines.push(...paragraph(reason, 2, style), ...idLines(group, style))
  }
  return lines
}

/** The requirements that pass, each with what decided. */
export function passLines(assessment: Assessment, style: Style): string[] {
  const members = assessment.requirements.concat(assessment.own).filter((r) => r.verdict === 'pass')
  if (!members.length) return []
  const lines = [style.paint.bold(`PASS  ${counted(members.length, 'requirement')}`)]
  for (const member of members) {
    lines.push(
      `  ${style.paint.green(member.id)}${style.paint.dim(member.grade === 'observed' ? '' : `  ${member.grade}`)}`,
    )
    lines.push(...paragraph(member.reason, 4, style))
  }
  return lines
}
