import type { Assessment, Conclusion, RequirementVerdict, Result } from '../../../src/assessment/assessment.ts'
import type { Place } from '../../../src/documents/place.ts'
import { Text } from '../../../src/documents/text.ts'
import { type Format, loadReporter } from '../../../src/reporters/index.ts'
import type { ReportInput } from '../../../src/reporters/reporter.ts'
import type { Rule } from '../../../src/rules/rule.ts'

/** A failure of pipeline.build that counts, with what the test cares about. */
export function result(given: Partial<Result> = {}): Result {
  const message = given.message ?? 'it is wrong'
  const requirement = given.requirement ?? 'pipeline.build'
  return {
    requirement,
    test: '',
    subject: { kind: 'deployment', id: 'deploy', component: '', environment: 'production' },
    verdict: 'fail',
    severity: 'error',
    grade: 'observed',
    message,
    place: { file: '' },
    trace: [],
    evidence: [],
    cause: `${requirement} ${message} ${given.place?.file}:${given.place?.start}`,
    fingerprint: 'f'.repeat(32),
    counts: true,
    ...given,
  }
}

export function requirement(
  id: string,
  verdict: Conclusion,
  given: Partial<RequirementVerdict> = {},
): RequirementVerdict {
  return {
    id,
    section: id.split('.')[0] as string,
    row: `the row of ${id}`,
    level: 'bronze',
    verdict,
    judged: true,
    grade: 'observed',
    reason: `the reason of ${id}`,
    settle: [],
    results: { pass: 0, fail: 0, waived: 0, unknown: 0, 'not-applicable': 0 },
    ...given,
  }
}

/** An assessment whose requirements are those of its results, unless they are given. */
export function assessment(given: Partial<Assessment> = {}): Assessment {
  const results = given.results ?? []
  const ids = [...new Set(results.map((one) => one.requirement))]
  return {
    schema: 'https://assay.dev/schemas/assessment/1',
    tool: { name: 'assay', version: '1.2.3' },
    scope: { kind: 'repository', only: [], profile: 'gold', revision: null },
    asOf: '2026-11-23',
    rules: { version: '1.2.3', digest: '0'.repeat(64), count: 1 },
    repository: { name: 'owner/shop', commit: 'abcdef0123456789', files: 3 },
    requirements: ids.map((id) => requirement(id, results.find((one) => one.requirement === id)?.verdict ?? 'unknown')),
    own: [],
    results,
    notJudged: 0,
    skipped: [],
    notices: [],
    unreadable: [],
    remarks: [],
    problems: [],
    ...given,
  }
}

export function rule(id: string, given: Partial<Rule> = {}): Rule {
  return { id, title: `The title of ${id}`, why: `Why ${id} is asked.`, fix: `The fix of ${id}.`, ...given }
}

/** The files of a made-up repository. */
export type Files = Readonly<Record<string, string>>

/** What a report is made from: rules for every requirement, 80 columns, no colour. */
export function input(made: Assessment, files: Files = {}, given: Partial<ReportInput> = {}): ReportInput {
  const texts = new Map(Object.entries(files).map(([file, content]) => [file, new Text(file, content)]))
  const ids = [...made.requirements, ...made.own].map(({ id }) => id)
  return {
    assessment: made,
    textOf: (file) => texts.get(file),
    rules: ids.map((id) => rule(id)),
    ...given,
    options: { color: false, width: 80, quiet: false, verbose: false, ...given.options },
  }
}

/** A report as text. */
export async function report(format: Format, given: ReportInput): Promise<string> {
  return (await loadReporter(format))(given)
}

/** The terminal report's lines. */
export async function terminalLines(
  made: Assessment,
  files: Files = {},
  options: Partial<ReportInput['options']> = {},
): Promise<string[]> {
  const base = input(made, files)
  return (await report('terminal', { ...base, options: { ...base.options, ...options } })).split('\n')
}

/** Where a piece of text stands in a file. */
export function placeOf(files: Files, file: string, piece: string): Place {
  const start = (files[file] as string).indexOf(piece)
  if (start < 0) throw new Error(`no "${piece}" in ${file}`)
  return { file, start, end: start + piece.length }
}
