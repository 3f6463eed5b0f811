import assert from 'node:assert/strict'
import test from 'node:test'
import { readCode } from '../../../src/facts/database/code.ts'
import { frameworks } from '../../../src/facts/database/frameworks.ts'
import { withoutFresh } from '../../../src/facts/database/fresh.ts'
import { changesOfXml } from '../../../src/facts/database/liquibase.ts'
import { withoutReplaced } from '../../../src/facts/database/replaced.ts'
import { sqlChanges } from '../../../src/facts/database/sql.ts'
import { isHidden } from '../../../src/facts/hidden.ts'

const statements: readonly (readonly [string, string])[] = [
  ['CREATE TABLE IF NOT EXISTS shop.orders (id int)', 'additive creates the table orders'],
  ['DROP TABLE IF EXISTS orders', 'breaking drops the table orders'],
  ['DROP MATERIALIZED VIEW shop.dear_orders', 'breaking drops the materialized view dear_orders'],
  ['ALTER VIEW IF EXISTS shop.dear_orders RENAME TO costly', 'breaking renames the view dear_orders'],
  ['DROP INDEX orders_colour', 'additive drops what no program reads (index)'],
  ['ALTER TABLE orders ADD COLUMN colour text', 'additive adds the column orders.colour'],
  [
    'ALTER TABLE orders ADD colour text NOT NULL',
    'breaking adds the column orders.colour, which must not be null and has no default',
  ],
  ["ALTER TABLE orders ADD colour text NOT NULL DEFAULT 'red'", 'additive adds the column orders.colour'],
  ['ALTER TABLE ONLY public.orders DROP COLUMN IF EXISTS "Note"', 'breaking drops the column orders.Note'],
  ['ALTER TABLE orders DROP CONSTRAINT orders_fk', 'additive loosens orders'],
  ['ALTER TABLE orders RENAME COLUMN a TO b', 'breaking renames the column orders.a'],
  ['ALTER TABLE orders RENAME TO purchases', 'breaking renames the table orders'],
  ['ALTER TABLE orders ALTER COLUMN a SET NOT NULL', 'breaking forbids nulls in orders.a'],
  ['ALTER TABLE orders ALTER COLUMN a DROP NOT NULL', 'additive loosens orders.a'],
  ['ALTER TABLE orders ALTER COLUMN a DROP DEFAULT', 'open takes the default of orders.a away'],
  ['ALTER TABLE orders ALTER COLUMN a TYPE bigint', 'breaking changes the type of orders.a'],
  ['ALTER TABLE orders ALTER COLUMN a SET DEFAULT 1', 'additive sets a default of orders.a'],
  ['ALTER TABLE `orders` MODIFY `a` bigint', 'breaking changes the column orders.a'],
  ['ALTER TABLE orders ADD CONSTRAINT u UNIQUE (a)', 'breaking demands unique values in orders'],
  ['CREATE UNIQUE INDEX u ON orders (a)', 'breaking demands unique values in orders'],
  ["EXEC sp_rename 'orders.a', 'b', 'COLUMN'", 'breaking renames orders.a'],
  ["ALTER TYPE colour ADD VALUE 'red'", 'additive adds to the type colour'],
  ['UPDATE orders SET a = 1', 'data changes rows of orders'],
  ['INSERT INTO orders VALUES (1)', 'data adds rows to orders'],
  ['WITH x AS (SELECT 1) DELETE FROM orders', 'data changes rows'],
  ['CALL move()', 'open calls a procedure'],
  ['DO $$ BEGIN ALTER TABLE orders DROP COLUMN a; END $$', 'breaking drops the column orders.a'],
]

for (const [sql, expected] of statements) {
  test(sql, () => {
    const [change] = sqlChanges(sql)
    assert.equal(`${change?.what} ${change?.detail}`, expected)
  })
}

test('several actions of one ALTER TABLE each stand at their place', () => {
  const sql = 'ALTER TABLE orders\n  ADD COLUMN price numeric(10, 2),\n  DROP COLUMN note;'
  assert.deepEqual(
    sqlChanges(sql).map(({ what, start, end }) => `${what}: ${sql.slice(start, end)}`),
    ['additive: ADD COLUMN price numeric(10, 2)', 'breaking: DROP COLUMN note'],
  )
})

for (const parts of [
  "ALTER TABLE orders ADD colour text NOT NULL DEFAULT 'red';\nALTER TABLE orders ALTER COLUMN colour DROP DEFAULT",
  "ALTER TABLE orders ADD colour text NOT NULL DEFAULT 'red', ALTER colour DROP DEFAULT",
]) {
  test(`the former version cannot write a column whose default is gone: ${parts}`, () => {
    const changes = sqlChanges(parts).map(({ what, detail }) => `${what} ${detail}`)
    assert.deepEqual(changes, [
      'additive adds the column orders.colour',
      'breaking takes the default of orders.colour away, which must not be null',
    ])
  })
}

test('a body in dollar quotes keeps its place in the file', () => {
  const sql = 'DO $x$ DROP TABLE orders $x$'
  const [change] = sqlChanges(sql, 100)
  assert.equal(sql.slice((change?.start ?? 0) - 100, (change?.end ?? 0) - 100), 'DROP TABLE orders')
})

for (const [language, name, call] of [
  ['Python', 'Alembic', 'op.execute(\n    "ALTER TABLE orders "\n    f"DROP COLUMN note;"\n)'],
  ['Ruby', 'Rails', `execute "ALTER TABLE orders " \\\n        'DROP COLUMN note'`],
  ['JavaScript', 'Knex', "knex.raw('ALTER TABLE orders ' +\n  'DROP COLUMN note')"],
] as const) {
  test(`${language}: SQL that is written in several literals is one text`, () => {
    const content = `def upgrade():\n${call}\n`
    const framework = frameworks.find((one) => one.name === name)
    assert.ok(framework, name)
    const [change] = readCode(content, framework).changes
    assert.equal(change?.detail, 'drops the column orders.note')
    assert.match(content.slice(change?.start ?? 0, change?.end), /^DROP COLUMN note/)
  })
}

/** What a migration of a library changes, and whether it can be taken back. */
function read(name: string, content: string): string {
  const framework = frameworks.find((one) => one.name === name)
  assert.ok(framework)
  const { changes, reversible, reversesData } = readCode(content, framework)
  const told = changes.map(({ what, detail }) => `${what} ${detail}`).join('; ')
  return `${told || 'nothing'}${reversible ? ' | back' : ''}${reversesData ? ` | rows back${isHidden(reversesData) ? '?' : ''}` : ''}`
}

const addField = (field: string) =>
  `operations = [\n  migrations.AddField(\n    model_name='order',\n    name='gift',\n    field=${field},\n  ),\n]`
const demandsGift =
  'breaking adds the field order.gift, which must not be null and has no default in the database | back'
const choices = Array.from({ length: 60 }, (_, i) => `('c${i}', 'c${i}')`).join(', ')

const migrations: readonly (readonly [string, string, string])[] = [
  ['Django', addField('models.BooleanField(default=False)'), demandsGift],
  ['Django', addField("models.ForeignKey(on_delete=models.CASCADE, to='shop.gift')"), demandsGift],
  ['Django', addField('models.BooleanField(default=False, null=True)'), 'additive adds a field to order | back'],
  ['Django', addField('models.BooleanField(db_default=False)'), 'additive adds a field to order | back'],
  ['Django', addField("models.ManyToManyField(to='shop.gift')"), 'additive adds a field to order | back'],
  [
    'Django',
    addField(`models.CharField(choices=[${choices}], default='c1')`),
    'open adds the field order.gift, which may allow nulls | back',
  ],
  [
    'Rails',
    'def change\n  change_column_default :orders, :a, from: 0, to: nil\nend',
    'open takes the default of orders.a away | back',
  ],
  ['Rails', 'def change\n  change_column_default :orders, :a, from: nil, to: 0\nend', 'nothing | back'],
  [
    'Alembic',
    "def upgrade():\n  op.alter_column('orders', 'a', server_default=None)\n",
    'open takes the default of orders.a away',
  ],
  ['Rails', 'def change\n  remove_column :orders, :note, :text\nend', 'breaking drops the column orders.note | back'],
  [
    'Rails',
    'def change\n  create_table :orders do |t|\n  end\n  add_index :orders, :a, unique: true\nend',
    'additive creates the table orders | back',
  ],
  [
    'Rails',
    'def change\n  add_column :orders, :a, :int,\n    null: false\nend',
    'breaking adds the column orders.a, which must not be null and has no default | back',
  ],
  [
    'Rails',
    'def change\n  add_column :orders, :a, :int, null: false, default: 0\nend',
    'additive adds to orders | back',
  ],
  [
    'Rails',
    'def up\n  Order.update_all(a: 1)\nend\ndef down\n  Order.update_all(a: 0)\nend',
    'data changes rows | back | rows back',
  ],
  [
    'Rails',
    'def up\n  Order.delete_all\n  add_index :orders, :a\nend\ndef down\n  remove_index :orders, :a\nend',
    'data changes rows; additive adds an index or constraint to orders | back',
  ],
  [
    'Alembic',
    'def upgrade():\n    op.execute("UPDATE orders SET a = 1")\n\ndef downgrade():\n    op.execute("SELECT 1")',
    'data changes rows of orders | back',
  ],
  [
    'Alembic',
    'def upgrade():\n    op.execute("UPDATE orders SET a = 1")\n\ndef downgrade():\n    print("UPDATE orders by hand")',
    'data changes rows of orders | back',
  ],
  [
    'Alembic',
    'def upgrade():\n    op.execute("UPDATE orders SET a = 1")\n\ndef downgrade():\n    op.execute("UPDATE rings SET a = 0")',
    'data changes rows of orders | back',
  ],
  [
    'Alembic',
    'def upgrade():\n    op.execute("UPDATE orders SET a = 1")\n\ndef downgrade():\n    op.execute("UPDATE orders SET a = 0")',
    'data changes rows of orders | back | rows back',
  ],
  [
    'Alembic',
    'def upgrade():\n    op.execute("UPDATE orders SET a = 1")\n\ndef downgrade():\n    backwards(op)',
    'data changes rows of orders | back | rows back?',
  ],
  [
    'Alembic',
    'def upgrade():\n    op.execute("UPDATE orders SET a = 1")\n\ndef downgrade():\n    safe_drop_column("orders", "a")',
    'data changes rows of orders | back | rows back',
  ],
  [
    'Knex',
    "exports.up = (knex) => knex('orders').update({ a: 1 })\nexports.down = () => Promise.resolve()",
    'data changes rows of orders | back',
  ],
  [
    'Rails',
    'def up\n  execute "UPDATE keys SET name = LEFT(name, 20)"\n  change_column :keys, :name, :string, limit: 20\nend\ndef down\n  change_column :keys, :name, :string\nend',
    'data changes rows of keys; breaking changes the column keys.name | back',
  ],
  [
    'Rails',
    'def up\n  execute <<~SQL\n    DROP TABLE orders\n  SQL\nend\ndef down\n  raise ActiveRecord::IrreversibleMigration\nend',
    'breaking drops the table orders',
  ],
  [
    'Django',
    "operations = [\n  migrations.RemoveField(\n    model_name='order',\n    name='note',\n  ),\n]",
    'breaking drops the field order.note | back',
  ],
  [
    'Django',
    'operations = [migrations.RunPython(forwards, backwards)]',
    'data runs code on the rows | back | rows back',
  ],
  ['Django', 'operations = [migrations.RunPython(forwards)]', 'data runs code on the rows | back'],
  [
    'Django',
    'operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]',
    'data runs code on the rows | back',
  ],
  [
    'Django',
    'operations = [\n  migrations.RunPython(\n    forwards,\n    reverse_code=migrations.RunPython.noop,\n  ),\n]',
    'data runs code on the rows | back',
  ],
  [
    'Django',
    "def forwards(apps, editor):\n    fill()\n\ndef backwards(apps, editor):\n    '''Nothing to do.'''\n    pass\n\noperations = [migrations.RunPython(forwards, backwards)]",
    'data runs code on the rows | back',
  ],
  [
    'Django',
    'operations = [migrations.RunPython(forwards, lambda apps, editor: None)]',
    'data runs code on the rows | back',
  ],
  [
    'Django',
    'operations = [\n  migrations.RunPython(a, b),\n  migrations.RunPython(c),\n]',
    'data runs code on the rows; data runs code on the rows | back',
  ],
  ['Django', 'operations = [migrations.RunPython(migrations.RunPython.noop, backwards)]', 'nothing | back'],
  [
    'Django',
    'operations = [migrations.RunSQL("UPDATE orders SET a = 1", migrations.RunSQL.noop)]',
    'data changes rows of orders | back',
  ],
  [
    'Django',
    'operations = [migrations.RunSQL(sql="UPDATE orders SET a = 1", reverse_sql="UPDATE orders SET a = 0")]',
    'data changes rows of orders | back | rows back',
  ],
  [
    'Django',
    "operations = [\n  migrations.AddField(model_name='order', name='b'),\n  migrations.RunPython(fill_b, migrations.RunPython.noop),\n]",
    'additive adds a field to order; data runs code on the rows | back | rows back?',
  ],
  [
    'Alembic',
    'def upgrade():\n    op.drop_column("orders", "note")\n\ndef downgrade():\n    op.add_column("orders", sa.Column("note"))\n',
    'breaking drops the column orders.note | back | rows back',
  ],
  [
    'Alembic',
    "def upgrade():\n    op.alter_column('orders', 'a',\n        existing_type=sa.Text(),\n        nullable=True)\n\ndef downgrade():\n    pass\n",
    'nothing',
  ],
  [
    'Knex',
    "exports.up = (knex) => knex.schema.alterTable('orders', (t) => { t.dropColumn('note') })\nexports.down = (knex) => {}",
    'additive changes the table orders; breaking drops the column note',
  ],
  [
    'Sequelize',
    "module.exports = {\n  up: (queryInterface) => queryInterface.removeColumn('orders', 'note'),\n  down: (queryInterface) => queryInterface.addColumn('orders', 'note')\n}",
    'breaking drops the column orders.note | back | rows back',
  ],
  [
    'TypeORM',
    'async up(queryRunner) { await queryRunner.query(`ALTER TABLE "orders" DROP COLUMN "note"`) }\nasync down(queryRunner) {\n  await queryRunner.query(`ALTER TABLE "orders" ADD "note" text`) }',
    'breaking drops the column orders.note | back | rows back',
  ],
  [
    'Laravel',
    "public function up() { Schema::table('orders', function ($table) { $table->dropColumn('note'); }); }\npublic function down() {\n Schema::table('orders', fn ($table) => $table->text('note')); }",
    'additive changes the table orders; breaking drops the column note | back | rows back',
  ],
  [
    'EF Core',
    'protected override void Up(MigrationBuilder migrationBuilder) {\n migrationBuilder.DropColumn(\n name: "Note",\n table: "Orders"); }\nprotected override void Down(MigrationBuilder m) {\n m.AddColumn<string>(); }',
    'breaking drops the column Orders.Note | back | rows back',
  ],
  [
    'Sequelize',
    "module.exports = {\n  up: (q, S) => Promise.all([queryInterface.addColumn('orders', 'note', {\n type: S.TEXT,\n allowNull: false }),\n queryInterface.addColumn('orders', 'paid', {\n allowNull: false, defaultValue: false }),\n queryInterface.changeColumn('orders', 'name', {\n type: S.TEXT, allowNull: true })]) }",
    'breaking adds the column orders.note, which must not be null and has no default; additive adds to orders; open allows nulls in orders.name, if no more',
  ],
  [
    'TypeORM',
    "async up(queryRunner) { await queryRunner.addColumn('orders', new TableColumn({ name: 'note', type: 'text' }))\n await queryRunner.addColumn('orders', new TableColumn({ name: 'paid', type: 'bool', isNullable: true })) }",
    'breaking adds to orders what must not be null and has no default; additive adds to orders',
  ],
  [
    'Knex',
    "exports.up = (knex) => knex.schema.alterTable('orders', (t) => {\n  t.text('note').notNullable()\n}).alterTable('items', (t) => {\n  t.text('note').notNullable()\n    .defaultTo('')\n})",
    'breaking adds to orders what must not be null and has no default; additive changes the table items',
  ],
  [
    'Laravel',
    "public function up() { Schema::table('orders', function ($table) {\n $table->string('note');\n $table->string('code')->nullable()->change();\n });\n Schema::table('items', function ($table) {\n $table->string('note')->nullable();\n $table->boolean('paid')->default(false);\n }); }",
    'breaking adds to orders what must not be null and has no default; open allows nulls in code, if no more; additive changes the table items',
  ],
  [
    'Ecto',
    'def change do\n  alter table(:orders) do\n    add :note, :text, null: false\n  end\n  alter table(:items) do\n    add :note, :text, null: false, default: ""\n  end\nend',
    'breaking adds to orders what must not be null and has no default; additive changes the table items | back',
  ],
  [
    'Ecto',
    'def change do\n  alter table(:orders) do\n    remove :note\n  end\nend',
    'additive changes the table orders; breaking drops the column note | back',
  ],
]

for (const [name, content, expected] of migrations) {
  test(`${name}: ${content.slice(0, 60).replaceAll('\n', ' ')}`, () => assert.equal(read(name, content), expected))
}

test('a change set of Liquibase, whose rollback is no change', () => {
  const xml =
    '<dropColumn tableName="orders" columnName="a"/><sql>DELETE FROM orders</sql><rollback><dropTable tableName="x"/></rollback>'
  assert.deepEqual(
    changesOfXml(xml, 0).map(({ what, detail }) => `${what} ${detail}`),
    ['breaking drops a column of orders', 'data deletes rows of orders'],
  )
})

const made: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a view that is dropped and made anew is there afterwards, in another form perhaps',
    `DROP VIEW IF EXISTS shop.dear; CREATE MATERIALIZED VIEW shop.dear AS SELECT id FROM orders;
     CREATE UNIQUE INDEX dear_id ON shop.dear (id)`,
    ['open drops the view dear and makes it anew', 'additive creates the view dear'],
  ],
  [
    'a view that is made under another name takes the place of the old one',
    `CREATE MATERIALIZED VIEW dear_tmp AS SELECT id FROM orders; DROP MATERIALIZED VIEW dear;
     ALTER MATERIALIZED VIEW dear_tmp RENAME TO dear`,
    ['additive creates the view dear_tmp', 'open drops the materialized view dear and makes it anew'],
  ],
  [
    'a table that SQLite cannot alter is written anew',
    `CREATE TABLE "new_orders" (id int); INSERT INTO "new_orders" SELECT id FROM "orders"; DROP TABLE "orders";
     ALTER TABLE "new_orders" RENAME TO "orders"`,
    [
      'additive creates the table new_orders',
      'data adds rows to new_orders',
      'open drops the table orders and makes it anew',
    ],
  ],
  [
    'what was made before it is dropped was read by nobody',
    'CREATE TABLE passing (id int); DROP TABLE passing',
    ['additive creates the table passing'],
  ],
  [
    'a table that is renamed out of the way is not there for the former version',
    'ALTER TABLE orders RENAME TO orders_old; CREATE TABLE sales (id int)',
    ['breaking renames the table orders', 'additive creates the table sales'],
  ],
  [
    'a table that makes room for a new one of its name is not what the former version knew',
    'ALTER TABLE orders RENAME TO orders_old; CREATE TABLE orders (id int)',
    ['open renames the table orders and makes it anew', 'additive creates the table orders'],
  ],
  [
    'what is taken from a table before another of its name is made was read',
    'ALTER TABLE orders DROP COLUMN note; DROP TABLE orders; CREATE TABLE orders (id int)',
    [
      'breaking drops the column orders.note',
      'open drops the table orders and makes it anew',
      'additive creates the table orders',
    ],
  ],
]

for (const [title, sql, expected] of made) {
  test(title, () => {
    assert.deepEqual(
      withoutFresh(sqlChanges(sql)).map(({ what, detail }) => `${what} ${detail}`),
      expected,
    )
  })
}

test('unique values in the place of what a script takes away may be demanded more loosely than before', () => {
  const read = (name: string, content: string) => {
    const framework = frameworks.find((one) => one.name === name)
    assert.ok(framework, name)
    return readCode(content, framework)
      .changes.map(({ what }) => what)
      .filter((what) => what !== 'additive')
  }
  const scripts: readonly (readonly [string, string, string])[] = [
    [
      'Rails',
      'class A < ActiveRecord::Migration[7.1]\n  def change\n',
      '    remove_index :orders, :number\n    add_index :orders, [:number, :year], unique: true\n  end\nend\n',
    ],
    [
      'Alembic',
      'def upgrade():\n',
      "    op.drop_constraint('orders_number', 'orders')\n    op.create_unique_constraint('u', 'orders', ['number', 'year'])\n",
    ],
  ]
  for (const [name, before, body] of scripts) {
    assert.deepEqual(read(name, before + body), ['open'], name)
    const alone = body.split('\n').filter((line) => !/drop|remove/.test(line))
    assert.deepEqual(read(name, before + alone.join('\n')), ['breaking'], name)
  }
})

const uniques: readonly (readonly [framework: string, demand: string, withNewColumn: string])[] = [
  [
    'Knex',
    "exports.up = (knex) => knex.schema.alterTable('orders', (t) => {\n  t.unique(['number'])\n})\n",
    "t.string('number')",
  ],
  [
    'Laravel',
    "<?php function up() { Schema::table('orders', function ($table) {\n  $table->unique('number');\n}); }\n",
    "$table->string('number')->nullable();",
  ],
  [
    'EF Core',
    'void Up(MigrationBuilder migrationBuilder) {\n  migrationBuilder.CreateIndex(name: "IX", table: "Orders", column: "Number", unique: true);\n}\n',
    'migrationBuilder.AddColumn<string>(name: "Number", table: "Orders", nullable: true);',
  ],
  [
    'Ecto',
    'def change do\n  create index(:orders, [:number], unique: true)\nend\n',
    'alter table(:orders) do\n add :number, :string\n end',
  ],
  [
    'TypeORM',
    "async up(queryRunner) {\n  await queryRunner.createIndex('orders', new TableIndex({ columnNames: ['number'], isUnique: true }))\n}\n",
    "await queryRunner.addColumn('orders', new TableColumn({ name: 'number', isNullable: true }))",
  ],
  [
    'Sequelize',
    "up: (queryInterface) => {\n  queryInterface.addIndex('orders', ['number'], { unique: true })\n}\n",
    "queryInterface.addColumn('orders', 'number', { type: 'string' })",
  ],
  ['Rails', 'def change\n  add_index :orders, :number, unique: true\nend\n', 'add_column :orders, :number, :string'],
]
for (const [name, demand, column] of uniques) {
  test(`${name}: unique values of a column that was there break what is written, of a new one nothing`, () => {
    const framework = frameworks.find((one) => one.name === name)
    assert.ok(framework)
    const whats = (content: string) => readCode(content, framework).changes.map(({ what }) => what)
    assert.deepEqual(whats(demand), ['breaking'])
    const [first = '', ...rest] = demand.split('\n')
    const both = whats([first, `  ${column}`, ...rest].join('\n'))
    assert.ok(both.length > 0 && both.every((what) => what === 'additive'), both.join())
  })
}

test('unique values of a column break what is written, though another table gets a new one of that name', () => {
  const whats = (name: string, content: string) => {
    const framework = frameworks.find((one) => one.name === name)
    assert.ok(framework, name)
    return readCode(content, framework).changes.map(({ what }) => what)
  }
  const knex =
    "exports.up = async (knex) => {\n  await knex.schema.alterTable('rings', (t) => {\n    t.string('number')\n  })\n  await knex.schema.alterTable('orders', (t) => {\n    t.unique(['number'])\n  })\n}\n"
  assert.ok(whats('Knex', knex).includes('breaking'))
  assert.ok(!whats('Knex', knex.replaceAll('rings', 'orders')).includes('breaking'))
  const rails = 'def change\n  add_column :rings, :number, :string\n  add_index :orders, :number, unique: true\nend\n'
  assert.ok(whats('Rails', rails).includes('breaking'))
  assert.ok(!whats('Rails', rails.replaceAll('rings', 'orders')).includes('breaking'))
  const sql = 'alter table rings add column number text;\ncreate unique index u on orders (number);\n'
  const ofSql = (text: string) => withoutReplaced(sqlChanges(text, 0), text, 0).map(({ what }) => what)
  assert.deepEqual(ofSql(sql), ['additive', 'breaking'])
  assert.deepEqual(ofSql(`-- the next step is to drop index v\n${sql}`), ['additive', 'breaking'])
  assert.deepEqual(ofSql(sql.replaceAll('rings', 'shop.orders')), ['additive', 'additive'])
})
