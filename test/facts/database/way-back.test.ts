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

/* Rows are changed on the way there; the way back gives a column its former form, takes another away, or brings rows back. */
const ef = (up: string, down: string) => ({
  'Shop/Migrations/2_x.cs': `public partial class X : Migration {\n  protected override void Up(MigrationBuilder migrationBuilder)\n  {\n    ${up}\n  }\n  protected override void Down(MigrationBuilder migrationBuilder)\n  {\n    ${down}\n  }\n}\n`,
})
const laravel = (up: string, down: string) => ({
  'database/migrations/2_x.php': `<?php return new class extends Migration {\n  public function up()\n  {\n    ${up}\n  }\n  public function down()\n  {\n    ${down}\n  }\n};\n`,
})
const knex = (up: string, down: string) => ({
  'migrations/2_x.js': `exports.up = async (knex) => {\n  ${up}\n}\nexports.down = async (knex) => {\n  ${down}\n}\n`,
})
const sequelize = (up: string, down: string) => ({
  'migrations/2_x.js': `module.exports = {\n  up: async (queryInterface, Sequelize) => {\n    ${up}\n  },\n  down: async (queryInterface, Sequelize) => {\n    ${down}\n  }\n}\n`,
})
const typeorm = (up: string, down: string) => ({
  'src/migrations/2_x.ts': `export class X implements MigrationInterface {\n  async up(queryRunner: QueryRunner) {\n    ${up}\n  }\n  async down(queryRunner: QueryRunner) {\n    ${down}\n  }\n}\n`,
})
const ecto = (up: string, down: string) => ({
  'priv/repo/migrations/2_x.exs': `defmodule X do\n  use Ecto.Migration\n  def up do\n    ${up}\n  end\n  def down do\n    ${down}\n  end\nend\n`,
})
const doctrine = (up: string, down: string) => ({
  'migrations/Version2.php': `<?php final class Version2 extends AbstractMigration {\n  public function up(Schema $schema): void\n  {\n    ${up}\n  }\n  public function down(Schema $schema): void\n  {\n    ${down}\n  }\n}\n`,
})
const alembic = (up: string, down: string) => ({
  'alembic/versions/2_x.py': `def upgrade():\n    ${up}\n\ndef downgrade():\n    ${down}\n`,
})
const cut = 'UPDATE Orders SET Note = LEFT(Note, 20)'
for (const [name, files, expected] of [
  [
    'EF Core: the former length of a column',
    ef(
      `migrationBuilder.Sql("${cut}");\n    migrationBuilder.AlterColumn<string>(name: "UpdatedNote", table: "Orders", maxLength: 20);`,
      'migrationBuilder.AlterColumn<string>(name: "UpdatedNote", table: "Orders", type: "nvarchar(max)");',
    ),
    false,
  ],
  [
    'EF Core: rows by another statement',
    ef(`migrationBuilder.Sql("${cut}");`, 'migrationBuilder.Sql("UPDATE Orders SET Note = Full_note");'),
    true,
  ],
  [
    'EF Core: the column that was filled is dropped',
    ef(
      'migrationBuilder.AddColumn<int>(name: "Total", table: "Orders");\n    migrationBuilder.Sql("UPDATE Orders SET Total = 0");',
      'migrationBuilder.DropColumn(name: "Total", table: "Orders");',
    ),
    true,
  ],
  [
    'EF Core: another column is dropped than the one that was filled',
    ef(
      'migrationBuilder.AddColumn<int>(name: "Total", table: "Orders");\n    migrationBuilder.Sql("UPDATE Orders SET Note = \'\'");',
      'migrationBuilder.DropColumn(name: "Total", table: "Orders");',
    ),
    '?',
  ],
  [
    'Laravel: the former type of a column',
    laravel(
      "DB::table('orders')->update(['note' => '']);",
      "Schema::table('orders', function (Blueprint $table) {\n      $table->string('updated_note')->change();\n    });",
    ),
    false,
  ],
  [
    'Laravel: another column is dropped',
    laravel(
      "DB::table('orders')->update(['note' => '']);",
      "Schema::table('orders', function (Blueprint $table) {\n      $table->dropColumn('total');\n    });",
    ),
    '?',
  ],
  [
    'Laravel: the column that was filled is dropped',
    laravel(
      "DB::table('orders')->update(['total' => 0]);",
      "Schema::table('orders', function (Blueprint $table) {\n      $table->dropColumn('total');\n    });",
    ),
    true,
  ],
  [
    'Knex: the former form of a column',
    knex(
      "await knex('orders').update({ note: '' })",
      "await knex.schema.alterTable('orders', (t) => { t.string('note').alter() })",
    ),
    false,
  ],
  [
    'Sequelize: the former form of a column',
    sequelize(
      "await queryInterface.bulkUpdate('orders', { note: '' }, {})",
      "await queryInterface.changeColumn('orders', 'note', { type: Sequelize.TEXT })",
    ),
    false,
  ],
  [
    'TypeORM: the former form of a column',
    typeorm(
      'await queryRunner.query(`UPDATE orders SET note = lower(note)`)',
      "await queryRunner.changeColumn('orders', 'note', new TableColumn({ name: 'note', type: 'text' }))",
    ),
    false,
  ],
  [
    'TypeORM: the same in SQL',
    typeorm(
      'await queryRunner.query(`UPDATE orders SET note = lower(note)`)',
      'await queryRunner.query(`ALTER TABLE orders ALTER COLUMN note TYPE text`)',
    ),
    false,
  ],
  [
    'Ecto: the former type of a column',
    ecto(
      'execute "UPDATE orders SET note = lower(note)"',
      'alter table(:orders) do\n      modify :note, :text\n    end',
    ),
    false,
  ],
  [
    'Doctrine: the former form of a column',
    doctrine(
      "$this->addSql('UPDATE orders SET note = LOWER(note)');",
      "$this->addSql('ALTER TABLE orders CHANGE note note VARCHAR(255) NOT NULL');",
    ),
    false,
  ],
  [
    'Alembic: the former type of a column',
    alembic('op.execute("UPDATE orders SET note = lower(note)")', 'op.alter_column("orders", "note", type_=sa.Text())'),
    false,
  ],
  [
    'rows of tables that are not named: a column alone',
    alembic('session.execute(fill)', 'op.alter_column("orders", "note", type_=sa.Text())'),
    false,
  ],
] as const)
  test(`the way back in code: ${name}`, async () => assert.deepEqual(await back(files), [expected]))
