import assert from 'node:assert/strict'
import test from 'node:test'
import { statementsOf } from '../../../src/documents/sql/lexer.ts'

const shown = (sql: string) => statementsOf(sql).map(({ tokens }) => tokens.map(({ text }) => text).join(' '))

const cases: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'statements end at ;': ['SELECT 1; select 2', ['SELECT 1', 'SELECT 2']],
  'comments are no tokens': ['-- DROP TABLE a;\n/* DROP /* nested */ TABLE */ SELECT 1 # tail', ['SELECT 1']],
  'a ; in a string ends nothing': ["INSERT INTO a VALUES ('x;''y')", ["INSERT INTO A VALUES ( x;''y )"]],
  'escapes count only in E strings': ["SELECT E'a\\'b;', 'c\\'", ["SELECT E a\\'b; , c\\"]],
  'dollar quotes hold a body': [
    'DO $x$ BEGIN DROP TABLE a; END $x$; SELECT 1',
    ['DO  BEGIN DROP TABLE a; END ', 'SELECT 1'],
  ],
  'names in quotes of all dialects': ['DROP TABLE "A b", `c`, [d e]', ['DROP TABLE A b , c , d e']],
  'GO ends a batch': ['SELECT 1\nGO\nSELECT 2\ngo 5\n', ['SELECT 1', 'SELECT 2']],
  'DELIMITER changes the end': [
    'DELIMITER //\nCREATE TRIGGER t BEGIN DELETE FROM a; END//\nDELIMITER ;\nSELECT 1;',
    ['CREATE TRIGGER T BEGIN DELETE FROM A ; END', 'SELECT 1'],
  ],
  'the body of a routine is no statement of the script': [
    'CREATE PROCEDURE p AS BEGIN UPDATE a SET b = 1; IF x BEGIN DELETE FROM a; END END; SELECT 1',
    ['CREATE PROCEDURE P AS BEGIN UPDATE A SET B = 1 ; IF X BEGIN DELETE FROM A ; END END', 'SELECT 1'],
  ],
  'what is not closed ends with the text': ["SELECT 'a", ['SELECT a']],
}

for (const [name, [sql, expected]] of Object.entries(cases)) test(name, () => assert.deepEqual(shown(sql), expected))

test('a statement says where it stands', () => {
  const [, second] = statementsOf('SELECT 1;\n  DROP TABLE a ;')
  assert.deepEqual([second?.start, second?.end], [12, 24])
})

test('a long line of quotes and brackets takes time in proportion to its length', () => {
  for (const piece of ["'", '$', '[a', '/*', '(', '"', "E'\\"])
    assert.ok(statementsOf(piece.repeat(50_000)).length <= 50_000)
})
