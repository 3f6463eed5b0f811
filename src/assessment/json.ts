import type { Place } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import type { Assessment, RequirementVerdict, Result } from './assessment.ts'

/** A place with the lines and columns (from 1, columns in UTF-16 units, the end exclusive) that people and tools want. */
export interface JsonPlace extends Place {
  readonly line?: number
  readonly column?: number
  readonly endLine?: number
  readonly endColumn?: number
}

/**
 * The assessment as the canonical JSON value (schemas/assessment.json): keys in the order of the schema, every place with
 * its lines and columns. `textOf` gives a file's text; where it has none a place has its offsets only.
 */
export function toJson(assessment: Assessment, textOf: (file: string) => Text | undefined): object {
  const place = (one: Place) => jsonPlace(one, textOf)
  const { results, unreadable, skipped, notices, problems, requirements, own, notJudged, ...rest } = assessment
  const { schema, tool, scope, asOf, rules, repository, forge, levels, level, share, coverage, remarks, baseline } =
    rest
  return {
    schema,
    tool,
    scope,
    asOf,
    rules,
    repository,
    ...(forge === undefined ? {} : { forge }),
    ...(level === undefined ? {} : { level, levels, share, coverage }),
    notJudged,
    ...(baseline ? { baseline } : {}),
    requirements: requirements.map((one) => jsonRequirement(one, place)),
    own: own.map((one) => jsonRequirement(one, place)),
    results: results.map((result) => jsonResult(result, place)),
    skipped: skipped.map(({ path, reason, detail }) => ({ path, reason, detail })),
    notices: notices.map(({ code, message }) => ({ code, message })),
    unreadable: unreadable.map((one) => ({ place: place(one.place), message: one.message, claimed: one.claimed })),
    remarks: remarks.map(({ code, severity, message, place: at, unusable }) => ({
      code,
      severity,
      message,
      place: place(at),
      ...(unusable ? { unusable } : {}),
    })),
    problems,
  }
}

function jsonRequirement(one: RequirementVerdict, place: (one: Place) => JsonPlace): object {
  const { attestation, ...rest } = one
  return attestation ? { ...rest, attestation: { ...attestation, place: place(attestation.place) } } : rest
}

/** A place with its lines and columns, where the text is at hand. */
export function jsonPlace(place: Place, textOf: (file: string) => Text | undefined): JsonPlace {
  const { file, start, end, setting } = place
  const text = start === undefined ? undefined : textOf(file)
  const from = text?.position(start as number)
  const to = text?.position(end ?? (start as number))
  return {
    file,
    ...(setting === undefined ? {} : { setting }),
    ...(from ? { line: from.line, column: from.column } : {}),
    ...(to ? { endLine: to.line, endColumn: to.column } : {}),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
  }
}

function jsonResult(result: Result, place: (one: Place) => JsonPlace): object {
  const { trace, place: at, requirement, test, subject, verdict, severity, grade, message, ...rest } = result
  const { evidence, cause, fingerprint, counts, hidden, settle, suppression, baselineState } = rest
  const stop = (one: TraceStop) => ({ place: place(one.place), text: one.text })
  return {
    requirement,
    test,
    subject,
    verdict,
    severity,
    grade,
    message,
    place: place(at),
    trace: trace.map(stop),
    evidence,
    cause,
    fingerprint,
    counts,
    ...(hidden ? { hidden } : {}),
    ...(settle === undefined ? {} : { settle }),
    ...(suppression ? { suppression: { ...suppression, place: place(suppression.place) } } : {}),
    ...(baselineState ? { baselineState } : {}),
  }
}
