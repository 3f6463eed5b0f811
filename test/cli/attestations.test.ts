import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assay, folderOf } from './support/assay.ts'

const file = '.assay/attestations.yaml'
const statement = (id: string) => `  - requirement: ${id}
    statement: Only the release team can approve; it was reviewed.
    evidence: https://wiki.example/access
    by: Ada Lovelace
    role: head of operations
    date: 2026-09-01
    expires: 2027-03-01
`

interface Report {
  readonly requirements: readonly {
    id: string
    verdict: string
    grade: string
    attestation?: { by: string; place: { line: number } }
  }[]
  readonly levels: readonly { level: string; attested: number; met: { numerator: number } }[]
  readonly notJudged: number
}

test('a statement settles an unknown, as a pass that is counted apart, and so for what no rule judges', () => {
  const words = ['check', '--as-of', '2026-11-23', '--format', 'json']
  const run = (content?: string): Report => {
    const folder = folderOf({ 'README.md': '# Shop\n', ...(content ? { [file]: content } : {}) })
    return JSON.parse(assay(folder, words)[0]!.stdout)
  }
  const before = run()
  const open = before.requirements.filter(({ verdict }) => verdict === 'unknown').slice(0, 2)
  const unjudged = before.notJudged
  const after = run(`attestations:\n${open.map(({ id }) => statement(id)).join('')}`)
  for (const { id } of open) {
    const { verdict, grade, attestation } = after.requirements.find((one) => one.id === id)!
    assert.deepEqual([verdict, grade, attestation?.by], ['pass', 'attested', 'Ada Lovelace'])
    assert.ok(attestation!.place.line > 1)
  }
  assert.equal(after.levels.at(-1)!.attested, 2)
  assert.equal(after.levels.at(-1)!.met.numerator, before.levels.at(-1)!.met.numerator + 2)
  assert.ok(after.notJudged <= unjudged)
})
