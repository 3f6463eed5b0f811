import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { packKnown } from '../../scripts/pack-known.ts'
import { knownCommand } from '../../src/facts/pipeline/known/command.ts'
import { known } from '../../src/facts/pipeline/known/table.ts'

test('the packed table is that of the YAML files', () => {
  const packed = readFileSync(new URL('../../src/facts/pipeline/known/known.generated.json', import.meta.url), 'utf8')
  assert.equal(JSON.stringify(JSON.parse(packed)), JSON.stringify(JSON.parse(packKnown())), 'run npm run generate')
})

test('every command of the table is found by its own name', () => {
  const lost = Object.keys(known.commands).filter((name) => {
    const [program = '', ...words] = name.split(' ')
    return knownCommand(program, words)?.tool !== name
  })
  assert.deepEqual(lost, [])
})
