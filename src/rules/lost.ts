import { compareText } from '../documents/place.ts'
import { fold } from './fold.ts'
import type { Judgement } from './judgement.ts'

/** The files, sorted, for which one of the facts is incomplete that a rule reads. `lost` is from `collectFacts`. */
export function lostFor(reads: readonly string[], lost?: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...new Set(reads.flatMap((name) => lost?.get(name) ?? []))].sort(compareText)
}

/**
 * The judgements of a rule whose facts are incomplete, because `files` could not be read. What was seen to fail still
 * fails. But what would pass, or be a lack of something in the repository, may be otherwise by what stands in a file that
 * nobody could read: that is unknown, once for each file.
 * @param isShown which of them are shown, where not all are: a fail that nobody sees is no answer
 */
export function withoutLost(
  judgements: readonly Judgement[],
  files: readonly string[],
  isShown: (one: Judgement) => boolean = () => true,
): readonly Judgement[] {
  if (files.length === 0) return judgements
  const seen = judgements.filter((one) => !isAbsence(one))
  return fold(seen.filter(isShown)) === 'fail' ? seen : [...seen, ...files.map(unreadable)]
}

/** It stands on nothing that was found, but on what was not. An unknown stays: it claims nothing. */
const isAbsence = ({ subject, verdict }: Judgement) => subject.kind === 'repository' && verdict !== 'unknown'

function unreadable(file: string): Judgement {
  const text = file.endsWith('/') ? `make ${file} readable` : `mend ${file}`
  const hidden = { what: `the content of ${file}`, settle: { kind: 'file', text } } as const
  return {
    test: '',
    subject: { kind: 'file', id: file, component: '', environment: '' },
    verdict: 'unknown',
    message: `${file} cannot be read, and the answer may stand in it`,
    place: { file },
    origin: file,
    trace: [],
    evidence: [],
    cause: `unreadable: ${file}`,
    counts: true,
    severity: undefined,
    hidden,
    settle: undefined,
    declared: false,
  }
}
