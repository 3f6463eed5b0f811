import type { Change } from './change.ts'

/** How migrations of a library are written: which part is the way up, and what its calls change. */
export interface Framework {
  readonly name: string
  /** paths that may hold its migrations */
  readonly path: RegExp
  /** what its text holds besides, where the path alone does not tell */
  readonly text?: RegExp
  /** where the way up begins, and where the way down does; without `up`: at the beginning */
  readonly up?: RegExp
  readonly down?: RegExp
  /** parts that change no database: Django's state operations */
  readonly ignored?: RegExp
  /** whether the way back is made by itself for schema changes (`change` of Rails, operations of Django) */
  readonly reverses?: boolean
  /** what says that there is no way back */
  readonly irreversible?: RegExp
  /** what holds the reverse of a data migration, where that is not the way down */
  readonly reverse?: RegExp
  readonly calls: readonly Call[]
}

/** A call and what it does. The group `t` is the table, `c` the column, `sql` a statement. */
export interface Call {
  readonly pattern: RegExp
  readonly what: Change['what'] | 'sql'
  readonly detail: string
  /** on a table that the same migration makes it breaks nothing */
  readonly freshTable?: boolean
  /** only where the rest of the call (up to its end of line) holds this, or does not */
  readonly if?: RegExp
  readonly unless?: RegExp
}

const q = String.raw`["'\`:]?`
const call = (pattern: string, what: Call['what'], detail: string, more: Partial<Call> = {}): Call => ({
  pattern: new RegExp(pattern, 'g'),
  what,
  detail,
  ...more,
})
/** a quoted or plain name */
const table = `${q}(?<t>[\\w.]+)${q}`
const column = `${q}(?<c>\\w+)${q}`
/** a string of any kind that holds SQL: the whole literal, several lines too */
const sql = String.raw`(?:[a-zA-Z]{0,2}"""(?<sql3>[\s\S]*?)"""|<<[-~]?["']?(?<tag>\w+)["']?[^\n]*\n(?<sqlh>[\s\S]*?)\n\s*\k<tag>|[a-zA-Z]{0,2}@?"(?<sqld>(?:[^"\\]|\\.)*)"|[a-zA-Z]{0,2}'(?<sqls>(?:[^'\\]|\\.)*)'|\`(?<sqlb>(?:[^\`\\]|\\.)*)\`)`

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
    reverse: /RunPython\([^)]*,\s*[\w.]+|reverse_code\s*=|reverse_sql\s*=/,
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
      ),
      call(
        String.raw`migrations\.AlterModelTable\(\s*(?:name=)?["'](?<t>\w+)["']`,
        'breaking',
        'renames the table of {t}',
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
      call(String.raw`migrations\.RunPython\b`, 'data', 'runs code on the rows', {
        if: /^(?!.*RunPython\.noop\s*[,)])/,
      }),
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
      call(String.raw`\$table->\w+\(\s*["'](?<c>\w+)["'][^;]*->change\(`, 'breaking', 'changes the column {c}'),
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
      call(String.raw`\balter[\s(]+table\(\s*:?"?(?<t>\w+)`, 'additive', 'changes the table {t}'),
      call(String.raw`\brepo\(\)\.(?:update_all|insert_all|delete_all|update!?|insert!?)`, 'data', 'changes rows'),
      call(String.raw`\bexecute[\s(]+${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'TypeORM',
    path: /(^|\/)[\w./-]*migrations?\/[^/]+\.(ts|js|mts|cjs)$/i,
    text: /\bqueryRunner\b/,
    up: /\bup\s*\(/,
    down: /\bdown\s*\(/,
    calls: [
      call(
        String.raw`queryRunner\.createTable\(\s*new Table\(\s*\{\s*name:\s*["'\`](?<t>\w+)`,
        'additive',
        'creates the table {t}',
      ),
      call(String.raw`queryRunner\.dropTable\(\s*["'\`](?<t>\w+)`, 'breaking', 'drops the table {t}'),
      call(String.raw`queryRunner\.renameTable\(\s*["'\`](?<t>\w+)`, 'breaking', 'renames the table {t}'),
      call(
        String.raw`queryRunner\.dropColumns?\(\s*["'\`](?<t>\w+)["'\`],\s*\[?\s*["'\`]?(?<c>\w+)`,
        'breaking',
        'drops the column {t}.{c}',
      ),
      call(
        String.raw`queryRunner\.(?:renameColumn|changeColumns?)\(\s*["'\`](?<t>\w+)["'\`],\s*["'\`]?(?<c>\w+)`,
        'breaking',
        'renames or changes the column {t}.{c}',
      ),
      call(String.raw`queryRunner\.addColumns?\(\s*["'\`](?<t>\w+)`, 'additive', 'adds to {t}'),
      call(
        String.raw`queryRunner\.createUniqueConstraint\(\s*["'\`](?<t>\w+)`,
        'breaking',
        'demands unique values in {t}',
      ),
      call(String.raw`queryRunner\.manager\.(?:save|update|insert|delete)\b`, 'data', 'changes rows'),
      call(String.raw`queryRunner\.query\(\s*${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'Sequelize',
    path: /(^|\/)[\w./-]*(migrations?|migrate)\/[^/]+\.(ts|js|mjs|cjs)$/i,
    text: /\bqueryInterface\b/,
    up: /\bup\b\s*[:(=]|exports\.up\b/,
    down: /\bdown\b\s*[:(=]|exports\.down\b/,
    calls: [
      call(`\\bcreateTable\\(\\s*${table}`, 'additive', 'creates the table {t}'),
      call(`\\bdropTable\\(\\s*${table}`, 'breaking', 'drops the table {t}'),
      call(`\\brenameTable\\(\\s*${table}`, 'breaking', 'renames the table {t}'),
      call(`\\bremoveColumn\\(\\s*${table}\\s*,\\s*${column}`, 'breaking', 'drops the column {t}.{c}'),
      call(`\\brenameColumn\\(\\s*${table}\\s*,\\s*${column}`, 'breaking', 'renames the column {t}.{c}'),
      call(`\\bchangeColumn\\(\\s*${table}\\s*,\\s*${column}`, 'breaking', 'changes the column {t}.{c}'),
      call(`\\baddColumn\\(\\s*${table}`, 'additive', 'adds to {t}'),
      call(String.raw`\baddConstraint\(`, 'breaking', 'demands unique values', { if: /type:\s*["']unique/ }),
      call(String.raw`\b(?:bulkInsert|bulkUpdate|bulkDelete)\(\s*["'\`]?(?<t>\w+)?`, 'data', 'changes rows of {t}'),
      call(String.raw`\bsequelize\.query\(\s*${sql}`, 'sql', ''),
    ],
  },
  {
    name: 'Knex',
    path: /(^|\/)[\w./-]*(migrations?|migrate)\/[^/]+\.(ts|js|mjs|cjs)$/i,
    text: /\bknex\b|\bpgm\b|\.schema\b/i,
    up: /exports\.up\b|export\s+(async\s+)?(function|const)\s+up\b|\bup\s*[:(]/,
    down: /exports\.down\b|export\s+(async\s+)?(function|const)\s+down\b|\bdown\s*[:(]/,
    calls: [
      call(`\\bcreateTable(?:IfNotExists)?\\(\\s*${table}`, 'additive', 'creates the table {t}'),
      call(`\\bdropTable(?:IfExists)?\\(\\s*${table}`, 'breaking', 'drops the table {t}'),
      call(`\\brenameTable\\(\\s*${table}`, 'breaking', 'renames the table {t}'),
      call(String.raw`\.dropColumns?\(\s*(?:["'\`](?<c>\w+))?`, 'breaking', 'drops the column {c}', {
        freshTable: false,
      }),
      call(`\\bdropColumns?\\(\\s*${table}\\s*,\\s*\\[?\\s*${column}`, 'breaking', 'drops the column {t}.{c}'),
      call(String.raw`\.?renameColumn\(\s*["'\`](?<c>\w+)`, 'breaking', 'renames the column {c}', {
        freshTable: false,
      }),
      call(String.raw`\.(?:alter|alterColumn|dropNullable|setNullable)\(`, 'breaking', 'changes a column', {
        freshTable: false,
        unless: /setNullable/,
      }),
      call(`\\b(?:alterTable|table)\\(\\s*${table}`, 'additive', 'changes the table {t}'),
      call(`\\baddColumns?\\(\\s*${table}`, 'additive', 'adds to {t}'),
      call(
        String.raw`\bknex(?:<\w+>)?\(\s*["'\`](?<t>\w+)["'\`]\s*\)[\s\S]{0,300}?\.(?:update|insert|del|delete)\(`,
        'data',
        'changes rows of {t}',
      ),
      call(String.raw`\b(?:raw|pgm\.sql)\(\s*${sql}`, 'sql', ''),
    ],
  },
]
