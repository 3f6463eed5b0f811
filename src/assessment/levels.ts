import type { Level } from '../rules/rule.ts'
import type { Fraction, LevelStanding, RequirementVerdict } from './assessment.ts'

/** The levels of the standard, the least demanding first. */
export const levels: readonly Level[] = ['bronze', 'silver', 'gold']

/** Whether a profile asks for a requirement: its level is the profile's or below it. */
export const asks = (profile: Level, level: Level): boolean => levels.indexOf(level) <= levels.indexOf(profile)

/**
 * How each level stands over the whole set: reached where every applicable requirement at or below it passes; else what
 * fails, what is waived (and not met by that), and what is open (unknown).
 */
export function standings(requirements: readonly RequirementVerdict[]): readonly LevelStanding[] {
  return levels.map((level) => {
    const wanted = requirements.filter((one) => asks(level, one.level) && one.verdict !== 'not-applicable')
    const ids = (verdict: string) => wanted.filter((one) => one.verdict === verdict).map((one) => one.id)
    const met = wanted.filter((one) => one.verdict === 'pass')
    const numerator = met.length
    return {
      level,
      reached: wanted.length > 0 && numerator === wanted.length,
      met: { numerator, denominator: wanted.length },
      attested: met.filter((one) => one.grade === 'attested').length,
      declared: met.filter((one) => one.grade === 'declared').length,
      failedBy: ids('fail'),
      waivedBy: ids('waived'),
      openBy: ids('unknown'),
    }
  })
}

/** The highest level that is reached. */
export function levelReached(standing: readonly LevelStanding[]): Level | 'none' {
  return standing.findLast((one) => one.reached)?.level ?? 'none'
}

/** pass ÷ (all − not-applicable): an unknown costs as much as a fail. */
export function share(requirements: readonly RequirementVerdict[]): Fraction {
  return {
    numerator: requirements.filter((one) => one.verdict === 'pass').length,
    denominator: requirements.filter((one) => one.verdict !== 'not-applicable').length,
  }
}

/** judged ÷ applicable: how much of what applies could be told to pass or fail (waived is told to fail). */
export function coverage(requirements: readonly RequirementVerdict[]): Fraction {
  const applicable = requirements.filter((one) => one.verdict !== 'not-applicable')
  return {
    numerator: applicable.filter((one) => one.verdict !== 'unknown').length,
    denominator: applicable.length,
  }
}
