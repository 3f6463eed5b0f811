import type { EnvironmentClass } from '../../config/vocabulary.ts'
import { isHidden } from '../../facts/hidden.ts'
import type { Facts } from '../../facts/table.ts'
import { nextSteps } from '../../reporters/next-steps.ts'
import type { Judged } from '../judge.ts'

/** What Assay found in a repository that its configuration can be begun with. */
export interface Proposal {
  /** the CI systems, with their numbers of pipelines */
  readonly systems: readonly (readonly [string, number])[]
  readonly deployments: number
  /** environments whose class is clear, by name */
  readonly known: readonly (readonly [string, EnvironmentClass])[]
  /** environments whose name does not tell */
  readonly unclear: readonly string[]
  /** the jobs of the pipelines, as `kinds` calls them, in their order */
  readonly jobs: readonly string[]
  /** answers that would settle most of what is unknown, with the requirements, the most useful first */
  readonly questions: readonly { readonly text: string; readonly settles: readonly string[] }[]
}

/** Questions that a person reads to the end. */
const QUESTIONS = 8

/** Reads the proposal off the facts and what could not be judged. */
export function propose(facts: Facts, { assessment }: Judged): Proposal {
  const systems = new Map<string, number>()
  for (const { system } of facts.pipelines) systems.set(system, (systems.get(system) ?? 0) + 1)
  const known = new Map<string, EnvironmentClass>()
  const unclear = new Set<string>()
  for (const { environmentName, environmentClass } of facts.deployments) {
    if (isHidden(environmentName) || !environmentName) continue
    if (isHidden(environmentClass) || environmentClass === '') unclear.add(environmentName)
    else known.set(environmentName, environmentClass as EnvironmentClass)
  }
  const questions = nextSteps(assessment)
    .filter(({ settle }) => settle.kind === 'answer' && !/\benvironments:/.test(settle.text))
    .slice(0, QUESTIONS)
    .map(({ settle, requirements }) => ({ text: settle.text, settles: requirements }))
  const sorted = <T>(list: Iterable<readonly [string, T]>) => [...list].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    systems: sorted(systems),
    deployments: facts.deployments.length,
    known: sorted(known),
    unclear: [...unclear].sort(),
    jobs: [...new Set(facts.steps.filter(({ again }) => !again).map(({ job }) => job))].filter(Boolean),
    questions,
  }
}
