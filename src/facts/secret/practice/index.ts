import type { Repository } from '../../repository.ts'
import type { Secret } from '../../schema/secret.ts'
import { besideCertificates } from './certificates.ts'
import { inGoHelpers } from './go.ts'
import { isHomemade, mayBeMadeUp } from './homemade.ts'
import { inTestCode } from './in-code.ts'
import { namedByTests } from './named-by.ts'
import { isMadeUp, isOfFramework, saysSo } from './names.ts'

/** What an evidence gives for one secret: a reason in words, or nothing. */
export type Evidence = (secret: Secret) => Promise<string | undefined> | string | undefined

/** What the search for secrets knows of files by their names. */
export interface FileNames {
  readonly isTestName: (name: string) => boolean
  readonly isSampleName: (name: string) => boolean
}

/**
 * Takes the secrets of tests for what they are, where the repository shows it otherwise than by the path of the file: those
 * that would fail are looked at once more, and what is found is told. They stay findings, as those in folders of tests do.
 * What a vendor gave out is a secret wherever it stands.
 */
export async function withPractice(
  secrets: readonly Secret[],
  repository: Repository,
  names: FileNames,
): Promise<Secret[]> {
  const [byFile, byGo, byName, byCertificate] = [
    inTestCode(repository),
    inGoHelpers(repository),
    namedByTests(repository),
    besideCertificates(repository),
  ]
  const told: Secret[] = []
  for (const secret of secrets) {
    const reason = !wouldFail(secret)
      ? undefined
      : ((await isOfFramework(secret)) ??
        (isHomemade(secret) ? await first(secret, saysSo(repository, names), byCertificate) : undefined) ??
        (mayBeMadeUp(secret) ? await first(secret, isMadeUp, byFile, byGo, byName) : undefined))
    told.push(reason === undefined ? secret : { ...secret, area: 'test', why: `${secret.why}; ${reason}` })
  }
  return told
}

/** As configuration.secrets has it: what is certain fails wherever it is. */
const wouldFail = ({ severity, certainty, area, member }: Secret) =>
  severity !== 'note' && certainty === 'likely' && area === 'main' && member === ''

async function first(secret: Secret, ...evidence: readonly Evidence[]): Promise<string | undefined> {
  for (const ask of evidence) {
    const reason = await ask(secret)
    if (reason !== undefined) return reason
  }
  return undefined
}
