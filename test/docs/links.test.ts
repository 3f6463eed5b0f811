import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { linkTo } from '../../scripts/generate/text.ts'
import { parseSettings } from '../../src/config/load.ts'
import { Text } from '../../src/documents/text.ts'

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => `docs/${name}`)]

for (const page of pages) {
  test(`${page}: what it links to and names is there`, () => {
    const content = readFileSync(page, 'utf8')
    const links = [...content.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] as string)
    for (const link of links) assert.ok(existsSync(join(dirname(page), link)), `${page} links to ${link}`)
    const headings = new Set([...content.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => linkTo(heading as string, '')))
    for (const [, anchor] of content.matchAll(/\]\((#[^)\s]+)\)/g))
      assert.ok(headings.has(`[](${anchor})`), `${page} links to ${anchor}`)
    // a path and a colon alone on a line is a file that the reader is to write
    const paths = [...content.matchAll(/`((?:src|rules|schemas|fixtures|test|scripts|docs)\/[\w./-]+)`(?!:\n)/g)]
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
