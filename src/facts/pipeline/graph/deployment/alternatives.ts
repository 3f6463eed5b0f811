import type { Settings } from '../../../../config/settings.ts'
import { isHidden } from '../../../hidden.ts'
import { classify, declaredClass } from '../../environment.ts'
import type { Condition } from '../../model.ts'
import type { Atom } from '../run/atoms.ts'
import type { Plan } from '../run/family.ts'
import type { Environment } from './environment-of.ts'

/*
 * Branches of a script, and steps under conditions, of which a run takes one: `if main; then deploy -n shop-prod; elif
 * staging; then deploy; fi` deploys twice, though one of both says nothing of where to.
 */

type Doing = Pick<Atom, 'step' | 'act'>

/**
 * Whether no run comes to both of two things that a job does: they stand in different branches of one statement, or no
 * start of the workflow meets the conditions of both.
 * @returns false where that cannot be told
 */
export function areAlternatives(one: Doing, other: Doing, plan: Plan): boolean {
  const [first, second] = [conditionsOf(one), conditionsOf(other)]
  if (first.length === 0 || second.length === 0) return false
  const within = first.flatMap(parts)
  const withinOther = second.flatMap(parts)
  if (within.length * withinOther.length > mostCompared) return false
  if (exclude(within, withinOther) || exclude(withinOther, within)) return true
  const asked = [...first, ...second]
  const { runs } = plan.runs
  return runs.length > 0 && runs.every(({ answers }) => asked.some((condition) => answers.get(condition) === false))
}

/** Branches so deep, or `elif` so often, that comparing each with each would take long: nothing is told of them. */
const mostCompared = 2_000

const conditionsOf = ({ step, act }: Doing): readonly Condition[] =>
  [step?.condition, act?.condition].flatMap((condition) => condition ?? [])

const parts = (condition: Condition): readonly Condition[] => condition.branchesWithin ?? [condition]

function exclude(all: readonly Condition[], others: readonly Condition[]): boolean {
  return all.some(
    ({ opposite, oneOf }, at) =>
      (opposite && chooses.test(opposite.text) && parts(opposite).every((part) => others.includes(part))) ||
      (oneOf && others.some((other) => other !== all[at] && other.oneOf === oneOf)),
  )
}

/** A variable is compared; whether a file, a release or an answer is there chooses how something is deployed, not whereto. */
const chooses = /\$\{?[A-Za-z_][^$]*\s(={1,2}|=~|!=)\s|[\w.\])]\s*(==~?|!=)\s*['"]|\b(eq|ne)\(/

/**
 * The environment that the branch of a script, or the condition of a step, tells where the command names none: the branch
 * that the run is on is called after it (`"$BRANCH" = staging`), or a variable of environments has its name.
 */
export function environmentOfBranch(doing: Doing, settings: Settings): Environment | undefined {
  const told = new Map<unknown, Environment>()
  for (const { text } of conditionsOf(doing).flatMap(parts)) {
    for (const conjunct of text.split('&&')) {
      const found = environmentIn(conjunct, settings)
      if (found) told.set(found.class, found)
    }
  }
  return told.size === 1 ? [...told.values()][0] : undefined
}

const comparison = /^(?:if\b)?[\s("'[$&{]*([\w.:-]*\w)[\s"'\]})]*(?:={1,3}|\s-i?eq)\s*(["']?)([\w./-]+)\2[\s\])}]*$/i

function environmentIn(text: string, settings: Settings): Environment | undefined {
  const [, variable = '', , value = ''] = comparison.exec(text.trim()) ?? []
  const name = value.replace(/^refs\/heads\//, '')
  const telling = ofBranches.test(variable) ? calledAfter.test(name) : ofEnvironments.test(variable)
  if (!telling || ofBuilds.test(variable)) return undefined
  const found = classify(name, settings)
  if (isHidden(found)) return undefined
  return { name, class: found, declared: declaredClass(name, settings) !== undefined }
}

/** Variables that hold the branch of a run. */
const ofBranches = /branch|(^|[._-])ref(_?name)?$/i
/** Variables that hold where something is deployed to. */
const ofEnvironments = /(^|[._-]|deploy|target)(env|environment|stage|tier)(_?name)?$/i
/** How a program is built or run, wherever that is: no environment (verdicts.md, "Environments by name"). */
const ofBuilds = /(node|rails|rack|mix|flask|babel|build)_env/i
/** Branches that are an environment's name alone; those of a way of working (`develop`, `release`) are none. */
const calledAfter =
  /^(dev|development|test|qa|stage|staging|stg|uat|preprod|pre-?production|prd|prod|production|live)$/i
