import assert from 'node:assert/strict'
import test from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

const back = async (files: Readonly<Record<string, string>>) =>
  (await collectFacts(repositoryOf(files), defaultSettings, ['migrations'])).facts.migrations.map(({ reversesData }) =>
    isHidden(reversesData) ? '?' : reversesData,
  )

const upper = 'UPDATE orders SET note = upper(note);'
for (const [what, up, down, expected] of [
  ['the same table', upper, 'UPDATE shop.orders SET note = lower(note);', true],
  ['another table', upper, 'UPDATE customers SET note = lower(note);', false],
  ['only an index', upper, 'DROP INDEX orders_note;', false],
  ['one of two tables', `${upper} INSERT INTO roles VALUES (1);`, 'DELETE FROM roles;', false],
  ['rows that were added are deleted', 'INSERT INTO roles VALUES (1);', 'DELETE FROM roles WHERE id = 1;', true],
  [
    'the table that was made and filled is dropped',
    'CREATE TABLE roles (id int); INSERT INTO roles VALUES (1);',
    'DROP TABLE roles;',
    true,
  ],
  ['a table that was there before is dropped', 'INSERT INTO roles VALUES (1);', 'DROP TABLE roles;', '?'],
  [
    'rows that were deleted do not come back by deleting',
    'DELETE FROM roles;',
    'DELETE FROM roles WHERE id = 2;',
    false,
  ],
  ['rows that were deleted are added', 'DELETE FROM roles;', 'INSERT INTO roles VALUES (1);', true],
  [
    'the column that was filled is dropped',
    "ALTER TABLE orders ADD COLUMN a text; UPDATE orders SET a = 'x' WHERE b = 1;",
    'ALTER TABLE orders DROP COLUMN a;',
    true,
  ],
  [
    'another column is dropped than those that were filled',
    "ALTER TABLE orders ADD COLUMN a text; UPDATE orders SET a = 'x', b = 'y';",
    'ALTER TABLE orders DROP COLUMN a;',
    '?',
  ],
  ['a procedure', upper, 'CALL take_back();', '?'],
  ['a script of another file', upper, '\\i take-back.sql', '?'],
  ['the former table by its name', upper, 'DROP TABLE orders; ALTER TABLE orders_before RENAME TO orders;', '?'],
] as const)
  test(`the way back in SQL: ${what}`, async () =>
    assert.deepEqual(await back({ 'migrations/2_x.up.sql': up, 'migrations/2_x.down.sql': down }), [expected]))

test('dbmate, goose, sqitch and Liquibase: what stands in the way back decides', async () => {
  const dbmate = (down: string) => ({ 'db/migrations/2_x.sql': `-- migrate:up\n${upper}\n-- migrate:down\n${down}\n` })
  assert.deepEqual(await back(dbmate('UPDATE orders SET note = lower(note);')), [true])
  assert.deepEqual(await back(dbmate('DROP INDEX a;')), [false])
  assert.deepEqual(await back(dbmate('-- nothing\n')), [false])
  const goose = (down: string) => ({ 'migrations/2_x.sql': `-- +goose Up\n${upper}\n-- +goose Down\n${down}\n` })
  assert.deepEqual(await back(goose('UPDATE orders SET note = lower(note);')), [true])
  assert.deepEqual(await back(goose('SELECT 2;')), [false])
  const sqitch = (revert: string) => ({
    'deploy/x.sql': `-- Deploy shop:x\nBEGIN;\n${upper}\nCOMMIT;\n`,
    'revert/x.sql': revert,
  })
  assert.deepEqual(await back(sqitch('BEGIN;\nUPDATE orders SET note = lower(note);\nCOMMIT;\n')), [true])
  assert.deepEqual(await back(sqitch('BEGIN;\n-- XXX Add DDLs here.\nCOMMIT;\n')), [false])
  const formatted = (rollback: string) => ({
    'db/x.sql': `--liquibase formatted sql\n--changeset a:1\n${upper}\n--rollback ${rollback}\n`,
  })
  assert.deepEqual(await back(formatted('UPDATE orders SET note = lower(note);')), [true])
  assert.deepEqual(await back(formatted('not required')), [false])
  assert.deepEqual(await back(formatted('changesetId:0 changesetAuthor:a')), ['?'])
})

test('rollbacks of Liquibase in XML and YAML', async () => {
  const xml = (rollback: string) => ({
    'db/changelog/2.xml': `<databaseChangeLog><changeSet id="1" author="a"><sql>${upper}</sql>${rollback}</changeSet></databaseChangeLog>`,
  })
  assert.deepEqual(await back(xml('<rollback>UPDATE orders SET note = lower(note);</rollback>')), [true])
  assert.deepEqual(await back(xml('<rollback><update tableName="orders"/></rollback>')), [true])
  assert.deepEqual(await back(xml('<rollback><dropIndex tableName="orders" indexName="a"/></rollback>')), [false])
  assert.deepEqual(await back(xml('<rollback/>')), [false])
  assert.deepEqual(await back(xml('<rollback changeSetId="0" changeSetAuthor="a"/>')), ['?'])
  assert.deepEqual(await back(xml('')), [false])
  const yaml = (rollback: string) => ({
    'db/changelog/2.yaml': `databaseChangeLog:\n- changeSet:\n    id: 1\n    author: a\n    changes:\n    - sql: {sql: "${upper}"}\n${rollback}`,
  })
  assert.deepEqual(await back(yaml('    rollback: UPDATE orders SET note = lower(note)\n')), [true])
  assert.deepEqual(await back(yaml('    rollback:\n    - update: {tableName: orders}\n')), [true])
  assert.deepEqual(await back(yaml('    rollback:\n    - dropIndex: {tableName: orders}\n')), [false])
  assert.deepEqual(await back(yaml('    rollback: ""\n')), [false])
})
