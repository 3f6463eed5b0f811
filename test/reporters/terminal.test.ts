import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeFixture } from '../../scripts/golden.ts'
import type { Result } from '../../src/assessment/assessment.ts'
import { columns } from '../../src/reporters/columns.ts'
import { assessment, input, placeOf, report, requirement, result, rule, terminalLines } from './support/assessment.ts'

const workflow = 'on: push\njobs:\n  build:\n    run: make\n  deploy:\n    needs: build\n'
const files = { '.github/workflows/ship.yml': workflow, 'b.yml': workflow }
const at = (piece: string, file = '.github/workflows/ship.yml') => placeOf(files, file, piece)

/** The lines of the blocks, from the first FAIL to the scorecard. */
async function blocks(results: readonly Result[], options = {}): Promise<string[]> {
  const lines = await terminalLines(assessment({ results }), files, options)
  return lines.slice(
    lines.findIndex((line) => line.startsWith('FAIL')),
    lines.indexOf(scorecard(lines)) - 1,
  )
}

const scorecard = (lines: readonly string[]) => lines.find((line) => line.startsWith('SCORECARD')) as string

test('a finding tells the requirement, the place, the reason and the remedy', async () => {
  assert.deepEqual(await blocks([result({ message: 'nothing builds', place: at('deploy') })]), [
    'FAIL  pipeline.build  error',
    '  The title of pipeline.build',
    '  .github/workflows/ship.yml:5:3',
    '      5 |   deploy:',
    '        |   ^^^^^^',
    '  nothing builds',
    '  fix The fix of pipeline.build.',
  ])
})

test('one cause is printed once, with all requirements that it fails', async () => {
  const lines = await blocks([
    result({ requirement: 'pipeline.deploy', cause: 'c', message: 'no gate', place: at('deploy') }),
    result({ requirement: 'approvals.production', cause: 'c', message: 'nobody approves', place: at('deploy') }),
  ])
  assert.equal(lines.filter((line) => line.startsWith('FAIL')).length, 1)
  assert.ok(lines.includes('  and approvals.production'))
  assert.ok(!lines.join('\n').includes('nobody approves'))
})

test('a cause that fails another requirement elsewhere still names that place', async () => {
  const lines = await blocks([
    result({ requirement: 'pipeline.deploy', cause: 'c', place: at('deploy') }),
    result({ requirement: 'approvals.production', cause: 'c', place: at('build') }),
  ])
  assert.ok(lines.includes('  also at .github/workflows/ship.yml:3:3'), lines.join('\n'))
})

test('the gravest come first, then the order of the catalogue', async () => {
  const results = [
    result({ requirement: 'a.note', severity: 'note' }),
    result({ requirement: 'a.error' }),
    result({ requirement: 'b.error' }),
    result({ requirement: 'a.warning', severity: 'warning' }),
  ]
  const requirements = ['b.error', 'a.warning', 'a.note', 'a.error'].map((id) => requirement(id, 'fail'))
  const lines = await terminalLines(assessment({ results, requirements }))
  assert.deepEqual(
    lines.filter((line) => line.startsWith('FAIL')),
    ['FAIL  b.error  error', 'FAIL  a.error  error', 'FAIL  a.warning  warning', 'FAIL  a.note  note'],
  )
})

test('many findings of one requirement are one block: the first in full, eight in a line each, the rest counted', async () => {
  const results = Array.from({ length: 30 }, (_, i) =>
    result({ message: `thing ${i} moves`, place: { file: i < 3 ? 'b.yml' : `f${i}.yml`, start: i, end: i + 1 } }),
  )
  const lines = await blocks(results)
  assert.equal(lines.filter((line) => line.startsWith('FAIL')).length, 1)
  assert.deepEqual(lines.slice(lines.indexOf('  and 29 more:'), lines.indexOf('  and 29 more:') + 6), [
    '  and 29 more:',
    '  b.yml',
    '        1:2  thing 1 moves',
    '        1:3  thing 2 moves',
    '  f3.yml',
    '    thing 3 moves',
  ])
  assert.ok(lines.includes('    … and 21 more in 21 files; --verbose shows them'))
  assert.ok(lines.length < 30, `${lines.length} lines`)
  const all = await blocks(results, { verbose: true })
  for (let i = 0; i < 30; i++) assert.ok(all.includes(`  thing ${i} moves`), `thing ${i}`)
})

test('lines that would say the same when cut are told whole', async () => {
  const text = (name: string) => `production has keys that staging lacks, and this takes a while to tell (${name})`
  const results = ['first', 'second', 'third', 'other'].map((name) =>
    result({ message: text(name === 'other' ? 'ab' : `in ${name}`), place: { file: `${name}.yml` } }),
  )
  const lines = await blocks(results)
  const from = lines.indexOf('  and 3 more:') + 1
  assert.deepEqual(lines.slice(from, from + 8), [
    '  second.yml',
    '    production has keys that staging lacks, and this takes a while to tell (in',
    '    second)',
    '  third.yml',
    '    production has keys that staging lacks, and this takes a while to tell (in',
    '    third)',
    '  other.yml',
    '    production has keys that staging lacks, and this takes a while to tell (ab)',
  ])
})

test('nine further findings are listed: "and 1 more" would take the same line', async () => {
  const results = Array.from({ length: 10 }, (_, i) => result({ message: `thing ${i}`, place: { file: `f${i}.yml` } }))
  const lines = await blocks(results)
  assert.ok(lines.includes('    thing 9') && !lines.join('\n').includes('--verbose'), lines.join('\n'))
})

test('findings that say the same are one, with their places', async () => {
  const results = ['build', 'make', 'deploy', 'needs'].map((piece) => result({ message: 'm', place: at(piece) }))
  assert.deepEqual((await blocks(results)).slice(5), [
    '  m',
    '  also at .github/workflows/ship.yml:4:10',
    '          .github/workflows/ship.yml:5:3',
    '          .github/workflows/ship.yml:6:5',
    '  fix The fix of pipeline.build.',
  ])
})

test('of many places four are named and the others counted; --verbose names all', async () => {
  const results = Array.from({ length: 9 }, (_, i) => result({ cause: 'c', place: { file: '', setting: `tag ${i}` } }))
  const lines = await blocks(results)
  assert.ok(lines.includes('          tag 4') && lines.includes('          … and 4 more places'), lines.join('\n'))
  assert.ok(!lines.join('\n').includes('tag 5'))
  assert.ok((await blocks(results, { verbose: true })).includes('          tag 8'))
})

const path = [
  { place: at('on'), text: 'a push' },
  { place: at('build'), text: 'job build' },
  { place: at('make', 'b.yml'), text: 'make' },
]

test('a path is a stair with the lines at its right, each file told once', async () => {
  const lines = await blocks([result({ place: at('deploy'), trace: path })])
  const from = lines.findIndex((line) => line.startsWith('  path'))
  assert.deepEqual(lines.slice(from, from + 3), [
    '  path a push                                       .github/workflows/ship.yml:1',
    '       └ job build                                                            :3',
    '         └ make                                                          b.yml:4',
  ])
})

test('a path is drawn once: then it is above, or named by the requirement that drew it', async () => {
  const lines = await blocks(
    ['a.one', 'a.two', 'a.three'].map((id) => result({ requirement: id, place: at('deploy'), trace: path })),
  )
  assert.equal(lines.filter((line) => line.includes('job build')).length, 1)
  assert.ok(lines.includes('  path as above') && lines.includes('  path as for a.one'), lines.join('\n'))
})

test('what a path has no room for goes below, at the right', async () => {
  const file = `${'long/'.repeat(13)}a.yml`
  const trace = [
    { place: { file, start: 0 }, text: 'started by hand, with an environment' },
    { place: { file, start: 0 }, text: 'job' },
  ]
  const lines = await terminalLines(assessment({ results: [result({ trace })] }), { [file]: 'on: push\n' })
  const from = lines.findIndex((line) => line.startsWith('  path'))
  assert.equal(lines[from], '  path started by hand, with an environment')
  assert.equal(lines[from + 1], `${file}:1`.padStart(80))
  assert.equal(lines[from + 2], `       └ job${':1'.padStart(68)}`)
})

test('the same place is drawn once, the same remedy told once', async () => {
  const results = ['a.one', 'a.two'].map((id) => result({ requirement: id, place: at('deploy') }))
  const base = input(assessment({ results }), files)
  const text = await report('terminal', { ...base, rules: ['a.one', 'a.two'].map((id) => rule(id, { fix: 'Do it.' })) })
  assert.equal(text.split('^^^^^^').length, 2)
  assert.ok(text.includes('  .github/workflows/ship.yml:5:3  as above\n'))
  assert.ok(text.includes('  fix Do it.\n') && text.includes('  fix as above\n'))
})

test('a remedy is its first paragraph without the colon that leads to an example; --verbose has all of it', async () => {
  const base = input(assessment({ results: [result()] }))
  const rules = [rule('pipeline.build', { fix: 'Do this:\n\n    a: [1,\n      2]\n\nOr that.', why: 'Because\nso.' })]
  const short = await report('terminal', { ...base, rules })
  assert.ok(short.includes('  fix Do this\n') && !short.includes('Or that') && !short.includes('Because'))
  const long = await report('terminal', { ...base, rules, options: { ...base.options, verbose: true } })
  assert.ok(
    long.includes('  why Because so.\n  fix Do this:\n\n          a: [1,\n            2]\n\n      Or that.\n'),
    long,
  )
})

test('evidence is told when everything is asked for', async () => {
  const results = [result({ evidence: ['approval = none'] })]
  assert.ok((await blocks(results, { verbose: true })).includes('  saw approval = none'))
  assert.ok(!(await blocks(results)).join().includes('approval = none'))
})

test('failures that decide nothing are counted, and told when asked', async () => {
  const results = [result({ counts: false, message: 'an older release', place: at('deploy') })]
  const short = await terminalLines(assessment({ results }), files)
  assert.ok(short.includes('1 note decides nothing; --verbose shows it'), short.join('\n'))
  assert.ok(!short.join().includes('FAIL'))
  const long = await terminalLines(assessment({ results }), files, { verbose: true })
  assert.ok(long.includes('  .github/workflows/ship.yml:5:3: an older release [pipeline.build]'), long.join('\n'))
})

test('--quiet still says what could not be judged', async () => {
  const lines = await terminalLines(assessment({ problems: ['derived/images failed: no'] }), files, { quiet: true })
  assert.ok(lines.includes('problem: derived/images failed: no'))
})

test('--quiet: one line for each finding, and the sum', async () => {
  const results = [
    result({ message: 'nothing builds', place: at('build'), cause: 'c' }),
    result({ message: 'nothing builds', place: at('deploy'), cause: 'c', requirement: 'pipeline.deploy' }),
    result({ message: 'an older one', counts: false }),
  ]
  assert.deepEqual(await terminalLines(assessment({ results }), files, { quiet: true }), [
    '.github/workflows/ship.yml:3:3: error: nothing builds (2 places) [pipeline.build, pipeline.deploy]',
    '',
    '0 pass, 2 fail, 0 unknown, 0 not applicable',
    '',
  ])
})

test('unknowns are gathered by their reason, with where it was met', async () => {
  const hidden = (id: string) => requirement(id, 'unknown', { reason: 'the reviewers cannot be seen' })
  const lines = await terminalLines(
    assessment({
      requirements: [hidden('a.one'), requirement('a.two', 'unknown'), hidden('a.three')],
      results: [
        result({
          requirement: 'a.one',
          verdict: 'unknown',
          message: 'the reviewers cannot be seen',
          place: at('deploy'),
        }),
      ],
    }),
    files,
  )
  const from = lines.findIndex((line) => line.startsWith('UNKNOWN'))
  assert.deepEqual(lines.slice(from, from + 6), [
    'UNKNOWN  3 requirements: what decides cannot be seen from here',
    '  the reviewers cannot be seen',
    '    .github/workflows/ship.yml:5:3',
    '    a.one, a.three',
    '  the reason of a.two',
    '    a.two',
  ])
})

test('a reason that holds for the whole repository, too, is shown at no single place', async () => {
  const unknown = { verdict: 'unknown' as const, message: 'no deployment was found' }
  const lines = await terminalLines(
    assessment({
      requirements: ['a.one', 'b.two'].map((id) => requirement(id, 'unknown', { reason: 'no deployment was found' })),
      results: [
        result({ ...unknown, requirement: 'a.one', place: at('deploy') }),
        result({ ...unknown, requirement: 'b.two', place: { file: '' } }),
      ],
    }),
    files,
  )
  const from = lines.indexOf('  no deployment was found')
  assert.equal(lines[from + 1], '    a.one, b.two')
})

test('of many reasons the eight that most hang on are told, and the rest is counted; --verbose tells all', async () => {
  const requirements = Array.from({ length: 11 }, (_, i) => requirement(`s${i}.one`, 'unknown'))
  const short = await terminalLines(assessment({ requirements }))
  assert.equal(short.filter((line) => line.startsWith('  the reason of')).length, 8)
  assert.ok(short.includes('  … and 3 requirements for 3 other reasons; --verbose shows them'), short.join('\n'))
  const nine = await terminalLines(assessment({ requirements: requirements.slice(0, 9) }))
  assert.equal(nine.filter((line) => line.startsWith('  the reason of')).length, 9)
  const long = await terminalLines(assessment({ requirements }), {}, { verbose: true })
  assert.equal(long.filter((line) => line.startsWith('  the reason of')).length, 11)
})

test('a section of which all is unknown for one reason is named as --only takes it', async () => {
  const hidden = (id: string) => requirement(id, 'unknown', { reason: 'no alert is seen' })
  const requirements = [
    hidden('a.one'),
    hidden('b.one'),
    hidden('b.two'),
    requirement('a.two', 'pass'),
    hidden('c.one'),
  ]
  const lines = await terminalLines(assessment({ requirements }))
  assert.equal(lines[lines.indexOf('  no alert is seen') + 1], '    a.one, b.*, c.one')
})

test('what only together with another answer settles something is no further gain', async () => {
  const settle = ['say what one does', 'say what two does'].map((text) => ({ kind: 'answer' as const, text }))
  const lines = await terminalLines(assessment({ requirements: [requirement('a.one', 'unknown', { settle })] }))
  const from = lines.findIndex((line) => line.startsWith('NEXT'))
  assert.deepEqual(lines.slice(from + 1, from + 3), [
    '  settles  1 say what one does',
    '         and say what two does',
  ])
})

test('a message under the name of its file does not begin with it', async () => {
  const results = ['a.sql', 'b.sql'].map((file) =>
    result({ cause: file, place: { file }, message: `${file} only adds, and nothing says that it stays` }),
  )
  const lines = await blocks(results)
  const from = lines.indexOf('  b.sql')
  assert.match(String(lines[from + 1]), /^ +only adds, and nothing says that it stays$/)
})

test('what is the same of several images at one place is one line', async () => {
  const results = ['cart', 'mail', 'shop', 'site'].map((name) =>
    result({ cause: name, place: at('deploy'), message: `nothing signs ${name} here` }),
  )
  const other = result({ cause: 'other', place: at('deploy'), message: 'nothing builds it at all' })
  const lines = await blocks([...results, other])
  const from = lines.indexOf('  and 4 more:')
  assert.deepEqual(
    lines.slice(from + 2, from + 4).map((line) => line.trim()),
    ['5:3  nothing signs mail here (3 alike)', '5:3  nothing builds it at all'],
  )
})

test('--verbose tells passes with their grade, what does not apply, and what would settle an unknown', async () => {
  const made = assessment({
    requirements: [
      requirement('a.pass', 'pass', { grade: 'declared' }),
      requirement('a.none', 'not-applicable'),
      requirement('a.open', 'unknown', { settle: [{ kind: 'answer', text: 'say it' }] }),
    ],
  })
  const long = (await terminalLines(made, {}, { verbose: true })).join('\n')
  assert.ok(long.includes('PASS  1 requirement\n  a.pass  declared\n    the reason of a.pass\n'))
  assert.ok(long.includes('NOT APPLICABLE  1 requirement\n  the reason of a.none\n    a.none\n'))
  assert.ok(long.includes('    to settle say it\n'))
  const short = (await terminalLines(made)).join('\n')
  assert.ok(!short.includes('PASS') && !short.includes('NOT APPLICABLE'))
})

test('the scorecard counts by section, and says what no rule judges', async () => {
  const lines = await terminalLines(
    assessment({
      requirements: [
        requirement('a.one', 'pass'),
        requirement('a.two', 'fail'),
        requirement('b.one', 'not-applicable'),
        requirement('c.one', 'unknown', { judged: false }),
      ],
      own: [requirement('mine.one', 'pass')],
    }),
  )
  const from = lines.indexOf(scorecard(lines))
  assert.deepEqual(lines.slice(from, from + 6), [
    'SCORECARD    pass  fail  unknown  n/a',
    '  a             1     1        ·    ·  #x',
    '  b             ·     ·        ·    1',
    '  1 more        ·     ·        1    ·  not judged yet',
    '  all           1     1        1    1  #x.',
    '  own rules     1     ·        ·    ·  #',
  ])
  assert.match(lines.join(' '), /1 pass, 1 fail, 1 unknown, 1 not applicable; own rules: 1 pass, 0 fail/)
})

test('level, share and coverage have their numbers, and passes by word are told apart', async () => {
  const standing = {
    met: { numerator: 1, denominator: 2 },
    attested: 0,
    declared: 1,
    failedBy: ['a.two'],
    waivedBy: [],
    openBy: [],
  }
  const text = (
    await terminalLines(
      assessment({
        requirements: [requirement('a.one', 'pass', { grade: 'declared' }), requirement('a.two', 'fail')],
        levels: [{ level: 'bronze', reached: false, ...standing }],
        level: 'none',
        share: { numerator: 1, denominator: 2 },
        coverage: { numerator: 0, denominator: 0 },
        notJudged: 1,
      }),
    )
  ).join('\n')
  assert.match(text, /LEVEL +met +failed +open\n {2}bronze +not reached +1 of 2 +1 +· {2}of met: 1 declared\n/)
  assert.match(text, /Share +1 of 2 \(50\.0 %\) of what applies passes/)
  assert.match(text, /Coverage 0 of 0 of what applies is judged/)
  assert.match(text, /Evidence of 1 pass: 1 declared, the rest observed/)
  assert.match(text, /Open +1 requirement of the standard not judged/)
  assert.match(text, /level: none yet$/m)
})

test('a partial run says its scope, counts only that, and gives no level and no share', async () => {
  const base = await judgeFixture('corner-shop', ['approvals.*'])
  const text = await report('terminal', base)
  assert.match(text, /Scope a partial run \(approvals\.\*\): no level and no share/)
  assert.doesNotMatch(text, /LEVEL|Share|level:|pipeline\.build|left out of this run/)
  const sum = /^(\d+) pass, (\d+) fail, (\d+) unknown, (\d+) not applicable$/m.exec(text)
  assert.equal(
    sum?.slice(1).reduce((total, count) => total + Number(count), 0),
    4,
  )
})

test('what the profile does not ask for is not counted', async () => {
  const made = assessment({
    scope: { kind: 'repository', only: [], profile: 'bronze', revision: null },
    requirements: [requirement('a.one', 'pass'), requirement('a.two', 'fail', { level: 'silver' })],
  })
  assert.ok((await terminalLines(made)).includes('1 pass, 0 fail, 0 unknown, 0 not applicable'))
})

test('unreadable evidence, notices, problems and skipped files are told', async () => {
  const skipped = Array.from({ length: 7 }, (_, i) => ({ path: `s${i}`, reason: 'binary', detail: 'it is binary' }))
  const made = assessment({
    unreadable: [
      { place: { file: 'lost.yml', start: 0 }, message: 'no YAML', claimed: true },
      { place: { file: 'odd.json' }, message: 'no JSON', claimed: false },
    ],
    notices: [{ code: 'shallow', message: 'the clone is shallow' }],
    problems: ['rule x failed'],
    skipped: [...skipped, { path: 'old/', reason: 'excluded', detail: 'by assay.yaml' }] as never,
  })
  const text = (await terminalLines(made, { 'lost.yml': 'a' })).join('\n')
  assert.ok(text.includes('UNREADABLE  1 file that evidence was to come from (exit code 2)\n  lost.yml:1:1: no YAML\n'))
  for (const line of [
    'problem rule x failed',
    'note the clone is shallow',
    '1 path left out by assay.yaml; --verbose lists them',
    'skipped s4: it is binary',
    '… and 2 more skipped; --verbose lists them',
    '1 file that no rule needs could not be parsed; --verbose lists them',
  ])
    assert.ok(text.includes(`${line}\n`), `${line}\n---\n${text}`)
  const long = (await terminalLines(made, {}, { verbose: true })).join('\n')
  for (const line of ['skipped s6: it is binary', 'skipped old/: by assay.yaml', 'broken odd.json: no JSON'])
    assert.ok(long.includes(`${line}\n`), line)
})

test('without colour there is not one escape; with it, the same words', async () => {
  const base = await judgeFixture('corner-shop')
  const plain = await report('terminal', base)
  const colored = await report('terminal', { ...base, options: { ...base.options, color: true } })
  assert.ok(!plain.includes('\u001b') && colored.includes('\u001b['))
  assert.equal(colored.replace(/\u001b\[\d+m/g, ''), plain)
})

for (const name of ['corner-shop', 'goldsmith']) {
  test(`the report of ${name} keeps to the width and has no trailing spaces`, async () => {
    const base = await judgeFixture(name)
    for (const width of [48, 60, 80, 120]) {
      for (const verbose of [false, true]) {
        const text = await report('terminal', { ...base, options: { ...base.options, width, verbose } })
        let fence = false
        for (const line of text.split('\n')) {
          assert.equal(line, line.trimEnd())
          // code of a remedy keeps its lines, a word or a path stays whole
          fence = /^ {10}/.test(line)
          const [word] = line
            .trim()
            .split(/ +/)
            .sort((a, b) => columns(b) - columns(a))
          const unbreakable = fence || columns(word as string) > width - 16
          assert.ok(unbreakable || columns(line) <= width, `${width}: ${line}`)
        }
        assert.match(text, /[^\n]\n$/)
      }
    }
  })
}

test('what is accepted is counted, and with --verbose told with who answers for it', async () => {
  const place = { file: '.assay/waivers.yaml' }
  const made = assessment({
    results: [
      result({ requirement: 'a', baselineState: 'unchanged', message: 'nothing scans' }),
      result({
        requirement: 'b',
        message: 'nothing signs',
        suppression: { kind: 'external', place, reason: 'next month', owner: 'Ada', approver: 'Grace' },
      }),
    ],
    baseline: { file: 'base.txt', new: 0, known: 1, fixed: [], unjudged: [] },
  })
  const short = await terminalLines(made)
  assert.ok(short.includes('2 findings that the baseline or an exception covers; --verbose shows them'))
  assert.ok(!short.some((line) => line.includes('nothing scans')))
  const long = (await terminalLines(made, {}, { verbose: true, width: 120 })).join('\n')
  assert.match(long, /^ACCEPTED {2}2 findings/m)
  assert.match(long, /: nothing scans \[a\]\n {4}finding [0-9a-f]{16}, known: accepted in base\.txt$/m)
  assert.match(long, /, waived at \.assay\/waivers\.yaml \(owner Ada, approved by Grace\): next month$/m)
})

test('what is said of many places in the same words is told once, with --verbose of each', async () => {
  const notices = [3, 4, 5].map((line) => ({
    code: 'lenient-yaml' as const,
    message: `deploy/${line}.yaml:${line}:1: it is read as text`,
  }))
  const made = assessment({ notices })
  const told = (lines: readonly string[]) => lines.filter((line) => line.startsWith('note'))
  assert.deepEqual(told(await terminalLines(made, {}, { width: 120 })), [
    'note deploy/3.yaml:3:1: it is read as text (and 2 more such; --verbose lists them)',
  ])
  assert.equal(told(await terminalLines(made, {}, { verbose: true })).length, 3)
})

test('what the exit code says is the last but the hint', async () => {
  const made = assessment({ results: [result({ requirement: 'a' })] })
  const gate = { code: 1, words: 'held, exit code 1: 1 requirement fails at error: a' } as const
  for (const quiet of [false, true]) {
    const lines = await terminalLines(made, {}, { gate, quiet })
    assert.equal(lines.at(quiet ? -2 : -3), `Gate: ${gate.words}`)
  }
})
