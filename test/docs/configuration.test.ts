import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseSettings } from '../../src/config/load.ts'
import { Text } from '../../src/documents/text.ts'
import { catalogue } from '../../src/rules/catalogue.ts'
import { checkSettings } from '../../src/rules/parameters.ts'
import { builtinRules } from '../../src/rules/rule-set.ts'

const page = readFileSync('docs/configuration.md', 'utf8')
const [whole = '', ...parts] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] as string)
const keys = Object.keys(JSON.parse(readFileSync('schemas/assay.json', 'utf8')).properties).filter(
  (key) => key !== '$schema',
)

/** Without what is elsewhere: docs/policy.md has its example, with its policy. */
const alone = (content: string) => content.replace(/^extends: .*\n/m, '')

test('the whole example of docs/configuration.md has every key, and is right for the schema and the rules', async () => {
  const { settings } = await parseSettings(new Text('assay.yaml', alone(whole)))
  for (const key of keys) assert.match(whole, new RegExp(`^${key}:`, 'm'))
  const rules = (await builtinRules()).map(({ rule }) => rule)
  const wrong = checkSettings(
    settings,
    rules,
    catalogue.map(({ id }) => id),
  )
  assert.deepEqual(wrong, [])
})

test('so is the example of each key', async () => {
  assert.equal(parts.length, keys.length)
  for (const part of parts) await parseSettings(new Text('assay.yaml', alone(part)))
})
