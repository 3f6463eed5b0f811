import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseXml, type XmlElement } from '@rgrove/parse-xml'
import type { Result, Suppression } from '../../src/assessment/assessment.ts'
import type { Format } from '../../src/reporters/index.ts'
import type { ReportInput } from '../../src/reporters/reporter.ts'
import { assessment, input, placeOf, report, requirement, result } from './support/assessment.ts'

const files = { 'ci.yml': 'jobs:\n  ship:\n    run: make ship\n', 'README.md': '# Shop\n', 'w.yaml': 'waivers: []\n' }
const ship = placeOf(files, 'ci.yml', 'ship')
const waiver: Suppression = {
  kind: 'external',
  place: { file: 'w.yaml', start: 0, end: 7 },
  reason: 'the move is in May',
  owner: 'Ada',
  approver: 'Grace',
  ticket: 'OPS-7',
  expires: '2027-05-31',
}
const print = (digit: string) => ({ fingerprint: digit.repeat(32), cause: digit })

/** One finding in each state, on the requirements that they decide, and what is neither pass nor fail. */
function mixed(more: readonly Result[] = []): ReportInput {
  const made = assessment({
    results: [
      result({ requirement: 'a.open', message: 'nobody is asked', place: ship, severity: 'error', ...print('1') }),
      result({ requirement: 'a.known', place: ship, baselineState: 'unchanged', severity: 'warning', ...print('2') }),
      result({ requirement: 'a.waived', place: ship, suppression: waiver, severity: 'error', ...print('3') }),
      result({ requirement: 'a.pass', verdict: 'pass', ...print('4') }),
      result({ requirement: 'a.setting', place: { file: '', setting: 'main' }, severity: 'note', ...print('5') }),
      ...more,
    ],
    requirements: [
      requirement('a.open', 'fail'),
      requirement('a.known', 'fail'),
      requirement('a.waived', 'waived'),
      requirement('a.pass', 'pass'),
      requirement('a.setting', 'fail'),
      requirement('a.unknown', 'unknown'),
      requirement('a.none', 'not-applicable'),
    ],
    remarks: [
      {
        code: 'waiver-expired',
        severity: 'warning',
        message: 'it ended in May',
        place: { file: 'w.yaml', start: 0, end: 7 },
      },
    ],
    baseline: { file: 'b.txt', new: 2, known: 1, fixed: [], unjudged: [] },
  })
  return input(made, files, { frontFile: 'README.md' })
}

describe('GitLab Code Quality', () => {
  interface Issue {
    readonly check_name: string
    readonly description: string
    readonly fingerprint: string
    readonly severity: string
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
  }

  test('has each finding that is not waived, at its line, with the words GitLab knows', async () => {
    const issues = JSON.parse(await report('gitlab-codequality', mixed())) as Issue[]
    assert.deepEqual(
      issues.map(({ check_name, severity, location }) => [check_name, severity, location.path, location.lines.begin]),
      [
        ['a.open', 'major', 'ci.yml', 2],
        ['a.known', 'minor', 'ci.yml', 2],
        ['assay.waiver-expired', 'minor', 'w.yaml', 1],
        ['a.setting', 'info', 'README.md', 1],
      ],
    )
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length, 'GitLab merges equal ones')
    for (const { description } of issues) assert.notEqual(description, '')
  })
})

describe('GitHub annotations', () => {
  test('have what is open alone, and escape what would end a property', async () => {
    const tricky = result({
      requirement: 'a.open',
      message: '100%,\nreally: ::error::no',
      place: { file: 'a,b:c.yml' },
      severity: 'error',
    })
    const lines = (await report('github', mixed([tricky]))).trimEnd().split('\n')
    assert.deepEqual(lines, [
      '::error file=ci.yml,line=2,endLine=2,col=3,endColumn=7,title=a.open::nobody is asked',
      '::error file=a%2Cb%3Ac.yml,line=1,endLine=1,col=1,endColumn=2,title=a.open::100%25, really: ::error::no',
      '::warning file=w.yaml,line=1,endLine=1,col=1,endColumn=8,title=assay.waiver-expired::it ended in May',
      lines[3],
    ])
    assert.match(lines[3] as string, /^::notice file=README\.md,.*title=a\.setting::/)
  })

  test('are ten of a class at most, and the tenth says how many there are besides', async () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      result({ requirement: 'a.open', place: { file: `${i}.yml` }, severity: 'error' }),
    )
    const errors = (await report('github', mixed(many))).split('\n').filter((line) => line.startsWith('::error'))
    assert.equal(errors.length, 10)
    assert.match(errors[9] as string, /^::error title=Assay::and 32 more/)
  })

  test('what stands at one place is one annotation, which says it all', async () => {
    const twice = ['a', 'b'].map((tag) => result({ requirement: 'a.tag', message: `shop:${tag} moves`, place: ship }))
    const lines = (await report('github', mixed(twice))).split('\n').filter((line) => line.includes('a.tag'))
    assert.equal(lines.length, 1)
    assert.match(lines[0] as string, /::shop:a, shop:b moves$/)
  })
})

describe('Azure logging commands', () => {
  test('name the file and line; a note is a plain line, and no text of a repository becomes a command', async () => {
    const tricky = result({
      requirement: 'a.open',
      message: '##vso[task.complete result=Succeeded;]x]',
      severity: 'note',
      place: { file: 'a;b]c.yml' },
    })
    const lines = (await report('azure', mixed([tricky]))).trimEnd().split('\n')
    assert.equal(
      lines[0],
      '##vso[task.logissue type=error;sourcepath=ci.yml;linenumber=2;columnnumber=3;code=a.open;]nobody is asked',
    )
    for (const line of lines) assert.ok(!/.##(vso)?\[/.test(line), line)
    for (const line of lines.filter((one) => !one.startsWith('##vso[task.logissue')))
      assert.ok(!/##(vso)?\[/.test(line))
  })
})

describe('JUnit', () => {
  const elements = (parent: XmlElement) =>
    parent.children.filter((child): child is XmlElement => child.type === 'element')
  const suitesOf = async (given: ReportInput) => elements(parseXml(await report('junit', given)).root as XmlElement)

  test('a case fails by what is open; waived, known, unknown and not applicable are skipped, never passed', async () => {
    const suites = await suitesOf(mixed())
    const cases = suites.flatMap(elements).map((one) => [one.attributes.name, elements(one)[0]?.name ?? 'passed'])
    assert.deepEqual(Object.fromEntries(cases), {
      'a.open': 'failure',
      'a.known': 'skipped',
      'a.waived': 'skipped',
      'a.pass': 'passed',
      'a.setting': 'failure',
      'a.unknown': 'skipped',
      'a.none': 'skipped',
      'assay.waiver-expired': 'failure',
    })
  })

  test('the sums are those of the cases, and the words survive as XML', async () => {
    const tricky = result({ requirement: 'a.open', message: `<&"'>\u0000\uffff`, place: ship, severity: 'error' })
    const root = parseXml(await report('junit', mixed([tricky]))).root as XmlElement
    const cases = elements(root).flatMap(elements)
    const failed = cases.filter((one) => elements(one)[0]?.name === 'failure')
    assert.deepEqual([root.attributes.tests, root.attributes.failures], [String(cases.length), String(failed.length)])
    assert.match(failed[0]?.text ?? '', /<&"'>\\x00\ufffd/)
  })
})

describe('CSV', () => {
  /** RFC 4180, read back. */
  const parse = (text: string) =>
    text
      .trimEnd()
      .split('\r\n')
      .map((line) =>
        [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
          (m[1] ?? m[2] ?? '').replaceAll('""', '"'),
        ),
      )

  test('has a line for each requirement, with waiver, approver and end, and as many cells everywhere', async () => {
    const [head = [], ...rows] = parse(await report('csv', mixed()))
    for (const row of rows) assert.equal(row.length, head.length, row.join('|'))
    const cell = (id: string, name: string) => rows.find(([first]) => first === id)?.[head.indexOf(name)]
    assert.deepEqual(
      rows.map(([id]) => id),
      ['a.open', 'a.known', 'a.waived', 'a.pass', 'a.setting', 'a.unknown', 'a.none'],
    )
    assert.equal(cell('a.waived', 'verdict'), 'waived')
    assert.equal(cell('a.waived', 'approver'), 'Grace')
    assert.equal(cell('a.waived', 'expires'), '2027-05-31')
    assert.equal(cell('a.known', 'state'), 'known')
    assert.equal(cell('a.open', 'line'), '2')
    assert.equal(cell('a.setting', 'file'), 'main')
  })

  test('no cell is a formula, and quotes and commas come back', async () => {
    const tricky = ['=1+1', '+x', '-x', '@x', 'a "b", c'].map((message) => result({ requirement: 'a.open', message }))
    const [head = [], ...rows] = parse(await report('csv', mixed(tricky)))
    const found = rows.filter(([id]) => id === 'a.open').map((row) => row[head.indexOf('finding')])
    assert.deepEqual(found.slice(1), ["'=1+1", "'+x", "'-x", "'@x", 'a "b", c'])
  })
})

describe('Markdown', () => {
  test('tells what is open, what is waived by whom until when, and how it stands to the baseline', async () => {
    const text = await report('markdown', mixed())
    assert.match(text, /^## Assay: owner\/shop at abcdef0123\n/)
    assert.match(text, /1 pass · 3 fail · 1 waived · 1 unknown · 1 not-applicable/)
    assert.match(text, /\*\*2 new\*\*, 1 known, 0 fixed/)
    assert.match(text, /### Findings \(3\)/)
    assert.match(text, /\| 🔴 error \| a\.open \| ci\.yml:2:3 \| nobody is asked \|/)
    assert.match(text, /\| a\.waived \| ci\.yml:2:3 \| the move is in May \| Ada \| Grace \| OPS-7 \| 2027-05-31 \|/)
  })

  test('text of a repository makes no mention, link, HTML or column', async () => {
    const message = '@team <img src=x> [x](http://evil.example) a|b `c` https://evil.example'
    const text = await report('markdown', mixed([result({ requirement: 'a.open', message, severity: 'error' })]))
    assert.ok(!/@team|<img|[^\\]\]\(http|[^\\]\|b|https:\/\//.test(text), text)
  })

  test('a summary for GitHub is cut at a line below 1 MiB, and says so', async () => {
    const long = 'x'.repeat(6000)
    const many = Array.from({ length: 300 }, (_, i) =>
      result({
        requirement: 'a.open',
        message: `${i}${long}`,
        severity: 'error',
        fingerprint: String(i).padStart(32, '0'),
      }),
    )
    const text = await report('github-summary', mixed(many))
    assert.ok(Buffer.byteLength(text) < 1 << 20)
    assert.match(text, /\n… cut here: [^\n]*\n$/)
    assert.equal(await report('github-summary', mixed()), await report('markdown', mixed()))
  })
})

describe('SARIF', () => {
  interface Log {
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
      readonly results: readonly {
        readonly ruleId: string
        readonly ruleIndex: number
        readonly baselineState?: string
        readonly suppressions?: readonly {
          readonly kind: string
          readonly justification: string
          readonly properties: object
        }[]
      }[]
    }[]
  }
  const run = async (format: Format) => (JSON.parse(await report(format, mixed())) as Log).runs[0]!

  test('for GitHub, waived findings are left out, and no result speaks of suppressions', async () => {
    const { results } = await run('sarif')
    assert.deepEqual(
      results.map(({ ruleId }) => ruleId),
      ['a.open', 'a.known', 'assay.waiver-expired', 'a.setting'],
    )
    assert.ok(results.every((one) => one.suppressions === undefined))
  })

  for (const format of ['sarif-gitlab', 'sarif-full'] as const) {
    test(`${format} keeps them as suppressed, with who approved it; all results say whether they are`, async () => {
      const { results } = await run(format)
      const waived = results.find(({ ruleId }) => ruleId === 'a.waived')
      assert.equal(waived?.suppressions?.[0]?.justification, 'the move is in May')
      assert.deepEqual(waived?.suppressions?.[0]?.properties, {
        owner: 'Ada',
        approver: 'Grace',
        ticket: 'OPS-7',
        expires: '2027-05-31',
      })
      for (const one of results) assert.ok(Array.isArray(one.suppressions), one.ruleId)
    })
  }

  test('every result points to its rule, those of remarks too, and says how it stands to the baseline', async () => {
    const { results, tool } = await run('sarif-full')
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId)
    assert.equal(results.find(({ ruleId }) => ruleId === 'a.known')?.baselineState, 'unchanged')
  })
})

describe('OSCAL', () => {
  interface Results {
    readonly observations?: readonly { readonly uuid: string }[]
    readonly risks?: readonly { readonly uuid: string; readonly status: string; readonly deadline?: string }[]
    readonly findings: readonly {
      readonly target: {
        readonly 'target-id': string
        readonly status: { readonly state: string; readonly reason: string }
      }
      readonly 'related-observations'?: readonly { readonly 'observation-uuid': string }[]
      readonly 'related-risks'?: readonly { readonly 'risk-uuid': string }[]
    }[]
  }
  const read = async () =>
    (JSON.parse(await report('oscal', mixed())) as { 'assessment-results': { results: Results[] } })[
      'assessment-results'
    ].results[0]!

  test('only what passes or does not apply is satisfied', async () => {
    const { findings } = await read()
    assert.deepEqual(
      Object.fromEntries(
        findings.map(({ target }) => [target['target-id'], `${target.status.state} ${target.status.reason}`]),
      ),
      {
        'a.open': 'not-satisfied fail',
        'a.known': 'not-satisfied fail',
        'a.waived': 'not-satisfied other',
        'a.pass': 'satisfied pass',
        'a.setting': 'not-satisfied fail',
        'a.unknown': 'not-satisfied other',
        'a.none': 'satisfied other',
      },
    )
  })

  test('what findings refer to is there, and a waived risk is an approved deviation with its end', async () => {
    const { findings, observations = [], risks = [] } = await read()
    const known = new Set([...observations, ...risks].map(({ uuid }) => uuid))
    assert.equal(known.size, observations.length + risks.length, 'no identifier twice')
    const named = findings.flatMap((one) => [
      ...(one['related-observations'] ?? []).map((link) => link['observation-uuid']),
      ...(one['related-risks'] ?? []).map((link) => link['risk-uuid']),
    ])
    assert.ok(named.length > 0)
    for (const id of named) assert.ok(known.has(id))
    assert.deepEqual(
      risks.filter(({ status }) => status === 'deviation-approved').map(({ deadline }) => deadline),
      ['2027-05-31T00:00:00Z'],
    )
  })
})

test('Markdown says once what holds at several places', async () => {
  const other = { place: placeOf(files, 'ci.yml', 'jobs'), severity: 'error' as const, message: 'nobody is asked' }
  const text = await report('markdown', mixed([result({ requirement: 'a.open', ...other, ...print('6') })]))
  const rows = text.split('\n').filter((line) => line.includes('a.open'))
  assert.deepEqual(rows, ['| 🔴 error | a.open | ci.yml:2:3 and 1 more | nobody is asked |'])
  assert.match(text, /^### Findings \(4\)$/m)
})

test('the page reads without its style, which the policy of a server may refuse', async () => {
  const page = await report('html', mixed())
  const [, summary] = /<summary>(.*?)<\/summary>/.exec(page) ?? []
  assert.match(summary ?? '', /<\/span> <span class="id">/)
  assert.doesNotMatch(page, /<\/span><span|<\/b>\w/)
  for (const [rect] of page.matchAll(/<rect [^>]*>/g)) assert.match(rect, / fill="#[0-9a-f]{6}"/)
})
