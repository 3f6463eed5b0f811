import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createEngine } from '../../src/rules/engine.ts'
import { evaluateRule } from '../../src/rules/evaluate.ts'
import { viewFacts } from '../../src/rules/facts-view.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { types } from '../../src/rules/types.generated.ts'
import { deployment, environment, facts, rule } from './support.ts'

/** Several rules over the same facts, one after another, as a run judges them. */
async function judgedBy(rules: readonly Rule[], ...deployments: readonly object[]) {
  const engine = await createEngine(types, { patterns: false })
  const view = viewFacts(facts({ deployments }), engine)
  return rules.map((one) => evaluateRule(one, view, engine))
}

const held = rule({
  id: 'own.held',
  where: 'repository.deploys && it.environment == "production"',
  cases: [{ when: 'it.approval == "manual"', then: 'pass' }, { then: 'fail' }],
})
const gated = rule({
  id: 'own.gated',
  where: 'repository.deploys && it.environment == "production"',
  cases: [{ when: 'it.gated', then: 'pass' }, { then: 'fail' }],
})

describe('rules that choose by the same words', () => {
  it('judge the same members, and each shows what was read to choose them', async () => {
    const staging = deployment({ id: 'staging', environment: 'staging' })
    const [first, second] = await judgedBy([held, gated], staging, deployment({ gated: true }))
    assert.deepEqual(
      first?.judgements.map(({ subject, verdict, evidence }) => [subject.id, verdict, evidence]),
      [['deploy.yml#ship', 'fail', ['repository.deploys = true', 'environment = production', 'approval = none']]],
    )
    assert.deepEqual(
      second?.judgements.map(({ subject, verdict, evidence }) => [subject.id, verdict, evidence]),
      [['deploy.yml#ship', 'pass', ['repository.deploys = true', 'environment = production', 'gated = true']]],
    )
  })

  it('are all unknown where it is hidden who is chosen', async () => {
    const outcomes = await judgedBy([held, gated], deployment({ environment }))
    assert.deepEqual(
      outcomes.map(({ verdict, judgements }) => [verdict, judgements[0]?.hidden?.what]),
      [
        ['unknown', 'the environment of the job ship'],
        ['unknown', 'the environment of the job ship'],
      ],
    )
  })

  it('know what assay.yaml decided of what was read to choose', async () => {
    const engine = await createEngine(types, { patterns: false })
    const view = viewFacts(facts({ deployments: [deployment()] }), engine)
    const options = { declared: new Set(['repository.deploys']) }
    const [first, second] = [held, gated].map((one) => evaluateRule(one, view, engine, options))
    assert.equal(first?.judgements[0]?.declared, true)
    assert.equal(second?.judgements[0]?.declared, true)
  })

  it('choose by their own parameters', async () => {
    const asking = (environment: string): Rule =>
      rule({
        id: `own.${environment}`,
        parameters: { environment: { type: 'string', default: environment, description: 'which' } },
        where: 'it.environment == parameters.environment',
        cases: [{ then: 'pass' }],
      })
    const staging = deployment({ id: 'staging', environment: 'staging' })
    const outcomes = await judgedBy([asking('production'), asking('staging')], deployment(), staging)
    assert.deepEqual(
      outcomes.map(({ judgements }) => judgements.map(({ subject }) => subject.id)),
      [['deploy.yml#ship'], ['staging']],
    )
  })
})
