import { reversesRows } from './django.ts'
import { call, column, type Framework, sql, table } from './framework.ts'
import { javascript } from './javascript.ts'

/** A statement that adds a column of Laravel, and neither allows nulls nor has a default, nor is one computed. */
const demandedByLaravel =
  /\$table->(?:string|char|text|mediumText|longText|integer|bigInteger|smallInteger|tinyInteger|unsigned\w+|decimal|double|float|boolean|date|dateTime|json|jsonb|uuid|ulid|foreignId|foreignUuid|foreignUlid|enum)\((?:(?!nullable|default|change\(|useCurrent|virtualAs|storedAs|generatedAs|autoIncrement|;)[\s\S])*;/

/** A whole field of Django with a column of its own, which may not be null and has no default of the database. */
const demandedByDjango =
  /^(?![\s\S]*(?:\bnull\s*=\s*True|\bdb_default\s*=|primary_key\s*=\s*True))[\s\S]*\bmodels\.(?!ManyToManyField|(?:Big|Small)?AutoField|GeneratedField)(?:\w+Field|ForeignKey)\([\s\S]*\)\s*,?\s*$/

/**
 * The libraries by their own documentation: guides.rubyonrails.org (Active Record Migrations), docs.djangoproject.com
 * (migration operations), alembic.sqlalchemy.org (operation reference), knexjs.org, sequelize.org (query interface), typeorm.io
 * (migrations), salsita.github.io/node-pg-migrate, laravel.com/docs/migrations, doctrine-project.org (migrations), learn.microsoft.com/ef/core (migrations),
 * hexdocs.pm/ecto_sql.
 */
export const frameworks: readonly Framework[] = [
  {
    name: 'Rails',
    path: /(^|\/)db\/(\w+_)?migrate\/[^/]+\.rb$/,
    up: /def\s+(self\.)?(up|change)\b/,
    down: /def\s+(self\.)?down\b/,
    reverses: true,
    irreversible: /IrreversibleMigration/,
    reverse: /def\s+(self\.)?down\b|dir\.down|\.down\s+do/,
    calls: [
      call(`\\bcreate_table\\s*\\(?\\s*${table}`, 'additive', 'creates the table {t}'),
      call(`\\bdrop_(?:join_)?table\\s*\\(?\\s*${table}`, 'breaking', 'drops the table {t}'),
      call(`\\brename_table\\s*\\(?\\s*${table}`, 'breaking', 'renames the table {t}'),
      call(`\\bremove_columns?\\s*\\(?\\s*${table}\\s*,\\s*${column}`, 'breaking', 'drops the column {t}.{c}'),
      call(`\\bremove_(?:reference|belongs_to|timestamps)\\s*\\(?\\s*${table}`, 'breaking', 'drops columns of {t}'),
      call(`\\brename_column\\s*\\(?\\s*${table}\\s*,\\s*${column}`, 'breaking', 'renames the column {t}.{c}'),
      call(`\\bchange_column\\s*\\(?\\s*${table}\\s*,\\s*${column}`, 'breaking', 'changes the column {t}.{c}'),
      call(
        `\\bchange_column_null\\s*\\(?\\s*${table}\\s*,\\s*${column}\\s*,\\s*false`,
        'breaking',
        'forbids nulls in {t}.{c}',
      ),
      call(
        `\\bchange_column_default\\s*\\(?\\s*${table}\\s*,\\s*${column}\\s*,\\s*(?:nil\\b|[^\\n]{0,200}\\bto:\\s*nil\\b)`,
        'open',
        'takes the default of {t}.{c} away',
        { keepsRows: true },
      ),
      call(
        `\\badd_column\\s*\\(?\\s*${table}\\s*,\\s*${column}`,
        'breaking',
        'adds the column {t}.{c}, which must not be null and has no default',
        { if: /null:\s*false/, unless: /default:/ },
      ),
      call(`\\badd_(?:column|reference|belongs_to|timestamps)\\s*\\(?\\s*${table}`, 'additive', 'adds to {t}'),
      call(`\\badd_index\\s*\\(?\\s*${table}`, 'breaking', 'demands unique values in {t}', { if: /unique:\s*true/ }),
      call(
        `\\badd_(?:index|foreign_key|check_constraint)\\s*\\(?\\s*${table}`,
        'additive',
        'adds an index or constraint to {t}',
      ),
      call(String.raw`\bt\.(?:remove|rename|change)\b`, 'breaking', 'removes, renames or changes a column', {
        freshTable: false,
      }),
      call(
        String.raw`\.(?:update_all|update_columns?|find_each|find_in_batches|in_batches|insert_all!?|upsert_all|delete_all|destroy_all|create!)\b`,
        'data',
        'changes rows',
      ),
      call(String.raw`\b(?:execute|exec_query|update|connection\.execute)[\s(]+${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'Django',
    path: /(^|\/)migrations\/\d{4}_\w+\.py$/,
    text: /migrations\.Migration\b/,
    up: /\boperations\s*=\s*\[/,
    ignored: /state_operations\s*=\s*\[[\s\S]*?\n\s{8,16}\]/g,
    reverses: true,
    reversesRows,
    calls: [
      call(String.raw`migrations\.CreateModel\(\s*name=["'](?<t>\w+)["']`, 'additive', 'creates the model {t}'),
      call(String.raw`migrations\.DeleteModel\(\s*(?:name=)?["'](?<t>\w+)["']`, 'breaking', 'drops the model {t}'),
      call(
        String.raw`migrations\.RenameModel\(\s*(?:old_name=)?["'](?<t>\w+)["']`,
        'breaking',
        'renames the model {t}',
      ),
      call(
        String.raw`migrations\.RemoveField\(\s*(?:model_name=)?["'](?<t>\w+)["'],\s*(?:name=)?["'](?<c>\w+)["']`,
        'breaking',
        'drops the field {t}.{c}',
      ),
      call(
        String.raw`migrations\.RenameField\(\s*(?:model_name=)?["'](?<t>\w+)["'],\s*(?:old_name=)?["'](?<c>\w+)["']`,
        'breaking',
        'renames the field {t}.{c}',
      ),
      call(
        String.raw`migrations\.AlterField\(\s*(?:model_name=)?["'](?<t>\w+)["'],\s*(?:name=)?["'](?<c>\w+)["']`,
        'open',
        'alters the field {t}.{c}',
        { keepsRows: true },
      ),
      call(
        String.raw`migrations\.AlterModelTable\(\s*(?:name=)?["'](?<t>\w+)["']`,
        'breaking',
        'renames the table of {t}',
      ),
      // Django takes the default from the database as soon as the column is there, but for `db_default`
      // (https://github.com/3YOURMIND/django-migration-linter/blob/main/docs/incompatibilities.md: NOT_NULL)
      call(
        String.raw`migrations\.AddField\(\s*(?:model_name=)?["'](?<t>\w+)["'],\s*(?:name=)?["'](?<c>\w+)["']`,
        'breaking',
        'adds the field {t}.{c}, which must not be null and has no default in the database',
        { if: demandedByDjango },
      ),
      // the field is longer than what is read of it
      call(
        String.raw`migrations\.AddField\(\s*(?:model_name=)?["'](?<t>\w+)["'],\s*(?:name=)?["'](?<c>\w+)["']`,
        'open',
        'adds the field {t}.{c}, which may allow nulls',
        { keepsRows: true, if: /^[\s\S]{600}/, unless: /\bnull\s*=\s*True|\bdb_default\s*=/ },
      ),
      call(String.raw`migrations\.AddField\(\s*(?:model_name=)?["'](?<t>\w+)["']`, 'additive', 'adds a field to {t}'),
      call(
        String.raw`migrations\.(?:AlterUniqueTogether)\(\s*(?:name=)?["'](?<t>\w+)["']`,
        'breaking',
        'demands unique values in {t}',
        { unless: /unique_together=(set\(\)|\{\}|None)/ },
      ),
      call(
        String.raw`migrations\.AddConstraint\(\s*(?:model_name=)?["'](?<t>\w+)["'][\s\S]{0,60}?UniqueConstraint`,
        'breaking',
        'demands unique values in {t}',
      ),
      call(
        String.raw`migrations\.RunPython\(\s*(?:code\s*=\s*)?(?!(?:migrations\.)?RunPython\.noop)`,
        'data',
        'runs code on the rows',
      ),
      call(String.raw`migrations\.RunSQL\(\s*(?:sql=)?\[?\s*${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'Alembic',
    path: /(^|\/)(versions|alembic|migrations)\/(\w+\/)*[\w-]+\.py$/,
    text: /\bdef upgrade\b[\s\S]*\bop\./,
    up: /def upgrade\w*\s*\(/,
    down: /def downgrade\w*\s*\(/,
    calls: [
      call(String.raw`\bop\.create_table\(\s*["'](?<t>\w+)["']`, 'additive', 'creates the table {t}'),
      call(String.raw`\bop\.drop_table\(\s*["'](?<t>\w+)["']`, 'breaking', 'drops the table {t}'),
      call(String.raw`\bop\.rename_table\(\s*["'](?<t>\w+)["']`, 'breaking', 'renames the table {t}'),
      call(
        String.raw`\bop\.drop_column\(\s*["'](?<t>\w+)["'],\s*["'](?<c>\w+)["']`,
        'breaking',
        'drops the column {t}.{c}',
      ),
      call(String.raw`\bbatch_op\.drop_column\(\s*["'](?<c>\w+)["']`, 'breaking', 'drops the column {c}'),
      call(
        String.raw`\bop\.alter_column\(\s*["'](?<t>\w+)["'],\s*["'](?<c>\w+)["']`,
        'breaking',
        'renames, retypes or tightens the column {t}.{c}',
        { if: /new_column_name=|\btype_=|\bnullable\s*=\s*False/ },
      ),
      call(
        String.raw`\bbatch_op\.alter_column\(\s*["'](?<c>\w+)["']`,
        'breaking',
        'renames, retypes or tightens the column {c}',
        { if: /new_column_name=|\btype_=|\bnullable\s*=\s*False/ },
      ),
      call(
        String.raw`\bop\.alter_column\(\s*["'](?<t>\w+)["'],\s*["'](?<c>\w+)["']`,
        'open',
        'takes the default of {t}.{c} away',
        { keepsRows: true, if: /\bserver_default\s*=\s*None/ },
      ),
      call(
        String.raw`\bop\.add_column\(\s*["'](?<t>\w+)["'],\s*\w*\.?Column\(\s*["'](?<c>\w+)["']`,
        'breaking',
        'adds the column {t}.{c}, which must not be null and has no default',
        { if: /nullable\s*=\s*False/, unless: /server_default\s*=/ },
      ),
      call(String.raw`\bop\.add_column\(\s*["'](?<t>\w+)["']`, 'additive', 'adds to {t}'),
      call(
        String.raw`\bop\.create_unique_constraint\(\s*\S+\s*["'](?<t>\w+)["']`,
        'breaking',
        'demands unique values in {t}',
      ),
      call(String.raw`\bbatch_op\.create_unique_constraint\(`, 'breaking', 'demands unique values'),
      call(String.raw`\bop\.create_index\(\s*[^,]+,\s*["'](?<t>\w+)["']`, 'breaking', 'demands unique values in {t}', {
        if: /unique\s*=\s*True/,
      }),
      call(
        String.raw`\bop\.create_(?:index|foreign_key|check_constraint|primary_key)\b`,
        'additive',
        'adds an index or constraint',
      ),
      call(String.raw`\bop\.bulk_insert\b|\bsession\.(?:add|execute|bulk_\w+|commit)\b`, 'data', 'changes rows'),
      call(
        String.raw`(?:\bop|\bconn|\bconnection|\bbind)\.execute\(\s*(?:sa\.|sqlalchemy\.)?(?:text\()?\s*${sql}`,
        'sql',
        '',
      ),
    ],
  },
  {
    name: 'Laravel',
    path: /(^|\/)database\/migrations\/[^/]+\.php$/,
    up: /function\s+up\s*\(/,
    down: /function\s+down\s*\(/,
    calls: [
      call(String.raw`Schema::create\(\s*["'](?<t>\w+)["']`, 'additive', 'creates the table {t}'),
      call(String.raw`Schema::drop(?:IfExists)?\(\s*["'](?<t>\w+)["']`, 'breaking', 'drops the table {t}'),
      call(String.raw`Schema::rename\(\s*["'](?<t>\w+)["']`, 'breaking', 'renames the table {t}'),
      call(
        String.raw`->drop(?:Column|Timestamps|SoftDeletes|ConstrainedForeignId|Morphs)\(\s*\[?\s*(?:["'](?<c>\w+)["'])?`,
        'breaking',
        'drops the column {c}',
      ),
      call(String.raw`->renameColumn\(\s*["'](?<c>\w+)["']`, 'breaking', 'renames the column {c}'),
      // the whole column is written anew: whether its type stays is not seen in it
      call(String.raw`\$table->\w+\(\s*["'](?<c>\w+)["'][^;]*->change\(`, 'open', 'allows nulls in {c}, if no more', {
        keepsRows: true,
        if: /->nullable\(\s*(?:true)?\s*\)/,
      }),
      call(String.raw`\$table->\w+\(\s*["'](?<c>\w+)["'][^;]*->change\(`, 'breaking', 'changes the column {c}'),
      // a column of Laravel must not be null unless it says so
      call(
        String.raw`Schema::table\(\s*["'](?<t>\w+)["']`,
        'breaking',
        'adds to {t} what must not be null and has no default',
        { if: demandedByLaravel },
      ),
      call(String.raw`Schema::table\(\s*["'](?<t>\w+)["']`, 'breaking', 'demands unique values in {t}', {
        if: /\$table->unique\(/,
      }),
      call(String.raw`Schema::table\(\s*["'](?<t>\w+)["']`, 'additive', 'changes the table {t}'),
      call(
        String.raw`DB::table\([^;]*?->(?:update|insert|delete|upsert|truncate)\(|::(?:query|where|all|chunk\w*|each)\([^;]*?->(?:update|delete|each|save)\(`,
        'data',
        'changes rows',
      ),
      call(String.raw`DB::(?:statement|unprepared|update|insert|delete)\(\s*${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'Doctrine',
    path: /(^|\/)[\w./-]*[mM]igrations?\/([\w/]+\/)?Version\w+\.php$/,
    text: /\bAbstractMigration\b/,
    up: /function\s+up\s*\(/,
    down: /function\s+down\s*\(/,
    irreversible: /throwIrreversibleMigrationException/,
    calls: [
      call(String.raw`->createTable\(\s*["'](?<t>\w+)["']`, 'additive', 'creates the table {t}'),
      call(String.raw`->dropTable\(\s*["'](?<t>\w+)["']`, 'breaking', 'drops the table {t}'),
      call(String.raw`->renameTable\(\s*["'](?<t>\w+)["']`, 'breaking', 'renames the table {t}'),
      call(String.raw`->dropColumn\(\s*["'](?<c>\w+)["']`, 'breaking', 'drops the column {c}'),
      call(
        String.raw`->(?:changeColumn|modifyColumn|renameColumn)\(\s*["'](?<c>\w+)["']`,
        'breaking',
        'changes the column {c}',
      ),
      call(String.raw`->addColumn\(\s*["'](?<c>\w+)["']`, 'additive', 'adds the column {c}'),
      call(String.raw`->addUniqueIndex\(`, 'breaking', 'demands unique values'),
      call(String.raw`->addSql\(\s*${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'EF Core',
    path: /(^|\/)Migrations\/(?!.*(\.Designer|ModelSnapshot)\.cs$)[^/]+\.cs$/,
    text: /\bmigrationBuilder\b/,
    up: /void\s+Up\s*\(/,
    down: /void\s+Down\s*\(/,
    calls: [
      call(String.raw`migrationBuilder\.CreateTable\(\s*name:\s*"(?<t>\w+)"`, 'additive', 'creates the table {t}'),
      call(String.raw`migrationBuilder\.DropTable\(\s*(?:name:\s*)?"(?<t>\w+)"`, 'breaking', 'drops the table {t}'),
      call(String.raw`migrationBuilder\.RenameTable\(\s*name:\s*"(?<t>\w+)"`, 'breaking', 'renames the table {t}'),
      call(
        String.raw`migrationBuilder\.DropColumn\(\s*name:\s*"(?<c>\w+)",\s*(?:schema:\s*"\w+",\s*)?table:\s*"(?<t>\w+)"`,
        'breaking',
        'drops the column {t}.{c}',
      ),
      call(
        String.raw`migrationBuilder\.RenameColumn\(\s*name:\s*"(?<c>\w+)",\s*(?:schema:\s*"\w+",\s*)?table:\s*"(?<t>\w+)"`,
        'breaking',
        'renames the column {t}.{c}',
      ),
      call(
        String.raw`migrationBuilder\.AlterColumn<[^>]+>\(\s*name:\s*"(?<c>\w+)",\s*(?:schema:\s*"\w+",\s*)?table:\s*"(?<t>\w+)"`,
        'open',
        'alters the column {t}.{c}',
        { keepsRows: true },
      ),
      call(
        String.raw`migrationBuilder\.(?:AddUniqueConstraint|CreateIndex)\(\s*name:\s*"[^"]*",\s*(?:schema:\s*"\w+",\s*)?table:\s*"(?<t>\w+)"`,
        'breaking',
        'demands unique values in {t}',
        { if: /AddUniqueConstraint|unique:\s*true/ },
      ),
      call(String.raw`migrationBuilder\.AddUniqueConstraint\(`, 'breaking', 'demands unique values'),
      call(
        String.raw`migrationBuilder\.AddColumn<[^>]+>\(\s*name:\s*"(?<c>\w+)",\s*(?:schema:\s*"\w+",\s*)?table:\s*"(?<t>\w+)"`,
        'additive',
        'adds the column {t}.{c}',
      ),
      call(
        String.raw`migrationBuilder\.(?:InsertData|UpdateData|DeleteData)\(\s*(?:table:\s*"(?<t>\w+)")?`,
        'data',
        'changes rows of {t}',
      ),
      call(String.raw`migrationBuilder\.Sql\(\s*[$@]{0,2}${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'Ecto',
    path: /(^|\/)priv\/[\w/]+\/migrations\/\d+_\w+\.exs$/,
    up: /def\s+(up|change)\b/,
    down: /def\s+down\b/,
    reverses: true,
    calls: [
      call(String.raw`\bcreate(?:_if_not_exists)?[\s(]+table\(\s*:?"?(?<t>\w+)`, 'additive', 'creates the table {t}'),
      call(String.raw`\bdrop(?:_if_exists)?[\s(]+table\(\s*:?"?(?<t>\w+)`, 'breaking', 'drops the table {t}'),
      call(String.raw`\brename[\s(]+table\(\s*:?"?(?<t>\w+)`, 'breaking', 'renames in {t}'),
      call(String.raw`^\s*remove(?:_if_exists)?[\s(]+:(?<c>\w+)`, 'breaking', 'drops the column {c}', {
        freshTable: false,
      }),
      call(String.raw`^\s*modify[\s(]+:(?<c>\w+)`, 'breaking', 'changes the column {c}', { freshTable: false }),
      call(String.raw`\bunique_index\(\s*:?"?(?<t>\w+)`, 'breaking', 'demands unique values in {t}'),
      call(
        String.raw`\bcreate(?:_if_not_exists)?[\s(]+index\(\s*:?"?(?<t>\w+)`,
        'breaking',
        'demands unique values in {t}',
        {
          if: /unique:\s*true/,
        },
      ),
      call(
        String.raw`\balter[\s(]+table\(\s*:?"?(?<t>\w+)(?:(?!^\s*end\b)[\s\S]){0,2000}?\badd[\s(]+:\w+,(?![^\n]*default:)[^\n]*null:\s*false`,
        'breaking',
        'adds to {t} what must not be null and has no default',
      ),
      call(String.raw`\balter[\s(]+table\(\s*:?"?(?<t>\w+)`, 'additive', 'changes the table {t}'),
      call(String.raw`\brepo\(\)\.(?:update_all|insert_all|delete_all|update!?|insert!?)`, 'data', 'changes rows'),
      call(String.raw`\bexecute[\s(]+${sql}`, 'sql', ''),
    ],
  },
  ...javascript,
]
