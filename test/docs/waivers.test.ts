import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { assay, folderOf } from '../cli/support/assay.ts'
import { readPage } from '../support/page.ts'

const page = readPage(readFileSync('docs/waivers.md', 'utf8'))
const { '.assay/waivers.yaml': waivers = '', ...shop } = page.files
const [command = ''] = page.runs[0]?.commands ?? []
const words = command.split(' ').slice(1)

const verdicts = (stdout: string) =>
  (JSON.parse(stdout) as { requirements: { id: string; verdict: string }[] }).requirements
    .filter(({ id }) => id === 'pipeline.unit-tests')
    .map(({ verdict }) => verdict)

test('docs/waivers.md, followed: its shop fails, its waiver covers it, and its end is told', () => {
  const json = [...words, '--format', 'json']
  const [without] = assay(folderOf(shop), json)
  const folder = folderOf(page.files)
  const [told, covered, later] = assay(folder, words, json, [...json, '--as-of', '2027-03-02'])
  assert.deepEqual([without!.code, verdicts(without!.stdout)], [1, ['fail']])
  assert.deepEqual([covered!.code, verdicts(covered!.stdout)], [0, ['waived']], covered!.stdout)
  assert.match(told!.stdout, /1 waived/)
  assert.deepEqual([later!.code, verdicts(later!.stdout)], [1, ['fail']])
  assert.match(later!.stdout, /ended on 2027-03-01/)
  assert.match(waivers, /approver: Grace Hopper/)
})

test('its statement settles what it speaks of', () => {
  const id = /requirement: (\S+)/.exec(page.files['.assay/attestations.yaml'] ?? '')?.[1] as string
  const [told] = assay(folderOf(page.files), ['check', '--only', id, '--as-of', '2026-11-23', '--format', 'json'])
  const { requirements, remarks } = JSON.parse(told!.stdout)
  const one = requirements.find((requirement: { id: string }) => requirement.id === id)
  assert.deepEqual([one.verdict, one.grade, remarks], ['pass', 'attested', []])
})

test('the fields that docs/waivers.md tells of are those of the schema', () => {
  const { properties } = JSON.parse(readFileSync('schemas/waivers.json', 'utf8')).definitions.waiver
  const content = readFileSync('docs/waivers.md', 'utf8')
  const table = content.slice(content.indexOf('| field'), content.indexOf('The last four'))
  const told = [...table.matchAll(/`([a-z]+)`(?=[,` ]| \|)/g)].map((match) => match[1] as string)
  assert.deepEqual(told.sort(), Object.keys(properties).sort())
})
