import type { Repository } from '../../repository.ts'
import type { Secret } from '../../schema/secret.ts'
import { amongTexts } from './among-texts.ts'
import { besideCertificates } from './certificates.ts'
import { inChartTests, inPackedDependency } from './charts.ts'
import { saidBeside } from './comments.ts'
import { inDocumentation, inManual, inProse, inSchema, ofAnotherServer } from './documentation.ts'
import { inFirstSteps } from './first-steps.ts'
import { inGoHelpers } from './go.ts'
import { isHomemade, isOfMany, mayBeMadeUp } from './homemade.ts'
import { inTestCode } from './in-code.ts'
import { namedByTests } from './named-by.ts'
import { isMadeUp, isOfFramework, isOfOwnMachine, saysSo } from './names.ts'
import { toOwnMachine } from './own-requests.ts'
import { besideAnswers } from './requests.ts'
import { signedByAnybody } from './tokens.ts'

/**
 * What an evidence gives for one secret: a reason in words, or nothing. `content` is the text that holds it, which may be one
 * of history; undefined where it is no text, or in an archive.
 */
export type Evidence = (
  secret: Secret,
  content: () => Promise<string | undefined>,
) => Promise<string | undefined> | string | undefined

/** What the search for secrets knows of files by their names. */
export interface FileNames {
  readonly isTestName: (name: string) => boolean
  readonly isSampleName: (name: string) => boolean
  readonly isProse: (file: string) => boolean
}

/** Takes a secret for what it is; `content` gives the text in which it was found. */
export type Practice = (secret: Secret, content: () => Promise<string | undefined>) => Promise<Secret>

/**
 * Takes the secrets of tests for what they are, where the repository shows it otherwise than by the path of the file: those
 * that would fail are looked at once more, and what is found is told. They stay findings, as those in folders of tests do.
 * What a vendor gave out is a secret wherever it stands. `all` are those that may be asked for, so that what has to be looked
 * for in every file is looked for once.
 */
export function practiceIn(repository: Repository, names: FileNames, all: readonly Secret[]): Practice {
  const homemade = [
    saysSo(repository, names),
    besideCertificates(repository),
    signedByAnybody,
    inProse,
    inDocumentation,
    inSchema,
  ]
  const madeUp = [
    isMadeUp,
    isOfOwnMachine(repository),
    inTestCode,
    saidBeside,
    besideAnswers(repository),
    toOwnMachine,
    inChartTests(repository),
    inPackedDependency(repository),
    inFirstSteps(repository),
    amongTexts(repository),
    inGoHelpers(repository),
    namedByTests(repository, all.filter(wouldFail)),
  ]
  return async (secret, content) => {
    if (!wouldFail(secret)) return secret
    const evidence = [
      isOfFramework,
      ...(isHomemade(secret) ? homemade : []),
      ...(mayBeMadeUp(secret) ? madeUp : []),
      ...(isOfMany(secret) ? [ofAnotherServer(names)] : []),
      ...(isOfMany(secret) || mayBeMadeUp(secret) ? [inManual] : []),
    ]
    const reason = await first(evidence, secret, content)
    return reason === undefined ? secret : { ...secret, area: 'test', why: `${secret.why}; ${reason}` }
  }
}

/** As configuration.secrets has it: what is certain fails wherever it is. */
const wouldFail = ({ severity, certainty, area }: Secret) =>
  severity !== 'note' && certainty === 'likely' && area === 'main'

async function first(evidence: readonly Evidence[], ...about: Parameters<Evidence>): Promise<string | undefined> {
  for (const ask of evidence) {
    const reason = await ask(...about)
    if (reason !== undefined) return reason
  }
  return undefined
}
