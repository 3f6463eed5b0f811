import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDocument } from 'yaml'
import { type IdiomName, idioms } from '../../src/cli/explain/idioms/idiom.ts'
import { all, examplesText, idiomsFor } from '../../src/cli/explain/idioms/index.ts'
import { parseGroovy } from '../../src/documents/groovy/index.ts'
import { catalogue } from '../../src/rules/catalogue.ts'
import { assay, folderOf } from './support/assay.ts'

test('every snippet parses in its format, and is short', () => {
  for (const { system, snippets } of all) {
    for (const [idiom, snippet] of Object.entries(snippets)) {
      assert.ok(snippet.split('\n').length <= 21, `${system} ${idiom} is long`)
      assert.ok(snippet.endsWith('\n') && !/[ \t]$/m.test(snippet), `${system} ${idiom}: line ends`)
      if (system === 'jenkins') assert.deepEqual(parseGroovy(snippet).problems, [], `${system} ${idiom}`)
      else assert.deepEqual(parseDocument(snippet, { strict: true }).errors, [], `${system} ${idiom}`)
    }
  }
})

test('idioms serve requirements of the standard', () => {
  const ids = new Set(catalogue.map(({ id }) => id))
  for (const [name, { serves }] of Object.entries(idioms)) {
    for (const id of serves) assert.ok(ids.has(id), `${name} serves ${id}`)
  }
  const names: readonly IdiomName[] = idiomsFor('rollback.automation')
  assert.deepEqual(names, ['failure', 'version'])
})

test('examples are shown for the systems that are used, and for no other', () => {
  const text = examplesText('rollback.time', new Set(['gitlab-ci', 'argo-cd']))
  assert.match(text, /\(GitLab CI\):\n\n {4}roll-back:\n {6}timeout: 10 minutes/)
  assert.ok(!/GitHub|Jenkins/.test(text))
  assert.equal(examplesText('rollback.time', new Set()), '')
  assert.equal(examplesText('release-notes.heading', new Set(['gitlab-ci'])), '')
})

test('explain looks at the pipelines here; a broken assay.yaml does not stand in the way', () => {
  const pipeline = 'ship:\n  script: ./deploy.sh\n  environment: production\n'
  const [used, none, broken] = [
    assay(folderOf({ '.gitlab-ci.yml': pipeline }), ['explain', 'approvals.production'])[0],
    assay(folderOf({}), ['explain', 'approvals.production'])[0],
    assay(folderOf({ '.gitlab-ci.yml': pipeline, 'assay.yaml': 'profile: [' }), ['explain', 'approvals.production'])[0],
  ]
  assert.match(used!.stdout, /^For the CI systems here$[\s\S]*\(GitLab CI\)[\s\S]*Protected environments/m)
  assert.ok(!none!.stdout.includes('For the CI systems here'))
  assert.equal(broken!.code, 0, broken!.stderr)
})
