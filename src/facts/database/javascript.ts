import { call, column, type Framework, sql, table } from './framework.ts'

const demanded = 'adds the column {t}.{c}, which must not be null and has no default'

/** Libraries of JavaScript and TypeScript; the first whose words a file holds is its library. */
export const javascript: readonly Framework[] = [
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
      // a column of TypeORM must not be null unless it says so
      call(
        String.raw`queryRunner\.addColumns?\(\s*["'\`](?<t>\w+)`,
        'breaking',
        'adds to {t} what must not be null and has no default',
        { if: /new TableColumn\(/, unless: /isNullable:\s*true|default:|isGenerated|asExpression/ },
      ),
      call(String.raw`queryRunner\.addColumns?\(\s*["'\`](?<t>\w+)`, 'additive', 'adds to {t}'),
      call(
        String.raw`queryRunner\.createUniqueConstraint\(\s*["'\`](?<t>\w+)`,
        'breaking',
        'demands unique values in {t}',
      ),
      call(
        String.raw`queryRunner\.createInd(?:ex|ices)\(\s*["'\`](?<t>\w+)`,
        'breaking',
        'demands unique values in {t}',
        {
          if: /isUnique:\s*true/,
        },
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
      // the whole column is written anew: whether its type stays is not seen in it
      call(`\\bchangeColumn\\(\\s*${table}\\s*,\\s*${column}`, 'open', 'allows nulls in {t}.{c}, if no more', {
        keepsRows: true,
        if: /allowNull:\s*true/,
        unless: /unique:\s*true/,
      }),
      call(`\\bchangeColumn\\(\\s*${table}\\s*,\\s*${column}`, 'breaking', 'changes the column {t}.{c}'),
      call(`\\baddColumn\\(\\s*${table}\\s*,\\s*${column}`, 'breaking', demanded, {
        if: /allowNull:\s*false/,
        unless: /defaultValue:/,
      }),
      call(`\\baddColumn\\(\\s*${table}`, 'additive', 'adds to {t}'),
      call(`\\baddIndex\\(\\s*${table}`, 'breaking', 'demands unique values in {t}', {
        if: /unique:\s*true|type:\s*["']unique/i,
      }),
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
      // on one line, which ends the statement: what stands on more of them may have its default there
      call(
        `\\b(?:alterTable|table)\\(\\s*${table}`,
        'breaking',
        'adds to {t} what must not be null and has no default',
        {
          if: /^(?![^\n]*(?:default|\.alter\(|\.primary\())[^\n]*\.notNull(?:able)?\(\)[^\n]*$(?!\s*\.)/im,
        },
      ),
      // on the table itself: a new column that is unique may be empty
      call(`\\b(?:alterTable|table)\\(\\s*${table}`, 'breaking', 'demands unique values in {t}', {
        if: /(?:[{;>]|^)\s*\w+\.unique\(/m,
      }),
      call(`\\b(?:alterTable|table)\\(\\s*${table}`, 'additive', 'changes the table {t}'),
      call(`\\baddColumns?\\(\\s*${table}`, 'breaking', 'adds to {t} what must not be null and has no default', {
        if: /notNull:\s*true/,
        unless: /default:/,
      }),
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
