import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Text } from '../../src/documents/text.ts'
import { loadRule, loadRules } from '../../src/rules/load.ts'
import { engine } from './support.ts'

const whole = `id: own.held
title: Production is held
level: bronze
parameters:
  minutes: {type: int, default: 5, description: how long}
each: deployments
where: it.environment == "production"
cases:
  - when: it.approval == "manual"
    then: pass
  - then: fail
    message: '{it.job} is held by nobody'
    at: it.at
    trace: it.path
none: {then: unknown, message: nothing is deployed, settle: 'say in assay.yaml: environments: {demo: staging}'}
why: because
fix: so
`

/** The problems of the rule above with one text replaced by another. */
async function problemsOf(from: string | RegExp, to: string, builtIn = false): Promise<readonly string[]> {
  const changed = whole.replace(from, to)
  assert.notEqual(changed, whole, 'nothing was replaced')
  return (await loadRule(new Text('rules/x.yaml', changed), await engine(), { builtIn })).problems
}

describe('loadRule', () => {
  it('loads a rule, and knows which facts it reads', async () => {
    const { rule, problems, ...rest } = await loadRule(new Text('rules/x.yaml', whole), await engine(), {
      builtIn: false,
    })
    assert.deepEqual(problems, [])
    assert.equal(rule?.title, 'Production is held')
    assert.deepEqual(rest, { reads: ['deployments'], judges: ['deployments'] })
  })

  const table: [name: string, from: string | RegExp, to: string, wanted: string][] = [
    [
      'an unknown field',
      'where: it.environment',
      'where: it.enviroment',
      '7:11: unknown field "enviroment" of Deployment; did you mean "environment"?',
    ],
    [
      'a word outside a closed list',
      '"production"',
      '"prodution"',
      '7:26: "prodution" is never a value here; did you mean "production"?',
    ],
    [
      '… in a list',
      '== "production"',
      'in ["staging", "prodution"]',
      '7:38: "prodution" is never a value here; did you mean "production"?',
    ],
    [
      '… in a list of such words',
      'it.environment == "production"',
      `'"unit-tests" in it.guardedBy'`,
      '7:9: "unit-tests" is never a value here; did you mean "unit-test"?',
    ],
    [
      '… under exists',
      'it.environment == "production"',
      'it.guardedBy.exists(k, k == "biuld")',
      '7:36: "biuld" is never a value here; did you mean "build"?',
    ],
    ['an unknown name', 'where: it.', 'where: itt.', '7:8: unknown name "itt"; did you mean "it"?'],
    [
      'an unknown collection',
      'each: deployments',
      'each: deployment',
      '6:7: there are no facts called "deployment"; did you mean "deployments"?',
    ],
    [
      'a field of a nested record',
      'it.approval == "manual"',
      'it.guarded.unit_tests',
      '9:22: unknown field "unit_tests" of Guards; did you mean "unit_test"?',
    ],
    [
      'a field read by an index',
      'it.approval == "manual"',
      'it["gated"]',
      '9:11: a field is read with a dot (it.name), so that its name can be checked',
    ],
    [
      'a field asked for by has',
      'it.approval == "manual"',
      'has(it.aproval)',
      '9:18: unknown field "aproval" of Deployment; did you mean "approval"?',
    ],
    [
      'an expression of another type',
      'it.approval == "manual"',
      'it.approval',
      '9:11: this is of type string; true or false (bool) is wanted here',
    ],
    ['an expression that cannot be read', 'it.approval == "manual"', 'it.approval ==', '9:25: Unexpected token: EOF'],
    [
      'the built-in regular expressions',
      'it.approval == "manual"',
      'it.job.matches("a.*b")',
      '9:11: "matches" can take for ever; write regex(text, pattern)',
    ],
    [
      'a pattern that RE2 does not know',
      'it.approval == "manual"',
      'regex(it.job, "(?=a)")',
      '9:25: this pattern is not RE2 syntax',
    ],
    [
      'a switch of the type check',
      'it.approval == "manual"',
      'dyn(it).foo == 1',
      '9:11: "dyn" switches the type check off; leave it out',
    ],
    [
      'a whole number and a fraction',
      'it.approval == "manual"',
      'repository.pipelines + 0.5 > 1.0',
      'whole numbers and fractions do not mix',
    ],
    [
      'too deep an expression',
      'it.approval == "manual"',
      'deployments.all(a, deployments.all(b, deployments.all(c, deployments.all(d, true))))',
      '9:68: no more than 3 of all, exists, filter, map in one another',
    ],
    [
      'an unknown parameter',
      'it.approval == "manual"',
      'parameters.minuts > 3',
      '9:22: unknown parameter "minuts"; did you mean "minutes"?',
    ],
    ['a hole of a message', '{it.job}', '{it.jobb}', '12:19: unknown field "jobb" of Deployment; did you mean "job"?'],
    ['a hole that cannot be shown', '{it.job}', '{it.path}', '12:16: this is of type Trace; a value that can be shown'],
    ['a brace that is not closed', '{it.job}', '{it.job', '12:15: a "{" is not closed'],
    ['a place that is none', 'at: it.at', 'at: it.job', '13:9: this is of type string; a Place is wanted here'],
    ['an unknown key', 'why:', 'wy:', '16:1: unknown key "wy"; did you mean "why"?'],
    ['a missing fix', 'fix: so\n', '', 'the file needs the key "fix"'],
    ['a verdict that does not exist', 'then: pass', 'then: passed', '10:11: "passed" is not one of'],
    [
      'no case left',
      '  - then: fail\n',
      '  - when: it.gated\n    then: fail\n',
      '11:11: no case is left for what fits none',
    ],
    [
      'a case after one that always holds',
      '  - when: it.approval == "manual"\n    then: pass',
      '  - then: pass',
      '9:5: a case without "when" always holds',
    ],
    [
      'a `some` without `when`',
      '  - when: it.approval == "manual"\n',
      '  - some: deployments\n',
      '9:5: "some" needs "when"',
    ],
    [
      'an unknown field of what was found',
      'when: it.approval == "manual"',
      'some: deployments\n    when: found.aproval == "manual"',
      '10:17: unknown field "aproval" of Deployment; did you mean "approval"?',
    ],
    [
      'an unknown without a way out',
      ", settle: 'say in assay.yaml: environments: {demo: staging}'",
      '',
      '15:7: an unknown needs "settle"',
    ],
    ['a default of another type', 'default: 5', 'default: five', '5:33: "five" is not a whole number'],
    ['an id without a section', 'id: own.held', 'id: held', '1:5: the id "held" must be <section>.<name>'],
    ['an id of ours', 'id: own.held', 'id: pipeline.build', '1:5: pipeline.build is a requirement of the standard'],
    ['no level', 'level: bronze\n', '', '1:5: a rule of your own needs "level"'],
    ['a file that is no YAML', 'cases:\n', 'cases: [\n', 'rules/x.yaml:'],
  ]
  for (const [name, from, to, wanted] of table) {
    it(`tells ${name}`, async () => {
      const problems = await problemsOf(from, to)
      const found = problems.some((problem) => problem.startsWith('rules/x.yaml:') && problem.includes(wanted))
      assert.ok(found, `${wanted}\nis not in\n${problems.join('\n')}`)
    })
  }

  it('tells all problems of a file at once, in their order', async () => {
    const text = whole.replace('it.environment', 'it.enviroment').replace('it.at', 'it.att')
    const { problems } = await loadRule(new Text('rules/x.yaml', text), await engine(), { builtIn: false })
    assert.deepEqual(
      problems.map((problem) => problem.split(':').slice(1, 3).join(':')),
      ['7:11', '13:12'],
    )
  })

  it('points into block scalars', async () => {
    const problems = await problemsOf(
      'where: it.environment == "production"',
      'where: |\n  it.environment == "production"\n  && it.gatedd',
    )
    assert.match(problems[0] ?? '', /^rules\/x\.yaml:9:9: unknown field "gatedd"/)
  })

  it('wants a built-in rule to be in the catalogue and in its place', async () => {
    assert.match((await problemsOf('own.held', 'pipeline.biuld', true)).join('\n'), /did you mean "pipeline\.build"\?/)
    const misplaced = await problemsOf(/own.held\n(.*\n)level: bronze\n/, 'pipeline.build\n$1', true)
    assert.deepEqual(misplaced, ['rules/x.yaml:1:5: the rule pipeline.build belongs in rules/pipeline/build.yaml'])
  })

  it('keeps the first of two rules with one id, and tells the second', async () => {
    const { rules, problems } = await loadRules(
      [new Text('b.yaml', whole), new Text('a.yaml', whole)],
      await engine(),
      { builtIn: false },
    )
    assert.equal(rules.length, 1)
    assert.deepEqual(problems, ['b.yaml:1:1: the rule own.held exists in a.yaml already; give this one another id'])
  })
})
