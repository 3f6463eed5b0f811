import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { readCloudBuild } from '../../../src/facts/pipeline/cloudbuild/workflow.ts'
import * as finders from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'

const trigger = (body: string, name = 'ci') =>
  `resource "google_cloudbuild_trigger" "${name}" {\n  filename = "cloudbuild.yaml"\n${body}\n}\n`
const pushes = (branch: string) => `  github {\n    push {\n      branch = "${branch}"\n    }\n  }`

async function build(terraform: string, text = 'steps: [{name: ubuntu, args: [echo]}]', more = {}) {
  const files = { 'main.tf': terraform, 'cloudbuild.yaml': text, ...more }
  const [workflow] = await readCloudBuild(repositoryOf(files), finders, defaultSettings)
  if (!workflow) throw new Error('no workflow')
  return workflow
}

for (const [what, terraform, expected] of [
  ['a push to a branch', trigger(pushes('^main$')), ['push main']],
  ['either of two branches', trigger(pushes('^(main|next)$')), ['push main,next']],
  ['any branch', trigger(pushes('.*')), ['push ']],
  ['a pattern that is no name is not told', trigger(pushes('^release-\\\\d+$')), ['external ']],
  ['a tag', trigger('  github {\n    push {\n      tag = "v.*"\n    }\n  }'), ['tag ']],
  [
    'a pull request',
    trigger('  github {\n    pull_request {\n      branch = "^main$"\n    }\n  }'),
    ['pull-request main'],
  ],
  ['one that is switched off starts nothing', trigger(`${pushes('^main$')}\n  disabled = true`), ['external ']],
  [
    'another start that cannot be told leaves all untold',
    trigger(pushes('^main$')) + trigger('  webhook_config {\n    secret = "x"\n  }', 'hook'),
    ['external '],
  ],
] as const) {
  test(`triggers of builds in Terraform: ${what}`, async () => {
    const { triggers } = await build(terraform)
    assert.deepEqual(
      triggers.map(({ kind, branches = [] }) => `${kind} ${branches.join()}`),
      expected,
    )
  })
}

test('what all triggers of a build substitute alike is put in', async () => {
  const substituting = (folder: string, name: string) =>
    trigger(`${pushes('^main$')}\n  substitutions = { _FOLDER = "shop", _SERVICE = "${folder}" }`, name)
  const script =
    'steps:\n- name: golang\n  script: |\n    cd /workspace/$FOLDER\n    make $SERVICE\n  env: [FOLDER=$_FOLDER, SERVICE=$_SERVICE]\n'
  const workflow = await build(substituting('a', 'one') + substituting('b', 'two'), script, {
    'shop/Makefile': 'a:\n\tgo test ./...\n',
  })
  const [act] = workflow.jobs[0]?.steps[0]?.acts ?? []
  assert.deepEqual([act?.directory, act?.text], ['shop', 'make $SERVICE'])
  const alone = await build(substituting('a', 'one'), script, { 'shop/Makefile': 'a:\n\tgo test ./...\n' })
  assert.deepEqual(
    alone.jobs[0]?.steps[0]?.acts.map(({ tool }) => tool),
    ['go test'],
  )
})

test('an approval of the trigger holds the whole build', async () => {
  const workflow = await build(
    trigger(`${pushes('^main$')}\n  approval_config {\n    approval_required = true\n  }`),
    'steps: [{id: a, name: ubuntu, args: [echo]}, {id: b, name: ubuntu, args: [echo]}]',
  )
  assert.deepEqual(
    workflow.jobs.map(({ approval }) => approval?.how),
    ['approval of the trigger', undefined],
  )
})
