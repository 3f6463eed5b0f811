import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/find.ts'
import type { History } from '../../../src/sources/source.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const hiddenIn = async (text: string, directory: string | undefined = '') => {
  const history = { origin: 'https://git.example/shop/ledger.git' } as unknown as History
  const repository = repositoryOf({ 'k8s/a.yaml': 'a: 1' }, { history })
  return (await findActs(scriptOf(text, { shell: 'sh', directory }), repository)).find((act) => act.tool === 'git')
    ?.hidden
}

test('a push of changed manifests to another repository is a deployment that leaves this one', async () => {
  const found = await hiddenIn(
    'git clone https://git.example/shop/gitops.git work\ncd work\nkustomize edit set image a=b\ngit commit -am x\ngit push',
  )
  assert.equal(found?.value.what, 'what the push to git.example/shop/gitops.git deploys')
  assert.ok(found.couldBe.includes('deploy') && !found.couldBe.includes('unit-test'))
  assert.match(found.value.settle.text, /kinds: \[deploy\]/)
})

test('a push from a folder that holds another repository leaves this one, and one from beside it does not', async () => {
  const repository = repositoryOf({ 'k8s/a.yaml': 'a: 1' })
  const hidden = async (folder: string) => {
    const text = `cd ${folder}\nyq -i '.image.tag = 1' values-prod.yaml\ngit commit -am x\ngit push`
    const script = { ...scriptOf(text, { shell: 'sh', directory: '' }), others: ['gitops'] }
    return (await findActs(script, repository)).find((act) => act.tool === 'git')?.hidden?.value.what
  }
  assert.equal(await hidden('gitops/till'), 'what the push to another repository deploys')
  assert.equal(await hidden('k8s'), undefined)
})

for (const [why, text, directory] of [
  [
    'this repository',
    'git clone https://git.example/shop/ledger.git w\ncd w\nkustomize edit set image a=b\ngit push',
    '',
  ],
  ['its own folder', 'cd k8s\nkustomize edit set image a=b\ngit push', ''],
  ['a tag', 'git tag v1\ngit push --tags', ''],
  ['no manifests', 'git clone https://git.example/shop/notes.git w\ncd w\necho x > log\ngit push', ''],
  ['a wiki', 'git clone https://git.example/shop/x.wiki.git w\ncd w\nyq -i .a=1 b.yaml\ngit push', ''],
] as const) {
  test(`a push that hides no deployment: ${why}`, async () => {
    assert.equal(await hiddenIn(text, directory), undefined)
  })
}

test('a repository that is cloned into the folder where the script stands is what is pushed', async () => {
  const text = (address: string) =>
    `git clone ${address} .\n(cd overlays/dev && kustomize edit set image a=b)\ngit add .\ngit commit -m x\ngit push origin main`
  assert.equal(
    (await hiddenIn(text('$(params.CONFIG_REPO)')))?.value.what,
    'what the push to $(params.CONFIG_REPO) deploys',
  )
  assert.ok(await hiddenIn(text('$CONFIG_REPO_GIT_URL')))
  for (const own of ['https://git.example/shop/ledger.git', '$GIT_URL']) {
    assert.equal(await hiddenIn(text(own)), undefined)
  }
})

test('a push to where a repository of a platform was cloned from deploys there', async () => {
  const found = async (clone: string, push = 'git push origin master') => {
    const text = `${clone}\ncp -r web/* dist/\ncd dist\ngit commit -am x\n${push}`
    const acts = await findActs(scriptOf(text, { shell: 'sh', directory: '' }), repositoryOf({ 'web/a.php': '' }))
    return acts.filter(({ kinds }) => kinds.includes('deploy')).map(({ environment }) => environment)
  }
  const pantheon = 'git clone ssh://codeserver.dev.1a2b@codeserver.dev.1a2b.drush.in:2222/~/repository.git dist'
  assert.deepEqual(await found(pantheon), ['dev'])
  assert.deepEqual(await found('git clone https://git.heroku.com/shop-staging.git dist', 'git push'), [
    'shop-staging.git',
  ])
  assert.deepEqual(await found('git clone $OTHER dist'), [])
  assert.deepEqual(await found(pantheon, 'cd ../web; git push'), [])
})
