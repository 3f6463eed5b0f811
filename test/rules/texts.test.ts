import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtinRules } from '../../src/rules/rule-set.ts'

/** Lines of code, which stand four columns in, that prose follows or comes before without a blank line. */
function runTogether(text: string): string[] {
  const lines = text.split('\n')
  const isCode = (line: string | undefined) => line?.startsWith('    ') === true
  const isProse = (line: string | undefined) => line !== undefined && line !== '' && !line.startsWith(' ')
  return lines.filter((line, i) => isCode(line) && (isProse(lines[i - 1]) || isProse(lines[i + 1])))
}

test('in what rules say, examples and sentences stand apart: Markdown and people tell them by the blank line', async () => {
  for (const { rule } of await builtinRules()) {
    for (const text of [rule.why, rule.fix]) assert.deepEqual(runTogether(text ?? ''), [], rule.id)
  }
})
