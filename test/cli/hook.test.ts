import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { hookText, quoted } from '../../src/cli/init/hook.ts'

test('a path stands in the hook as one word of the shell, whatever is in it', () => {
  const cases: [path: string, word: string][] = [
    ['/opt/a b/assay.js', "'/opt/a b/assay.js'"],
    ["/opt/it's/$(x)/assay.js", "'/opt/it'\\''s/$(x)/assay.js'"],
    ['C:\\Program Files\\nodejs\\node.exe', "'C:/Program Files/nodejs/node.exe'"],
    ['/Users/ada/Library/Application Support/x.js', "'/Users/ada/Library/Application Support/x.js'"],
    ['/odd\\name', "'/odd\\name'"],
  ]
  for (const [path, word] of cases) {
    assert.equal(quoted(path), word)
    if (path.includes(':')) continue
    assert.equal(spawnSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' }).stdout, path)
  }
})

test('without an installation the hook refuses: nothing was judged', () => {
  const bare = { PATH: '/bin:/usr/bin' }
  const { status, stderr } = spawnSync('sh', ['-c', hookText(undefined)], { cwd: '/', env: bare, encoding: 'utf8' })
  assert.equal(status, 2)
  assert.match(stderr, /nothing was judged/)
})
