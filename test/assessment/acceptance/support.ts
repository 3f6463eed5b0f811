import type { Acceptance, Accepted } from '../../../src/assessment/acceptance/acceptance.ts'
import type { Remark, Result } from '../../../src/assessment/assessment.ts'
import type { Text } from '../../../src/documents/text.ts'

/** The requirements of these tests. */
export const ids = ['approvals.production', 'pipeline.build', 'pipeline.smoke-tests']

/** A result as rules make them, with what a test says instead. */
export function result(change: Partial<Result> = {}): Result {
  return {
    requirement: 'pipeline.build',
    test: '',
    subject: { kind: 'deployment', id: 'ship', component: '', environment: '' },
    verdict: 'fail',
    severity: 'error',
    grade: 'observed',
    message: 'nothing builds what ship deploys',
    place: { file: 'deploy.yml', start: 3, end: 7 },
    trace: [],
    evidence: [],
    cause: '',
    fingerprint: '0123456789abcdef0123456789abcdef',
    counts: true,
    ...change,
  }
}

export const suppressed = ({ results }: Accepted) => results.map(({ suppression }) => suppression !== undefined)

/** Remarks as `severity code:line`. */
export function told(remarks: readonly Remark[], text: Text): string[] {
  return remarks.map(({ severity, code, place, unusable }) => {
    const line = place.start === undefined ? '' : `:${text.position(place.start).line}`
    return `${severity} ${code}${line}${unusable ? ' unusable' : ''}`
  })
}

export const apply = async (acceptance: Acceptance, ...results: readonly Result[]) => await acceptance.apply(results)

/** Numbers between 0 and 1, the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
