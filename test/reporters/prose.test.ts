import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstParagraph } from '../../src/reporters/terminal/prose.ts'

test('the first paragraph of a remedy is whole sentences, without what leads to the example below it', () => {
  const example = '\n\n    schema: {}\n'
  for (const [text, line] of [
    [`Give it a schema:${example}`, 'Give it a schema'],
    [`Give it a schema,\nand apply that.${example}`, 'Give it a schema, and apply that.'],
    [`Look at the share of failures. Argo Rollouts:${example}`, 'Look at the share of failures.'],
    [`Charts: a schema beside Chart.yaml. Manifests:${example}`, 'Charts: a schema beside Chart.yaml.'],
    [
      `Build it once. Then let every stage take the same image:${example}`,
      'Build it once. Then let every stage take the same image',
    ],
  ] as const)
    assert.equal(firstParagraph(text), line)
})
