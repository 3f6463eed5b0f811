import { Hidden } from '../../src/facts/hidden.ts'
import type { Facts } from '../../src/facts/table.ts'
import { createEngine } from '../../src/rules/engine.ts'
import { type EvaluateOptions, evaluateRule, type Outcome } from '../../src/rules/evaluate.ts'
import { viewFacts } from '../../src/rules/facts-view.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { types } from '../../src/rules/types.generated.ts'

/** The reviewers of an environment: what rules most often cannot see. */
export const reviewers = new Hidden(
  'the reviewers of production',
  { kind: 'permission', text: 'let Assay read them' },
  'forge',
)

export const environment = new Hidden(
  'the environment of the job ship',
  { kind: 'answer', text: 'say in assay.yaml: environments: {demo: staging}' },
  'unknown',
)

/** A deployment to production on which nothing is guarded, with what a test says otherwise. */
export function deployment(fields: Record<string, unknown> = {}): object {
  return {
    id: 'deploy.yml#ship',
    file: 'deploy.yml',
    pipeline: 'deploy.yml',
    system: 'github-actions',
    job: 'ship',
    tool: 'kubectl apply',
    environment: 'production',
    environmentName: 'production',
    environmentClass: 'production',
    gated: false,
    approval: 'none',
    approvalOnEveryPath: false,
    triggers: ['push'],
    onMerge: true,
    onlyManual: false,
    protectedTrigger: false,
    redeploys: false,
    toProduction: true,
    guardedBy: [],
    followedBy: [],
    guarded: { build: false, unit_test: false },
    gaps: { build: [{ place: { file: 'deploy.yml', start: 1, end: 2 }, text: 'push' }] },
    followed: { smoke_test: false },
    place: { file: 'deploy.yml', start: 10, end: 20 },
    at: { file: 'deploy.yml', start: 30, end: 40 },
    path: [],
    ...fields,
  }
}

/** Facts of a repository in which something is deployed, with the given collections. */
export function facts(collections: Record<string, unknown> = {}): Facts {
  const empty = Object.fromEntries(Object.keys(types.collections).map((name) => [name, []]))
  const repository = {
    git: true,
    deploys: true,
    publishes: false,
    tagged: false,
    pipelines: 1,
    place: { file: '', setting: 'the repository' },
  }
  return { ...empty, repository, ...collections } as unknown as Facts
}

/** A rule over deployments, with what a test says otherwise. */
export function rule(fields: Partial<Rule> = {}): Rule {
  return {
    id: 'own.rule',
    title: 'It holds',
    level: 'bronze',
    each: 'deployments',
    none: { then: 'unknown', message: 'nothing is deployed', settle: 'add a pipeline' },
    why: 'because',
    fix: 'so',
    ...fields,
  }
}

/** An engine over all types of facts. */
export const engine = () => createEngine(types, { patterns: true })

/** Judges facts by a rule. */
export async function evaluate(of: Rule, over: Facts, options: EvaluateOptions = {}): Promise<Outcome> {
  const made = await engine()
  return evaluateRule(of, viewFacts(over, made), made, options)
}
