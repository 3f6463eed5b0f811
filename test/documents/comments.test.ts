import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commentsOf } from '../../src/documents/comments/index.ts'
import { Text } from '../../src/documents/text.ts'

const cases: readonly (readonly [string, string, ...string[]])[] = [
  [
    'a.yaml',
    '# one\na: b # two\nc: "# no"\nd: no#no\ne: |\n  # three\n  echo "# no" # four\nf: >\n  # no\n',
    '# one',
    '# two',
    '# three',
    '# four',
  ],
  ['a.yml', 'a: [1, # in a list\n  2]\n- broken: [\n# last', '# in a list', '# last'],
  ['a.yaml', 'run: |\n  cat <<EOF\n  # no\n  EOF\n  # yes\n', '# yes'],
  ['a.json', '{"a": "// no", /* one */ "b": 1} // two', '/* one */', '// two'],
  ['a.toml', 'a = "# no" # one\nb = """\n# no\n"""\nc = \'# no\'\n# two\n', '# one', '# two'],
  [
    'a.sh',
    'echo "# no" \'# no\' ${#a} a#no # one\ncat <<EOF\n# no\nEOF\n# two\necho "$(ls # three\n)"',
    '# one',
    '# two',
    '# three',
  ],
  ['deploy', '#!/usr/bin/env bash\n# one\n', '#!/usr/bin/env bash', '# one'],
  [
    'Dockerfile',
    '# one\nFROM a\nRUN echo "# no" && \\\n  # two\n  b\nCOPY <<EOF /a\n# no\nEOF\nRUN <<EOF\n# three\nEOF\n',
    '# one',
    '# two',
    '# three',
  ],
  [
    'Jenkinsfile',
    "// one\nsh '# no // no'\nsh '''\n// no\n'''\n/* two */ def a = 1 / 2 // three",
    '// one',
    '/* two */',
    '// three',
  ],
  [
    'a.md',
    '<!-- one -->\n\n# A <!-- two -->\n\n`<!-- no -->`\n\n```html\n<!-- no -->\n```\n\n    <!-- no -->\n',
    '<!-- one -->',
    '<!-- two -->',
  ],
  ['a.md', 'a `<!-- x -->` and <!-- x -->\n', '<!-- x -->'],
  ['pom.xml', '<a><!-- one --><b><![CDATA[<!-- no -->]]></b></a>', '<!-- one -->'],
  [
    'a.tf',
    'a = "# no" # one\n// two\n/* three */\nb = <<-EOT\n  # no\n  EOT\n# four',
    '# one',
    '// two',
    '/* three */',
    '# four',
  ],
  ['a.sql', 'select \'-- no\', "-- no" -- one\n/* two */ $$ -- no $$ -- three', '-- one', '/* two */', '-- three'],
  ['a.bat', '@echo REM no\r\nREM one\r\n  :: two\r\n@rem three\r\nremove\r\n', 'REM one', ':: two', 'rem three'],
  ['a.ps1', '# one\n"# no" + \'# no\' # two\n@"\n# no\n"@\n<# three #>', '# one', '# two', '<# three #>'],
  ['a.py', '"""\n# no\n"""\na = "# no" # one\n', '# one'],
  ['Gemfile', "a '# no' # one\nb = <<~EOS\n# no\nEOS\n# two", '# one', '# two'],
  ['a.ts', "const a = '// no' // one\n/* two */ `\n// no\n`", '// one', '/* two */'],
  ['Makefile', '# one\na:\n\t# two\n\techo "# no"\n', '# one', '# two'],
  ['a.properties', '# one\na=# no\n; two\n', '# one', '; two'],
  ['notes.txt', '# no\n// no\n'],
  ['a.toml', 'broken = \n# no'],
]

for (const [file, content, ...expected] of cases) {
  test(`comments of ${file}: ${JSON.stringify(content).slice(0, 60)}`, async () => {
    const text = new Text(file, content)
    const found = await commentsOf(text)
    assert.deepEqual(
      found.map((one) => text.slice(one)),
      expected,
    )
  })
}

test('no text makes it throw, or take more than linear time', async () => {
  const signs = [
    '"',
    "'",
    '#',
    '//',
    '/*',
    '*/',
    '<<EOF\n',
    '\n',
    '$(',
    '`',
    '<!--',
    '-->',
    '{',
    '|\n',
    ': ',
    'a',
    '@"',
    '$$',
    '\\',
    '\u0000',
  ]
  let state = 3
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return signs[state % signs.length] as string
  }
  const files = [...new Set(cases.map(([file]) => file))]
  for (let i = 0; i < 200; i++) {
    const content = Array.from({ length: 60 }, next).join('')
    for (const file of files) {
      const text = new Text(file, content)
      for (const { start, end } of await commentsOf(text)) {
        assert.ok(start >= 0 && start < end && end <= content.length, `${file} ${JSON.stringify(content)}`)
      }
    }
  }
  for (const file of files) await commentsOf(new Text(file, '# a "\n'.repeat(20_000)))
})
