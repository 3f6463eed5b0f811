import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings, type KindAnswer } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { unheardIn } from '../../../src/facts/pipeline/graph/index.ts'
import { repositoryOf } from '../../support/repository.ts'

const gitlab = {
  '.gitlab-ci.yml':
    'include: [{project: acme/templates, file: /jobs/work.yml}]\nunit:\n  script: [npm test]\n  needs: []\n',
}
const jenkins = { Jenkinsfile: "library 'acme'\n" }

async function judged(files: Readonly<Record<string, string>>, kinds: readonly KindAnswer[]) {
  const settings = { ...defaultSettings, kinds }
  const { facts, observed } = await collectFacts(repositoryOf(files), settings, [
    'repository',
    'pipelines',
    'workflows',
  ])
  const { deploys } = facts.repository
  return {
    deploys: isHidden(deploys) ? `${deploys.what}: ${deploys.settle.text}` : deploys,
    unheard: unheardIn(observed.workflows, settings).map(({ index, wanting }) => `${index} ${wanting}`),
  }
}

test('what a pipeline takes in from elsewhere is asked for by its name, and the answer is heard', async () => {
  for (const [files, name, word] of [
    [gitlab, 'acme/templates/jobs/work.yml', 'step'],
    [jenkins, 'Jenkinsfile', 'step'],
  ] as const) {
    const before = await judged(files, [])
    assert.match(String(before.deploys), new RegExp(`kinds: \\[\\{${word}: "?${name}"?, kinds: \\[`))
    const nothing = await judged(files, [{ step: name, kinds: ['set-up'] }])
    assert.match(String(nothing.deploys), /no deployment was found/)
    assert.deepEqual(nothing.unheard, [])
    const scan = await judged(files, [{ step: name, kinds: ['security-scan'] }])
    assert.match(String(scan.deploys), /no deployment was found/)
    assert.equal((await judged(files, [{ step: name, kinds: ['deploy'] }])).deploys, true)
    assert.equal((await judged(files, [{ job: name, kinds: ['deploy'] }])).deploys, true)
  }
})

test('an answer that speaks of nothing here is known', async () => {
  const { unheard } = await judged(gitlab, [
    { job: 'unit', kinds: ['unit-test'] },
    { job: 'unti', kinds: ['unit-test'] },
    { job: 'unit', step: 'npm test', kinds: ['unit-test'] },
    { job: 'unit', step: 'npm tset', kinds: ['unit-test'] },
    { file: 'gitlab-ci.yml', step: 'npm test', kinds: ['unit-test'] },
    { step: 'npm tset', kinds: ['unit-test'] },
  ])
  assert.deepEqual(unheard, ['1 job', '3 step', '4 pipeline', '5 step'])
})
