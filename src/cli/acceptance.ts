import { type Acceptance, chain, nothingAccepted } from '../assessment/acceptance/acceptance.ts'
import { attestationsFile } from '../assessment/acceptance/attestations/statement.ts'
import { WORD } from '../assessment/acceptance/ignores/word.ts'
import { waiversFile } from '../assessment/acceptance/waivers/waiver.ts'
import type { Remark, Scope } from '../assessment/assessment.ts'
import { OVERRIDE } from '../assessment/state.ts'
import { Text } from '../documents/text.ts'
import type { Workflow } from '../facts/pipeline/model.ts'
import type { LoadedRule } from '../rules/load.ts'
import type { Question } from './judge.ts'
import { leftOut } from './left-out.ts'
import type { Opened } from './open.ts'
import { lockedProfile } from './profile.ts'
import { readWritten } from './written.ts'

/** What acceptances are made from. */
export interface Making {
  readonly question: Pick<Question, 'asOf' | 'baseline' | 'profile' | 'revision'>
  readonly opened: Opened
  readonly scope: Scope
  /** only what was touched is judged: what is not found may be there all the same */
  readonly isLimited: boolean
  readonly rules: readonly LoadedRule[]
  /** the pipelines as they were read; none where nobody asked for them */
  readonly workflows: readonly Workflow[]
  /** the ids of all requirements */
  readonly ids: readonly string[]
}

/**
 * What the caller and the repository accept: exceptions first, since a baseline holds no fail that somebody answers for.
 * What is not written is not loaded.
 */
export async function acceptanceOf(making: Making): Promise<Acceptance> {
  return chain(
    overrides(making),
    misnamed(making),
    ...(await unsaid(making)),
    ...(await waivers(making)),
    await ignores(making),
    ...(await baseline(making)),
    ...(await attestations(making)),
  )
}

/** Files that are nearly called as those that are read: whoever wrote one takes its entries for said. */
function misnamed({ opened }: Making): Acceptance {
  const remarks = [waiversFile, attestationsFile].flatMap((file): Remark[] => {
    const found = file.replace(/\.yaml$/, '.yml')
    if (!opened.repository.has(found)) return []
    const message = `nothing is read from here, so no entry of it counts; call it ${file}`
    return [{ code: 'file-misnamed', severity: 'warning', message, place: { file: found } }]
  })
  return remarks.length ? remarking(...remarks) : nothingAccepted
}

/**
 * What people take for said and is not: files that git leaves out (no commit has them), documents and jobs that are not here.
 */
async function unsaid({ opened, isLimited, workflows }: Making): Promise<readonly Acceptance[]> {
  const remarks = isLimited ? [] : [...(await leftOut(opened))]
  const { kinds, documents, components } = opened.configuration.settings
  if (Object.keys({ ...documents, ...components }).length) {
    remarks.push(...(await import('./missing-paths.ts')).missingPaths(opened))
  }
  if (kinds.length) {
    const { unheardAnswers } = await import('./unheard-answers.ts')
    remarks.push(...unheardAnswers(workflows, opened))
  }
  return remarks.length ? [remarking(...remarks)] : []
}

/** Whether this run would have found the fails of a requirement. */
async function coveredBy({ scope, isLimited }: Making): Promise<(id: string) => boolean> {
  if (isLimited) return () => false
  if (scope.kind === 'repository') return () => true
  const { inScope } = await import('../assessment/assess.ts')
  return (id) => inScope(scope.only, id)
}

/** Whether the profile asks for a requirement. One that no rule has any more is asked for: somebody accepted it. */
async function askedBy({ scope, rules }: Making): Promise<(id: string) => boolean> {
  const { requirementOf } = await import('../rules/catalogue.ts')
  const { asks } = await import('../assessment/levels.ts')
  const own = new Map(rules.map(({ rule }) => [rule.id, rule.level]))
  return (id) => {
    const level = requirementOf(id)?.level ?? own.get(id)
    return level === undefined || asks(scope.profile, level)
  }
}

/** Comments in the files that were read for facts; most repositories have none, and nothing more is loaded for these. */
async function ignores(making: Making): Promise<Acceptance> {
  const { opened, ids } = making
  const { repository } = opened
  const texts = (await repository.read()).filter(({ content }) => content.includes(WORD))
  if (!texts.length) return nothingAccepted
  const trusted = opened.trusted ?? opened.comments
  const { ignoreAcceptance } = await import('../assessment/acceptance/ignores/apply.ts')
  return ignoreAcceptance(texts, {
    policy: opened.configuration.policy,
    ids,
    covers: await coveredBy(making),
    isOwn: (file) => ['main', 'documentation'].includes(repository.file(file)?.area ?? ''),
    ...(trusted
      ? {
          trusted: {
            revision: trusted.revision,
            textOf: async (file) => (trusted.repository.has(file) ? trusted.repository.text(file) : undefined),
          },
        }
      : {}),
  })
}

async function waivers(making: Making): Promise<Acceptance[]> {
  const { question, opened, ids } = making
  const read = await readWritten(waiversFile, 'waivers', opened)
  if (!read) return []
  if (!(read instanceof Text)) return [remarking(read)]
  const { waiverAcceptance } = await import('../assessment/acceptance/waivers/apply.ts')
  return [
    await waiverAcceptance(read, {
      asOf: question.asOf,
      policy: opened.configuration.policy,
      ids,
      settings: opened.configuration.settings,
      covers: await coveredBy(making),
    }),
  ]
}

async function baseline(making: Making): Promise<Acceptance[]> {
  const { question, opened, rules } = making
  const named = question.baseline === undefined ? opened.configuration.settings.baseline : question.baseline
  if (named === undefined || named === false) return []
  const { baselineAcceptance } = await import('./baseline.ts')
  const comparing = {
    opened,
    rules,
    covers: await coveredBy(making),
    asks: await askedBy(making),
    asOf: question.asOf,
    revision: question.revision,
  }
  return [await baselineAcceptance(named, comparing)]
}

async function attestations(making: Making): Promise<Acceptance[]> {
  const { question, opened, ids } = making
  const read = await readWritten(attestationsFile, 'attestations', opened)
  if (!read) return []
  if (!(read instanceof Text)) return [remarking(read)]
  const { attestationAcceptance } = await import('../assessment/acceptance/attestations/apply.ts')
  const { notApplicable } = opened.configuration.settings
  return [
    await attestationAcceptance(read, {
      asOf: question.asOf,
      ids,
      covers: await coveredBy(making),
      isExcluded: (id) => notApplicable[id] !== undefined,
      exists: (file) => opened.repository.has(file),
    }),
  ]
}

/** Whoever says otherwise what a policy locks is told, and nothing is judged by it. */
function overrides({ question, opened }: Making): Acceptance {
  const { overrides: found } = opened.configuration
  const attempts = [...found, ...lockedProfile(question.profile, opened.configuration)]
  if (!attempts.length) return nothingAccepted
  return remarking(
    ...attempts.map((one) => ({
      ...one,
      code: OVERRIDE,
      severity: 'error' as const,
      unusable: true as const,
    })),
  )
}

/** Says something, and accepts nothing. */
function remarking(...remarks: readonly Remark[]): Acceptance {
  return { apply: (results) => ({ results, attestations: new Map(), remarks }) }
}
