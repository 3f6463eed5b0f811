import assert from 'node:assert/strict'
import test from 'node:test'
import { isContract } from '../../../src/facts/database/contract.ts'

const marked: readonly (readonly [string, string, boolean])[] = [
  [
    'V2__drop.sql',
    '-- contract step: nothing has read orders.note since 1.4.0\nALTER TABLE orders DROP COLUMN note;',
    true,
  ],
  ['V2__drop.sql', '/* Expand and contract,\n   the second half */ ALTER TABLE orders DROP COLUMN note', true],
  ['V2__drop.sql', '-- Contraction phase of #12', true],
  ['0002_drop.py', '"""drop note\n\nContract step: nothing reads it.\n"""', true],
  ['20260101_drop.rb', '# contract step, see the runbook\nremove_column :orders, :note', true],
  ['changes.xml', '<comment>contract phase of 1.4</comment><dropColumn/>', true],
  ['V3__contract_step_note.sql', 'ALTER TABLE orders DROP COLUMN note', true],
  ['V3__expand_and_contract_note.sql', '', true],
  // a table, a column, a trade
  ['drop_contract_column.sql', 'ALTER TABLE contract DROP COLUMN x;', false],
  ['V4__contract.sql', '-- contract\nALTER TABLE contract DROP COLUMN x;', false],
  ['V4__x.sql', 'ALTER TABLE deals DROP COLUMN contract_phase, DROP COLUMN contract_step;', false],
  ['V4__x.sql', "UPDATE deals SET state = 'contract phase'; DROP TABLE deals;", false],
  ['V4__x.sql', '-- drop the contract phase of deals\nALTER TABLE deals DROP COLUMN a', false],
  ['V4__x.sql', '-- contract migration: moves contracts of the old system', false],
  ['V4__x.sql', '-- expand contract name to 200 letters', false],
  ['20260101_drop_contract_phase.rb', 'remove_column :deals, :contract_phase', false],
]

for (const [file, content, expected] of marked) {
  test(`${file}: ${content.slice(0, 60).replaceAll('\n', ' ')}`, () => {
    assert.equal(isContract(file, content), expected)
  })
}
