import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { assay, folderOf } from '../cli/support/assay.ts'
import { readPage } from '../support/page.ts'

const page = readPage(readFileSync('docs/own-rules.md', 'utf8'))

test('docs/own-rules.md, followed: its rule is right by its fixtures, and judges its repository', () => {
  const folder = folderOf(page.files)
  const [{ commands, ends } = { commands: [], ends: '' }, ...others] = page.runs
  assert.deepEqual([others.length, commands.length], [0, 1])
  const words = (commands[0] as string).split(' ')
  assert.equal(words.shift(), 'assay')
  const [tested, judged, explained] = assay(
    folder,
    words,
    ['check', '--only', 'house.*', '--format', 'json'],
    ['explain', 'house.deployment-tool'],
  )
  assert.deepEqual([tested!.code, tested!.stderr], [0, ''], tested!.stdout)
  assert.ok(tested!.stdout.endsWith(`\n${ends}`), tested!.stdout)
  const { own } = JSON.parse(judged!.stdout) as { own: { id: string; verdict: string; judged: boolean }[] }
  assert.deepEqual(
    own.map(({ id, verdict }) => [id, verdict]),
    [['house.deployment-tool', 'unknown']],
  )
  assert.match(explained!.stdout, /Two tools are enough/)
})

test('its parameter in assay.yaml counts, and a misspelt word is an error as it says', () => {
  const deploy = Object.entries(page.files).find(([path]) => path.includes('pass.'))?.[1] ?? ''
  const rule = page.files['policy/deployment-tool.yaml'] ?? ''
  const files: Record<string, string> = {
    ...page.files,
    '.github/workflows/deploy.yml': deploy.replace('helm upgrade', 'kustomize build .'),
  }
  const verdict = (folder: string) => {
    const [{ stdout } = { stdout: '' }] = assay(folder, ['check', '--only', 'house.*', '--format', 'json'])
    return (JSON.parse(stdout) as { own: { verdict: string }[] }).own[0]?.verdict
  }
  const tuned = files['assay.yaml'] ?? ''
  assert.match(tuned, /kustomize build/)
  assert.notEqual(verdict(folderOf({ ...files, 'assay.yaml': 'rules: [policy]\n' })), 'pass')
  const misspelt = folderOf({ ...files, 'policy/deployment-tool.yaml': rule.replace('"production"', '"prodution"') })
  const [{ code, stderr } = { code: 0, stderr: '' }] = assay(misspelt, ['check'])
  assert.equal(code, 2)
  assert.match(stderr, /^assay: policy\/deployment-tool\.yaml:10:\d+: .*"?production"?/)
})
