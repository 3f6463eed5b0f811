import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { parseSettings } from '../../src/config/load.ts'
import { Text } from '../../src/documents/text.ts'
import { ruleSet } from '../../src/rules/rule-set.ts'

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => `docs/${name}`)]

for (const page of pages) {
  test(`${page}: what it links to and names is there`, () => {
    const content = readFileSync(page, 'utf8')
    const links = [...content.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] as string)
    for (const link of links) assert.ok(existsSync(join(dirname(page), link)), `${page} links to ${link}`)
    const paths = [...content.matchAll(/`((?:src|rules|schemas|fixtures|test|scripts|docs)\/[\w./-]+)`/g)]
    for (const [, path] of paths) assert.ok(existsSync(path as string), `${page} names ${path}`)
  })
}

test('the assay.yaml of the README is one that Assay takes', async () => {
  const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    (match) => match[1] as string,
  )
  assert.equal(blocks.length, 1)
  const { settings } = await parseSettings(new Text('assay.yaml', blocks[0] as string))
  assert.equal(settings.environments.demo, 'staging')
})

test('the rule that docs/own-rules.md shows loads as it is written', async () => {
  const page = 'docs/own-rules.md'
  const rule = /```yaml\n(# policy\/[\s\S]*?)```/.exec(readFileSync(page, 'utf8'))?.[1]
  assert.ok(rule, `${page} shows a rule`)
  const { problems } = await ruleSet([new Text('policy/team.yaml', rule)])
  assert.deepEqual(problems, [])
})
