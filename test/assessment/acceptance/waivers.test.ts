import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { type Circumstances, waiverAcceptance } from '../../../src/assessment/acceptance/waivers/apply.ts'
import { samePerson } from '../../../src/assessment/acceptance/waivers/holds.ts'
import { waiversFile } from '../../../src/assessment/acceptance/waivers/waiver.ts'
import { defaultPolicy, type Policy } from '../../../src/config/policy.ts'
import { defaultSettings } from '../../../src/config/settings.ts'
import { Text } from '../../../src/documents/text.ts'
import { apply, ids, result, seeded, suppressed, told } from './support.ts'

const good = {
  requirement: 'pipeline.build',
  owner: 'Team Shop',
  approver: 'Grace Hopper',
  reason: 'the vendor builds it until March',
  ticket: 'SHOP-12',
  created: '2026-09-01',
  expires: '2027-03-01',
}

type Change = Readonly<Record<string, unknown>>

/** A file with one waiver: the good one, changed. */
const file = (change: Change = {}) => stringify({ waivers: [{ ...good, ...change }] })

function circumstances(policy: Partial<Policy> = {}, change: Partial<Circumstances> = {}): Circumstances {
  const settings = { ...defaultSettings, environments: { demo: 'staging' } as const }
  return { asOf: '2026-11-23', policy: { ...defaultPolicy, ...policy }, ids, settings, covers: () => true, ...change }
}

async function applied(content: string, policy: Partial<Policy> = {}, results = [result()], change = {}) {
  const text = new Text(waiversFile, content)
  const accepted = await apply(await waiverAcceptance(text, circumstances(policy, change)), ...results)
  return { ...accepted, told: told(accepted.remarks, text) }
}

test('a waiver that is right in every field covers a fail, and its fields go with it', async () => {
  const { results, remarks } = await applied(file())
  assert.deepEqual(remarks, [])
  const { place, ...rest } = results[0]!.suppression!
  const { requirement: _, ...fields } = good
  assert.deepEqual(rest, { kind: 'external', ...fields })
  assert.equal(place.file, waiversFile)
  assert.equal(results[0]!.verdict, 'fail')
})

test('only fails are covered', async () => {
  const others = (['pass', 'unknown', 'not-applicable'] as const).map((verdict) => result({ verdict }))
  const accepted = await applied(file(), {}, others)
  assert.deepEqual(suppressed(accepted), [false, false, false])
  assert.deepEqual(accepted.results, others)
  assert.deepEqual(accepted.told, ['warning waiver-unused:2'])
  assert.match(accepted.remarks[0]!.message, /unknown, and a waiver covers fails only; an attestation/)
})

const lines = file().split('\n')
/** What is wrong → the file, and what is told. */
const refused: Readonly<Record<string, readonly [string, ...string[]]>> = {
  ...Object.fromEntries(
    Object.keys(good).map((key) => [
      `${key} is lacking`,
      [
        lines
          .filter((line) => !line.includes(`${key}: `))
          .join('\n')
          .replace('    owner', key === 'requirement' ? '  - owner' : '    owner'),
        'error waiver-malformed:2',
      ],
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(good).flatMap((key, i) =>
      ['', ' ', '-', '…'].map((value) => [
        `${key} is "${value}"`,
        [file({ [key]: value }), `error waiver-malformed:${i + 2}`],
      ]),
    ),
  ),
  'a key is misspelt, so the scope would be wide': [file({ path: ['other/**'] }), 'error waiver-malformed:9'],
  'a scope is empty': [file({ paths: [] }), 'error waiver-malformed:9'],
  'a scope is no list': [file({ paths: 'deploy.yml' }), 'error waiver-malformed:9'],
  'a day that is none': [file({ expires: '2027-02-30' }), 'error waiver-malformed:8'],
  'a day in another order': [file({ expires: '01.03.2027' }), 'error waiver-malformed:8'],
  'a day with a time': [file({ expires: '2027-03-01T00:00:00Z' }), 'error waiver-malformed:8'],
  'a word for a day': [file({ expires: 'never' }), 'error waiver-malformed:8'],
  'a year alone': [file({ expires: 2027 }), 'error waiver-malformed:8'],
  'created after it ends': [file({ created: '2026-10-02', expires: '2026-10-01' }), 'error waiver-malformed:2'],
  'created after the day of the run': [file({ created: '2026-11-24' }), 'error waiver-from-the-future:2'],
  'a requirement that does not exist': [file({ requirement: 'pipeline.bild' }), 'error waiver-unknown-requirement:2'],
  'a glob that meets none': [file({ requirement: 'pipelines.*' }), 'error waiver-unknown-requirement:2'],
  'it is over': [file({ expires: '2026-11-22' }), 'warning waiver-expired:2'],
  'a key stands twice': [
    file().replace('    reason', '    expires: 2099-01-01\n    reason'),
    'error waiver-malformed:9',
  ],
  'an entry is a word': ['waivers: [pipeline.build]', 'error waiver-malformed:1'],
  'a field is a list': [file({ owner: ['Ada'] }), 'error waiver-malformed:4'],
}

for (const [what, [content, ...expected]] of Object.entries(refused)) {
  test(`covers nothing, and is told with its line: ${what}`, async () => {
    const accepted = await applied(content)
    assert.deepEqual(suppressed(accepted), [false])
    assert.deepEqual(accepted.told, expected, accepted.remarks[0]?.message)
  })
}

const unusable: Readonly<Record<string, readonly [string, string]>> = {
  'broken YAML': ['waivers: [\n', 'error waivers-unusable:2 unusable'],
  'the marks of a merge': [`<<<<<<< HEAD\n${file()}=======\n>>>>>>> other\n`, 'error waivers-unusable:1 unusable'],
  'a mark of a merge in the middle': [`${file()}=======\n`, 'error waivers-unusable:9 unusable'],
  'another key': [file().replace('waivers', 'waiver'), 'error waivers-unusable:1 unusable'],
  'a map where the list should be': ['waivers: {a: b}', 'error waivers-unusable:1 unusable'],
  'the list stands twice': [`${file()}${file()}`, 'error waivers-unusable:9 unusable'],
  'two documents': [`${file()}---\n${file()}`, 'error waivers-unusable:10 unusable'],
  'a list alone': ['- a', 'error waivers-unusable:1 unusable'],
  'more than anybody answers for': [`waivers:\n${'- a\n'.repeat(5001)}`, 'error waivers-unusable unusable'],
}

for (const [what, [content, expected]] of Object.entries(unusable)) {
  test(`nothing can be judged by a file with ${what}`, async () => {
    const accepted = await applied(content)
    assert.ok(accepted.told.includes(expected), accepted.told.join(', '))
  })
}

for (const content of ['', '# none yet\n', 'waivers:\n', 'waivers: []\n', '---\n']) {
  test(`no waivers are no mistake: ${JSON.stringify(content)}`, async () => {
    assert.deepEqual((await applied(content)).told, [])
  })
}

test('one bad entry does not disable the others', async () => {
  const content = stringify({ waivers: [{ ...good, owner: '' }, good, { ...good, expires: 'soon' }] })
  const accepted = await applied(content)
  assert.deepEqual(suppressed(accepted), [true])
  assert.deepEqual(accepted.told, ['error waiver-malformed:3', 'error waiver-malformed:22'])
})

test('a fail whose waiver is over is a fail that says so', async () => {
  const { results, remarks } = await applied(file({ expires: '2026-11-22' }))
  assert.match(results[0]!.message, /^nothing builds what ship deploys \(its waiver ended on 2026-11-22\)$/)
  assert.match(remarks[0]!.message, /is a fail again \(1\); Team Shop mends it \(SHOP-12\)/)
})

test('the last day counts, and the end is announced two weeks ahead', async () => {
  const on = async (expires: string) => {
    const accepted = await applied(file({ expires }))
    return [
      ...suppressed(accepted),
      ...accepted.told,
      ...accepted.remarks.map(({ message }) => /today|in \d+ days?/.exec(message)?.[0]),
    ]
  }
  assert.deepEqual(await on('2026-11-23'), [true, 'warning waiver-expiring:2', 'today'])
  assert.deepEqual(await on('2026-11-24'), [true, 'warning waiver-expiring:2', 'in 1 day'])
  assert.deepEqual(await on('2026-12-07'), [true, 'warning waiver-expiring:2', 'in 14 days'])
  assert.deepEqual(await on('2026-12-08'), [true])
})

test('a waiver that covers nothing is told, unless this run does not look', async () => {
  const elsewhere = file({ paths: ['other.yml'] })
  assert.deepEqual((await applied(elsewhere)).told, ['warning waiver-unused:2'])
  assert.deepEqual((await applied(elsewhere, {}, [result()], { covers: () => false })).told, [])
})

const scopes: readonly (readonly [Change, Parameters<typeof result>[0], boolean])[] = [
  [{}, {}, true],
  [{ requirement: 'pipeline.*' }, {}, true],
  [{ requirement: 'pipeline.*' }, { requirement: 'approvals.production' }, false],
  [{ paths: ['deploy.yml'] }, {}, true],
  [{ paths: ['./deploy.yml'] }, {}, true],
  [{ paths: ['ci'] }, { place: { file: 'ci/deploy.yml' } }, true],
  [{ paths: ['ci/**', '*.yml'] }, {}, true],
  [{ paths: ['ci/**'] }, {}, false],
  [{ paths: ['**'] }, { place: { file: '', setting: 'environment production' } }, false],
  [{ places: ['0123456789ab'] }, {}, true],
  [{ places: ['0123456789AB'] }, {}, true],
  [{ places: ['0123456789a'] }, {}, false],
  [{ places: ['0123456789ac'] }, {}, false],
  [{ places: ['environment production'] }, { place: { file: '', setting: 'environment production' } }, true],
  [{ environments: ['production'] }, { subject: subject('production') }, true],
  [{ environments: ['production'] }, { subject: subject('prod-eu') }, true],
  [{ environments: ['prod-*'] }, { subject: subject('prod-eu') }, true],
  [{ environments: ['staging'] }, { subject: subject('demo') }, true],
  [{ environments: ['production'] }, { subject: subject('staging') }, false],
  [{ environments: ['production'] }, { subject: subject('') }, false],
  [{ environments: ['*'] }, { subject: subject('') }, false],
  [{ components: ['shop'] }, { subject: subject('', 'shop') }, true],
  [{ components: ['sh*'] }, { subject: subject('', 'shop') }, true],
  [{ components: ['*'] }, { subject: subject('') }, false],
  [{ paths: ['deploy.yml'], environments: ['production'] }, { subject: subject('staging') }, false],
]

function subject(environment: string, component = '') {
  return { kind: 'deployment', id: 'ship', component, environment }
}

for (const [scope, change, isCovered] of scopes) {
  test(`scope ${JSON.stringify(scope)} ${isCovered ? 'covers' : 'does not cover'} ${JSON.stringify(change)}`, async () => {
    assert.deepEqual(suppressed(await applied(file(scope), {}, [result(change)])), [isCovered])
  })
}

const policies: readonly (readonly [Partial<Policy>, Change, string | undefined])[] = [
  [{ localWaivers: 'forbid' }, {}, 'error waiver-forbidden:2'],
  [{ maxWaiverDays: 181 }, {}, undefined],
  [{ maxWaiverDays: 180 }, {}, 'error waiver-too-long:2'],
  [{ selfApproval: 'forbid' }, {}, undefined],
  [{}, { approver: 'Team Shop' }, undefined],
  [{ selfApproval: 'forbid' }, { approver: '@team  shop ' }, 'error waiver-self-approved:2'],
]

for (const [policy, change, expected] of policies) {
  test(`policy ${JSON.stringify(policy)}, waiver ${JSON.stringify(change)}: ${expected ?? 'holds'}`, async () => {
    const accepted = await applied(file(change), policy)
    assert.deepEqual(accepted.told, expected ? [expected] : [])
    assert.deepEqual(suppressed(accepted), [expected === undefined])
  })
}

test('one person is known by other spellings', () => {
  assert.ok(samePerson('@Ada', 'ada'))
  assert.ok(samePerson('Ada  Lovelace', 'ada lovelace'))
  assert.ok(!samePerson('Ada', 'Grace'))
})

test('whatever is done to one field, a waiver that is not right covers nothing', async () => {
  const random = seeded(7)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const junk = [
    null,
    '',
    ' ',
    0,
    1.5,
    true,
    [],
    {},
    ['x'],
    { a: 1 },
    '9999-99-99',
    '2026-13-01',
    '26-11-01',
    '\u0000',
    '---',
    '0000-00-00',
    Number.NaN,
  ]
  for (let i = 0; i < 400; i++) {
    const key = pick(Object.keys(good))
    const value = pick(junk)
    if (key === 'ticket' && typeof value === 'number') continue
    const entry: Record<string, unknown> = { ...good, [key]: value }
    if (random() < 0.3) delete entry[key]
    if (random() < 0.2) entry[pick(['path', 'scope', 'Owner', 'until'])] = 'x'
    // a word is a right owner, reason and ticket
    if (typeof entry[key] === 'string' && /[\p{L}\p{N}]/u.test(entry[key]) && !/requirement|created|expires/.test(key))
      continue
    const accepted = await applied(stringify({ waivers: [entry] }))
    assert.deepEqual(suppressed(accepted), [false], JSON.stringify(entry))
    assert.ok(
      accepted.remarks.some(({ severity }) => severity === 'error'),
      JSON.stringify(entry),
    )
  }
})

test('whatever is cut from a file or thrown into it, nothing throws, and what is covered names every field', async () => {
  const random = seeded(11)
  const whole = file({ paths: ['deploy.yml'] })
  for (let i = 0; i < 300; i++) {
    const at = Math.floor(random() * whole.length)
    const noise = ['', ':', '\t', '"', '- ', '\n', '&a ', '*a', '<<: ', '{', '!!binary ', '#'][
      Math.floor(random() * 12)
    ]
    const content = whole.slice(0, at) + noise + whole.slice(at + Math.floor(random() * 4))
    const { results } = await applied(content)
    for (const { suppression } of results) {
      if (!suppression) continue
      const { owner, approver, reason, ticket, created, expires } = suppression
      for (const one of [owner, approver, reason, ticket, created, expires])
        assert.match(one ?? '', /[\p{L}\p{N}]/u, content)
      assert.ok((created as string) <= '2026-11-23' && (expires as string) >= '2026-11-23', content)
    }
  }
})

test('the work is bounded: thousands of waivers over thousands of results', { timeout: 60_000 }, async () => {
  const many = Array.from({ length: 1500 }, (_, i) => ({ ...good, paths: [`folder-${i}/**`] }))
  const results = Array.from({ length: 1000 }, (_, i) => result({ place: { file: `folder-${i}/a.yml` } }))
  const accepted = await applied(stringify({ waivers: many }), {}, results)
  assert.equal(suppressed(accepted).filter(Boolean).length, 1000)
})
