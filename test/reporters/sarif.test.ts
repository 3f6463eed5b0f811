import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixtureNames, judgeFixture } from '../../scripts/golden.ts'
import type { Result } from '../../src/assessment/assessment.ts'
import { Text } from '../../src/documents/text.ts'
import type { ReportInput } from '../../src/reporters/reporter.ts'
import { lineHashes } from '../../src/reporters/sarif/line-hash.ts'
import { encodeUri } from '../../src/reporters/sarif/results.ts'
import { assessment, type Files, input, placeOf, report, requirement, result, rule } from './support/assessment.ts'

interface Region {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}

interface Location {
  readonly id?: number
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region }
  readonly message?: { readonly text: string }
}

interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly Location[]
  readonly relatedLocations?: readonly Location[]
  readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: readonly unknown[] }[] }[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly properties: Readonly<Record<string, string | readonly string[]>>
}

interface SarifRule {
  readonly id: string
  readonly name: string
  readonly shortDescription: { readonly text: string }
  readonly fullDescription: { readonly text: string }
  readonly help: { readonly text: string; readonly markdown: string }
  readonly defaultConfiguration: { readonly level: string }
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: unknown }
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } }
  readonly automationDetails: { readonly id: string }
  readonly invocations: readonly {
    readonly executionSuccessful: boolean
    readonly toolConfigurationNotifications: readonly { readonly level: string; readonly message: { text: string } }[]
  }[]
  readonly results: readonly SarifResult[]
}

async function runOf(given: ReportInput): Promise<Run> {
  const log = JSON.parse(await report('sarif', given)) as { version: string; runs: Run[] }
  assert.equal(log.version, '2.1.0')
  assert.equal(log.runs.length, 1)
  return log.runs[0] as Run
}

async function sarif(results: readonly Result[], files: Files = {}, given: Partial<ReportInput> = {}): Promise<Run> {
  return runOf(input(assessment({ results }), files, given))
}

const where = (found: SarifResult | undefined) => {
  const [location] = (found as SarifResult).locations as [Location]
  const { artifactLocation, region } = location.physicalLocation
  return [artifactLocation.uri, region.startLine, region.startColumn, region.endLine, region.endColumn]
}

const files = { 'a.yml': 'jobs:\n  build:\n    run: make\n', 'README.md': '# Shop\n' }

test('only failures that count are results', async () => {
  const { results } = await sarif([
    result({ message: 'this one', place: { file: 'a.yml' } }),
    result({ verdict: 'pass' }),
    result({ verdict: 'unknown' }),
    result({ verdict: 'not-applicable' }),
    result({ counts: false }),
  ])
  assert.deepEqual(
    results.map((one) => one.message.text),
    ['this one.'],
  )
})

test('rules are those that failed, once each, and every result points to its own', async () => {
  const ids = ['a.one', 'b.two', 'a.one', 'c.three']
  const made = assessment({
    results: ids.map((id, i) => result({ requirement: id, place: { file: 'a.yml', start: i } })),
    requirements: [...new Set(ids), 'd.passes'].map((id) => requirement(id, id === 'd.passes' ? 'pass' : 'fail')),
  })
  const run = await runOf(input(made, files))
  const rules = run.tool.driver.rules
  assert.deepEqual(rules.map(({ id }) => id).toSorted(), ['a.one', 'b.two', 'c.three'])
  for (const one of run.results) assert.equal(rules[one.ruleIndex]?.id, one.ruleId)
})

test('a rule has all texts that consumers want, within their limits, and no tag twice', async () => {
  const long = 'x'.repeat(5000)
  const made = assessment({ results: [result({ requirement: 'security.deployment', place: { file: 'a.yml' } })] })
  const run = await runOf(
    input(made, files, {
      rules: [
        rule('security.deployment', { title: long, why: long, fix: 'Do it.', references: ['https://x.example'] }),
      ],
    }),
  )
  const [found] = run.tool.driver.rules as [SarifRule]
  assert.equal(found.name, 'SecurityDeployment')
  assert.equal(found.shortDescription.text.length, 1024)
  assert.equal(found.fullDescription.text.length, 1024)
  assert.match(found.help.text, /How to mend it:\nDo it\./)
  assert.match(found.help.markdown, /### How to mend it\n\nDo it\.\n\n- <https:\/\/x\.example>/)
  assert.equal(found.defaultConfiguration.level, 'error')
  assert.equal(new Set(found.properties.tags).size, found.properties.tags.length)
  assert.ok(found.properties.tags.length <= 10)
})

test('security-severity is a string in the range of its level, and only on rules of security', async () => {
  const levels = { bronze: [7, 10], silver: [4, 6.9], gold: [0.1, 3.9] } as const
  for (const [level, [least, most]] of Object.entries(levels)) {
    const made = assessment({
      results: ['pipeline.security-scan', 'release-notes.heading'].map((id) => result({ requirement: id })),
      requirements: ['pipeline.security-scan', 'release-notes.heading'].map((id) =>
        requirement(id, 'fail', { level: level as 'bronze' }),
      ),
    })
    const [scan, notes] = (await runOf(input(made, files))).tool.driver.rules as [SarifRule, SarifRule]
    const score = scan.properties['security-severity']
    assert.equal(typeof score, 'string')
    assert.ok(Number(score) >= least && Number(score) <= most, `${level}: ${score}`)
    assert.ok(scan.properties.tags.includes('security'))
    assert.equal(notes.properties['security-severity'], undefined)
    assert.ok(!notes.properties.tags.includes('security'))
  }
})

test('a region is the stretch on its first line, at least one character', async () => {
  const { results } = await sarif(
    [
      result({ place: placeOf(files, 'a.yml', 'build') }),
      result({ place: placeOf(files, 'a.yml', 'build:\n    run') }),
      result({ place: { file: 'a.yml', start: 5, end: 5 } }),
      result({ place: { file: 'a.yml', start: 9999, end: 10000 } }),
    ],
    files,
  )
  assert.deepEqual(results.map(where), [
    ['a.yml', 2, 3, 2, 8],
    ['a.yml', 2, 3, 2, 9],
    ['a.yml', 1, 6, 1, 7],
    ['a.yml', 4, 1, 4, 2],
  ])
})

test('without an offset a finding stands at the first line of its file, be its text at hand or not', async () => {
  const { results } = await sarif([result({ place: { file: 'a.yml' } }), result({ place: { file: 'b.bin' } })], files)
  assert.deepEqual(results.map(where), [
    ['a.yml', 1, 1, 1, 2],
    ['b.bin', 1, 1, 1, 2],
  ])
})

test('a finding on a setting or on the repository stands in the front file, else in that of another finding', async () => {
  const results = [
    result({ place: { file: '', setting: 'environment production' } }),
    result({ place: { file: '' }, cause: 'another' }),
    result({ place: placeOf(files, 'a.yml', 'build') }),
  ]
  const front = await sarif(results, files, { frontFile: 'README.md' })
  assert.deepEqual(
    front.results.map(where).map(([uri]) => uri),
    ['README.md', 'README.md', 'a.yml'],
  )
  assert.equal(front.results[0]?.properties.setting, 'environment production')
  const other = await sarif(results, files)
  assert.deepEqual(
    other.results.map(where).map(([uri]) => uri),
    ['a.yml', 'a.yml', 'a.yml'],
  )
})

test('where there is no file at all, what is left out is said', async () => {
  const run = await sarif([result({ place: { file: '' } })])
  assert.deepEqual(run.results, [])
  assert.match(run.invocations[0]?.toolConfigurationNotifications[0]?.message.text ?? '', /^1 findings? .* left out/)
})

test('findings without a file that share a cause are one result, which says how many they are', async () => {
  const tags = [1, 2, 3].map((n) =>
    result({ cause: 'tags', message: `the tag ${n} is wrong.`, place: { file: '', setting: `tag ${n}` } }),
  )
  const others = [
    result({ cause: 'tags', requirement: 'artifacts.versioning', place: { file: '' } }),
    result({ cause: 'more', place: { file: '' }, message: 'another' }),
  ]
  const { results } = await sarif([...tags, ...others], files, { frontFile: 'README.md' })
  assert.deepEqual(results.map((one) => one.message.text).toSorted(), [
    'another.',
    'it is wrong.',
    'the tag 1 is wrong (and 2 more like it).',
  ])
})

test('findings at places of their own stay apart, whatever their cause', async () => {
  const results = ['jobs', 'build'].map((piece) => result({ cause: 'c', place: placeOf(files, 'a.yml', piece) }))
  assert.equal((await sarif(results, files)).results.length, 2)
})

test('what stands at one place is one result, which says it all, with each way there and each fingerprint', async () => {
  const place = placeOf(files, 'a.yml', 'make')
  const made = (tag: string, given: Partial<Result> = {}) =>
    result({
      message: `nothing signs shop:${tag}, says this step`,
      cause: 'unsigned',
      place,
      fingerprint: tag.repeat(32),
      ...given,
    })
  const way = (from: string) => [from, 'make'].map((piece) => ({ place: placeOf(files, 'a.yml', piece), text: piece }))
  const { results } = await sarif(
    [
      made('a', { trace: way('jobs') }),
      made('b', { trace: way('build') }),
      made('c', { trace: way('jobs') }),
      made('d', { message: 'it is something else.', requirement: 'pipeline.unit-tests' }),
      made('e', { message: 'and this, too.', requirement: 'pipeline.unit-tests' }),
      made('f', { severity: 'note' }),
    ],
    files,
  )
  assert.deepEqual(
    results.map((one) => [one.message.text, one.properties.also, one.codeFlows?.length]),
    [
      ['nothing signs shop:a, shop:b, shop:c, says this step.', ['b'.repeat(32), 'c'.repeat(32)], 2],
      ['it is something else; and this, too.', ['e'.repeat(32)], undefined],
      ['nothing signs shop:f, says this step.', undefined, undefined],
    ],
  )
})

test('secrets at one place, and what is known beside what is new, stay apart', async () => {
  const place = placeOf(files, 'a.yml', 'make')
  const secret = ['a', 'b'].map((n) => result({ place: { ...place, secret: true }, fingerprint: n.repeat(32) }))
  const states = (['new', 'unchanged'] as const).map((baselineState) => result({ place, baselineState }))
  assert.equal((await sarif([...secret, ...states], files)).results.length, 4)
})

test('of more than a message holds, how many there are besides is said', async () => {
  const results = Array.from({ length: 900 }, (_, n) =>
    result({ message: `the version ${n + 1000} has no notes`, place: { file: 'a.yml' } }),
  )
  const [found] = (await sarif(results, files)).results as [SarifResult]
  assert.match(found.message.text, /^the version 1000, 1001, .* has no notes \(and \d+ more like it\)\.$/)
  assert.ok(found.message.text.length <= 2048)
})

test('more than 5,000 results are cut to the gravest, and what was cut is said', async () => {
  const many = Array.from({ length: 5003 }, (_, i) =>
    result({
      severity: i < 4 ? 'note' : 'error',
      message: `m${i}`,
      cause: `c${i}`,
      place: { file: `${i}.yml` },
    }),
  )
  const run = await sarif(many, files)
  assert.equal(run.results.length, 5000)
  assert.equal(run.results.filter((one) => one.level === 'note').length, 1)
  const [said] = run.invocations[0]?.toolConfigurationNotifications ?? []
  assert.equal(said?.level, 'warning')
  assert.match(said?.message.text ?? '', /^3 of 5003 findings are left out/)
})

test('evidence that could not be read is an error of the run', async () => {
  const made = assessment({
    unreadable: [
      { place: { file: 'Dockerfile' }, message: 'it holds binary data', claimed: true },
      { place: { file: 'x.json' }, message: 'no JSON', claimed: false },
    ],
  })
  const [invocation] = (await runOf(input(made))).invocations
  assert.equal(invocation?.executionSuccessful, false)
  assert.deepEqual(
    invocation?.toolConfigurationNotifications.map(({ level, message }) => [level, message.text]),
    [['error', 'Dockerfile: it holds binary data']],
  )
})

test('a path in SARIF is percent-encoded, segment by segment, and never absolute', () => {
  assert.equal(encodeUri('a b/#1/ü?.yml'), 'a%20b/%231/%C3%BC%3F.yml')
  assert.equal(encodeUri('配備/100%.yml'), '%E9%85%8D%E5%82%99/100%25.yml')
  assert.equal(encodeUri('.github/workflows/a@b.yml'), '.github/workflows/a@b.yml')
  assert.equal(encodeUri('c:d/e'), './c:d/e')
  assert.equal(encodeUri('a\nb'), 'a%0Ab')
  assert.equal(encodeUri('half\ud800'), 'half%EF%BF%BD')
})

test('fingerprints: the line hash of GitHub and our own, which survives lines inserted above', async () => {
  const before = { 'a.yml': `${files['a.yml']}${'z: 1\n'.repeat(100)}` }
  const after = { 'a.yml': `${'# new\n'.repeat(50)}${before['a.yml']}` }
  const print = async (given: Files) => {
    const run = await sarif([result({ fingerprint: 'e'.repeat(32), place: placeOf(given, 'a.yml', 'build') })], given)
    return run.results[0]?.partialFingerprints
  }
  const [was, is] = [await print(before), await print(after)]
  assert.deepEqual(was, {
    primaryLocationLineHash: lineHashes(new Text('a.yml', before['a.yml']))[1],
    'assay/v1': 'e'.repeat(32),
  })
  assert.deepEqual(is, was)
})

test('a trace is a code flow and related places, in its order', async () => {
  const trace = ['jobs', 'build', 'make'].map((piece) => ({
    place: placeOf(files, 'a.yml', piece),
    text: `at ${piece}`,
  }))
  const { results } = await sarif([result({ place: placeOf(files, 'a.yml', 'make'), trace })], files)
  const [found] = results as [SarifResult]
  const related = found.relatedLocations?.map(({ id, message, physicalLocation }) => [
    id,
    message?.text,
    physicalLocation.region.startLine,
  ])
  assert.deepEqual(related, [
    [0, 'at jobs', 1],
    [1, 'at build', 2],
    [2, 'at make', 3],
  ])
  assert.equal(found.codeFlows?.[0]?.threadFlows[0]?.locations.length, 3)
})

test('a finding without a way there has no code flow', async () => {
  const [found] = (await sarif([result({ place: { file: 'a.yml' } })], files)).results as [SarifResult]
  assert.equal(found.codeFlows, undefined)
  assert.equal(found.relatedLocations, undefined)
})

test('a message is one line that ends, of at most 2,048 characters', async () => {
  const results = ['ends.', 'asks?', 'two\nlines', `long ${'x'.repeat(5000)}`, `pair ${'🚀'.repeat(3000)}`].map(
    (message, i) => result({ message, place: { file: `${i}.yml` } }),
  )
  const texts = (await sarif(results, files)).results.map((one) => one.message.text)
  assert.deepEqual(texts.slice(0, 3), ['ends.', 'asks?', 'two lines.'])
  for (const text of texts)
    assert.ok(text.length <= 2048 && Buffer.from(text).toString() === text && /[.?…]$/.test(text))
})

for (const name of fixtureNames) {
  test(`the SARIF of ${name}: every result has a rule, a region within its file and both fingerprints`, async () => {
    const given = await judgeFixture(name)
    const run = await runOf(given)
    assert.equal(run.automationDetails.id, 'assay/')
    for (const found of run.results) {
      assert.equal(run.tool.driver.rules[found.ruleIndex]?.id, found.ruleId)
      assert.equal(found.locations.length, 1)
      assert.ok(found.message.text)
      const [uri, ...numbers] = where(found) as [string, number, number, number, number]
      assert.ok(numbers.every((number) => number >= 1))
      const text = given.textOf(decodeURIComponent(uri)) as Text
      assert.ok(text, `no text of ${uri}`)
      assert.ok(numbers[2] <= text.lineCount && numbers[3] <= text.line(numbers[2]).length + 1, `${where(found)}`)
      assert.ok(found.partialFingerprints.primaryLocationLineHash && found.partialFingerprints['assay/v1'])
    }
    for (const { help, shortDescription, fullDescription } of run.tool.driver.rules) {
      for (const text of [help.text, help.markdown, shortDescription.text, fullDescription.text]) assert.ok(text.trim())
    }
    assert.equal(await report('sarif', await judgeFixture(name)), await report('sarif', given))
  })
}
