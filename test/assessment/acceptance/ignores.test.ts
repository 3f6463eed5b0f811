import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ignoreAcceptance } from '../../../src/assessment/acceptance/ignores/apply.ts'
import { defaultPolicy, type Policy } from '../../../src/config/policy.ts'
import { Text } from '../../../src/documents/text.ts'
import { apply, ids, result, suppressed, told } from './support.ts'

const id = 'pipeline.build'

interface Asking {
  readonly policy?: Partial<Policy>
  readonly covers?: boolean
  readonly isOwn?: boolean
}

/** Applies the comments of a file to one fail on the line that holds the mark `@`. */
async function applied(content: string, { policy = {}, covers = true, isOwn = true }: Asking = {}, file = 'a.yaml') {
  const at = content.indexOf('@')
  const text = new Text(file, content)
  const place = at < 0 ? { file } : { file, start: at, end: at + 1 }
  const acceptance = await ignoreAcceptance([text], {
    policy: { ...defaultPolicy, ...policy },
    ids,
    covers: () => covers,
    isOwn: () => isOwn,
  })
  const accepted = await apply(acceptance, result({ place }))
  return { ...accepted, told: told(accepted.remarks, text), reason: accepted.results[0]?.suppression?.reason }
}

const covered: readonly (readonly [string, string, string?])[] = [
  ['on the line itself', `a: '@' # assay-ignore ${id}: a reason`],
  ['on the line above', `# assay-ignore ${id}: a reason\na: '@'`],
  ['in the block of comments above', `# assay-ignore ${id}: a reason\n# and more\n# words\na: '@'`],
  ['at the top, for what has no line', `# words\n# assay-ignore ${id}: a reason\na: b`],
  ['with other blanks and capitals', `#assay-ignore   ${id} :a reason  \r\na: '@'`],
  ['in a script', `run: |\n  # assay-ignore ${id}: a reason\n  echo @\n`],
  [
    'Dockerfile, between continued lines',
    `FROM a\nRUN b && \\\n  # assay-ignore ${id}: a reason\n  c @\n`,
    'Dockerfile',
  ],
  ['JSON', `{\n  // assay-ignore ${id}: a reason\n  "a": "@"\n}`, 'a.json'],
  ['a block of JSON', `{\n  /* assay-ignore ${id}: a reason */ "a": "@"\n}`, 'a.json'],
  ['Groovy', `// assay-ignore ${id}: a reason\nsh '@'\n`, 'Jenkinsfile'],
  ['a block of Groovy', `/*\n * words\n * assay-ignore ${id}: a reason\n */\nsh '@'\n`, 'Jenkinsfile'],
  ['Markdown', `<!-- assay-ignore ${id}: a reason -->\n# A @\n`, 'a.md'],
  ['Markdown, beside', `# A @ <!-- assay-ignore ${id}: a reason -->\n`, 'a.md'],
  ['XML', `<a>\n<!-- assay-ignore ${id}: a reason -->\n<b c="@"/></a>`, 'pom.xml'],
  ['SQL', `-- assay-ignore ${id}: a reason\ndrop table a; -- @\n`, 'a.sql'],
  ['batch', `REM assay-ignore ${id}: a reason\r\necho @\r\n`, 'a.cmd'],
  ['batch with colons', `:: assay-ignore ${id}: a reason\r\necho @\r\n`, 'a.cmd'],
  ['PHP', `<?php\n// assay-ignore ${id}: a reason\n$a = '@';\n`, 'a.php'],
  ['PHP with a number sign', `<?php\n# assay-ignore ${id}: a reason\n$a = '@';\n`, 'b.php'],
  ['C', `/* assay-ignore ${id}: a reason */\nchar *a = "@";\n`, 'a.c'],
  ['CSS', `/* assay-ignore ${id}: a reason */\n.a { content: "@" }\n`, 'a.css'],
  ['Vue', `<!-- assay-ignore ${id}: a reason -->\n<b>@</b>\n`, 'a.vue'],
  ['the script in Vue', `<script>\n// assay-ignore ${id}: a reason\nlet a = '@'\n</script>\n`, 'b.vue'],
  ['Elixir', `# assay-ignore ${id}: a reason\na = "@"\n`, 'a.exs'],
  ['Lua', `-- assay-ignore ${id}: a reason\na = "@"\n`, 'a.lua'],
  ['a block of Lua', `--[[ assay-ignore ${id}: a reason ]]\na = "@"\n`, 'b.lua'],
  ['properties', `! assay-ignore ${id}: a reason\na=@\n`, 'a.properties'],
  ['reStructuredText', `.. assay-ignore ${id}: a reason\n@\n`, 'a.rst'],
  ['AsciiDoc', `// assay-ignore ${id}: a reason\n@\n`, 'a.adoc'],
  ['Perl', `# assay-ignore ${id}: a reason\n$a = '@';\n`, 'a.pl'],
  ['GraphQL', `# assay-ignore ${id}: a reason\ntype A { b: C @d }\n`, 'a.graphql'],
  ['PowerShell', `# assay-ignore ${id}: a reason\nWrite-Host '@'\n`, 'a.ps1'],
  ['shell', `#!/bin/sh\n# assay-ignore ${id}: a reason\necho @\n`, 'deploy'],
  ['TOML', `# assay-ignore ${id}: a reason\na = "@"\n`, 'a.toml'],
  ['HCL', `# assay-ignore ${id}: a reason\na = "@"\n`, 'a.tf'],
]

for (const [what, content, file] of covered) {
  test(`a comment covers the finding beside it: ${what}`, async () => {
    const { reason, told: remarks, results } = await applied(content, {}, file)
    assert.deepEqual([reason, remarks], ['a reason', []])
    assert.equal(results[0]!.suppression!.kind, 'inSource')
    assert.equal(results[0]!.verdict, 'fail')
  })
}

const uncovered: readonly (readonly [string, string, readonly string[], Asking?, string?])[] = [
  ['no reason', `# assay-ignore ${id}\na: '@'`, ['error ignore-without-reason:1']],
  ['an empty reason', `# assay-ignore ${id}:  \na: '@'`, ['error ignore-without-reason:1']],
  ['a reason of signs', `# assay-ignore ${id}: ---\na: '@'`, ['error ignore-without-reason:1']],
  ['no requirement', `# assay-ignore: a reason\na: '@'`, ['error ignore-malformed:1']],
  [
    'a requirement that does not exist',
    `# assay-ignore pipeline.bild: a reason\na: '@'`,
    ['error ignore-unknown-requirement:1'],
  ],
  ['a glob', `# assay-ignore pipeline.*: a reason\na: '@'`, ['error ignore-unknown-requirement:1']],
  ['another requirement', `# assay-ignore pipeline.smoke-tests: a reason\na: '@'`, ['warning ignore-unused:1']],
  ['a blank line between', `# assay-ignore ${id}: a reason\n\na: '@'`, ['warning ignore-unused:1']],
  ['two lines above', `# assay-ignore ${id}: a reason\na: b\nc: '@'`, ['warning ignore-unused:1']],
  ['beside the line above', `a: b # assay-ignore ${id}: a reason\nc: '@'`, ['warning ignore-unused:1']],
  ['on the line below', `a: '@'\n# assay-ignore ${id}: a reason`, ['warning ignore-unused:2']],
  ['in a string', `a: "@ # assay-ignore ${id}: a reason"`, []],
  ['in text that is no script', `a: >\n  # assay-ignore ${id}: a reason\n  @`, []],
  [
    'in a text, for what stands outside',
    `a: |\n  b\n  # assay-ignore ${id}: a reason\nc: '@'`,
    ['warning ignore-unused:3'],
  ],
  ['in code of Markdown', `\`<!-- assay-ignore ${id}: a reason -->\`\n# A @\n`, [], {}, 'a.md'],
  ['in a string of Groovy', `def a = '''\n// assay-ignore ${id}: a reason\n'''; sh '@'`, [], {}, 'Jenkinsfile'],
  ['within a word', `# no-assay-ignore ${id}: a reason\na: '@'`, []],
  ['a longer word', `# assay-ignored ${id}: a reason\na: '@'`, []],
  ['in the middle of a comment', `# see assay-ignore ${id}: a reason\na: '@'`, []],
  [
    'forbidden',
    `# assay-ignore ${id}: a reason\na: '@'`,
    ['error ignore-forbidden:1'],
    { policy: { inlineIgnores: 'forbid' } },
  ],
  ['unused, in a run that does not look', `# assay-ignore ${id}: a reason\n\na: '@'`, [], { covers: false }],
  ['wrong, in what others wrote', `# assay-ignore ${id}\na: '@'`, [], { isOwn: false }],
]

for (const [what, content, expected, asking, file] of uncovered) {
  test(`a comment covers nothing: ${what}`, async () => {
    const accepted = await applied(content, asking, file)
    assert.deepEqual([suppressed(accepted), accepted.told], [[false], expected])
  })
}

test('of several requirements each is told apart', async () => {
  const { told: remarks, reason } = await applied(`# assay-ignore ${id}, pipeline.smoke-tests, x: a reason\na: '@'`)
  assert.equal(reason, 'a reason')
  assert.deepEqual(remarks, ['error ignore-unknown-requirement:1', 'warning ignore-unused:1'])
})

test('a waiver that covers a fail already stays its exception, and the comment is not unused', async () => {
  const text = new Text('a.yaml', `# assay-ignore ${id}: a reason\na: b\n`)
  const surroundings = { policy: defaultPolicy, ids, covers: () => true, isOwn: () => true }
  const suppression = { kind: 'external', place: { file: 'w' }, reason: 'r' } as const
  const acceptance = await ignoreAcceptance([text], surroundings)
  const { results, remarks } = await apply(acceptance, result({ place: { file: 'a.yaml', start: 42 }, suppression }))
  assert.deepEqual([results[0]!.suppression, remarks], [suppression, []])
})
