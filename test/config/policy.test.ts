import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Reach } from '../../src/config/layers.ts'
import { type Loaded, loadSettings } from '../../src/config/load.ts'
import { Text } from '../../src/documents/text.ts'
import type { Source } from '../../src/sources/source.ts'

type Files = Readonly<Record<string, string>>

/** A source of some files; what it extends is found among the files too: `rev:path` and `node_modules/…`. */
function load(files: Files, policy?: string): Promise<Loaded> {
  const paths = Object.keys(files).filter((path) => !/[:]|node_modules/.test(path))
  const source: Source = {
    kind: 'directory',
    list: async () => ({
      files: paths.map((path) => ({ path, size: 1, executable: false, link: false, tracked: true })),
      skipped: [],
      notices: [],
    }),
    read: async (path) => Buffer.from(files[path] ?? ''),
  }
  const find = async (name: string) => {
    const content = files[name]
    if (content === undefined) throw new Error(`there is no file ${name}`)
    return new Text(name, content)
  }
  const reach: Reach = {
    inside: find,
    revision: (revision, path) => find(`${revision}:${path}`),
    package: (name, path) => find(`node_modules/${name}/${path}`),
  }
  return loadSettings(source, {
    reach,
    ...(policy === undefined ? {} : { policy: { text: new Text('org.yaml', policy), reach } }),
  })
}

const attempts = ({ overrides }: Loaded) => overrides.map(({ place, message }) => `${place.file}: ${message}`)

test("what the repository says wins over its policy, map by map; the rest is the policy's", async () => {
  const { settings, at } = await load({
    'assay.yaml': 'extends: policy.yaml\nparameters: {a.b: {x: 1}}\nexclude: [mine]\n',
    'policy.yaml':
      'profile: silver\nparameters:\n  a.b: {x: 2, y: 3}\n  c.d: {z: 4}\nexclude: [theirs]\nenvironments: {demo: staging}\n',
  })
  assert.equal(settings.profile, 'silver')
  assert.deepEqual(settings.parameters, { 'a.b': { x: 1, y: 3 }, 'c.d': { z: 4 } })
  assert.deepEqual([settings.exclude, settings.environments], [['mine'], { demo: 'staging' }])
  assert.deepEqual(
    [at('parameters', 'a.b', 'x'), at('parameters', 'c.d'), at('profile')],
    ['assay.yaml:2:20', 'policy.yaml:4:3', 'policy.yaml:1:1'],
  )
})

const locks: readonly (readonly [string, string, string, readonly string[], unknown])[] = [
  [
    'a value',
    'profile: gold\npolicy: {lock: [profile]}',
    'profile: bronze',
    ['assay.yaml: profile is locked by policy.yaml and stays as "gold"; delete it here'],
    'gold',
  ],
  ['the same value is no attempt', 'profile: gold\npolicy: {lock: [profile]}', 'profile: gold', [], 'gold'],
  [
    'what nobody says',
    'policy: {lock: [profile]}',
    'profile: bronze',
    ['assay.yaml: profile is locked by policy.yaml and stays as it is by default; delete it here'],
    'gold',
  ],
  ['a value of another key is free', 'policy: {lock: [parameters]}', 'profile: bronze', [], 'bronze'],
]

for (const [what, policy, own, expected, profile] of locks) {
  test(`a lock holds: ${what}`, async () => {
    const loaded = await load({ 'assay.yaml': `extends: policy.yaml\n${own}\n`, 'policy.yaml': policy })
    assert.deepEqual([attempts(loaded), loaded.settings.profile], [expected, profile])
  })
}

test('a lock holds one parameter by its dots, or all below a key, and lists as a whole', async () => {
  const own = 'parameters: {a.b: {x: 1, y: 1}, c.d: {z: 1}}\nexclude: [src/**]\nnot-applicable: {e.f: because}\n'
  const policy =
    'parameters: {a.b: {x: 9}}\npolicy: {lock: [parameters.a.b.x, parameters.c.d, exclude, not-applicable]}\n'
  const loaded = await load({ 'assay.yaml': `extends: policy.yaml\n${own}`, 'policy.yaml': policy })
  assert.deepEqual(loaded.settings.parameters, { 'a.b': { x: 9, y: 1 }, 'c.d': {} })
  assert.deepEqual([loaded.settings.exclude, loaded.settings.notApplicable], [[], {}])
  assert.deepEqual(
    attempts(loaded).map((one) => one.split(' ')[1]),
    ['parameters.a.b.x', 'parameters.c.d.z', 'exclude', 'not-applicable.e.f'],
  )
})

test('a policy above a policy binds both, and the strictest demands count', async () => {
  const loaded = await load({
    'assay.yaml': 'extends: team.yaml\n',
    'team.yaml':
      'extends: "@acme/policy"\nprofile: bronze\npolicy: {max-waiver-days: 90, self-approval: allow, inline-ignores: forbid}\n',
    'node_modules/@acme/policy/policy.yaml':
      'extends: base.yaml\nprofile: silver\npolicy: {lock: [profile], max-waiver-days: 30, self-approval: forbid}\n',
    'base.yaml': 'never: read',
    'node_modules/@acme/policy/base.yaml': 'policy: {local-waivers: forbid}\n',
  }).catch((error: Error) => error)
  // the reach of these tests finds a package's files by their own names only
  if (loaded instanceof Error) return assert.fail(loaded.message)
  assert.deepEqual(loaded.policy, {
    localWaivers: 'forbid',
    maxWaiverDays: 30,
    selfApproval: 'forbid',
    inlineIgnores: 'forbid',
  })
  assert.equal(loaded.settings.profile, 'silver')
  assert.deepEqual(
    attempts(loaded).map((one) => one.split(' ')[0]),
    ['team.yaml:'],
  )
})

test("the caller's policy is above all others", async () => {
  const loaded = await load(
    { 'assay.yaml': 'extends: p.yaml\nprofile: bronze\n', 'p.yaml': 'profile: silver\n' },
    'profile: gold\npolicy: {lock: [profile]}\n',
  )
  assert.deepEqual([loaded.settings.profile, attempts(loaded).length], ['gold', 2])
  const alone = await load({}, 'profile: silver\n')
  assert.equal(alone.settings.profile, 'silver')
})

const broken: Readonly<Record<string, readonly [Files, RegExp]>> = {
  'a circle': [
    { 'assay.yaml': 'extends: a.yaml', 'a.yaml': 'extends: b.yaml', 'b.yaml': 'extends: a.yaml' },
    /^b\.yaml:1:10: policies extend one another in a circle: assay\.yaml → a\.yaml → b\.yaml → a\.yaml$/,
  ],
  'an address': [
    { 'assay.yaml': 'extends: https://acme.example/policy.yaml' },
    /assay\.yaml:1:10: nothing is fetched; .*git:<revision>:<path>/,
  ],
  'a revision as git writes it': [
    { 'assay.yaml': 'extends: main:policy.yaml' },
    /assay\.yaml:1:10: "main:policy\.yaml" is no path; write a policy in git as git:main:policy\.yaml/,
  ],
  itself: [{ 'assay.yaml': 'extends: assay.yaml' }, /circle: assay\.yaml → assay\.yaml/],
  'a missing file': [
    { 'assay.yaml': 'profile: gold\nextends: p.yaml' },
    /^assay\.yaml:2:10: there is no file p\.yaml$/,
  ],
  'a path that leads out': [
    { 'assay.yaml': 'extends: ../p.yaml' },
    /leads out of the repository; whoever runs Assay can name such a file with --policy/,
  ],
  'an absolute path': [{ 'assay.yaml': 'extends: /etc/p.yaml' }, /leads out of the repository/],
  'a path of a revision that leads out': [{ 'assay.yaml': 'extends: git:main:../p.yaml' }, /leads out/],
  'a path of a package that leads out': [{ 'assay.yaml': 'extends: "@acme/p/../../x.yaml"' }, /leads out/],
  'a revision without a path': [
    { 'assay.yaml': 'extends: git:main' },
    /write a policy in git as git:<revision>:<path>/,
  ],
  'a package that is not here': [
    { 'assay.yaml': 'extends: acme-policy' },
    /^assay\.yaml:1:10: there is no file node_modules\/acme-policy\/policy\.yaml/,
  ],
  'no name of a package': [{ 'assay.yaml': 'extends: "@acme"' }, /is no name of a package/],
  'a policy with a mistake': [
    { 'assay.yaml': 'extends: p.yaml', 'p.yaml': 'policy:\n  lok: [profile]' },
    /^p\.yaml:2:3: unknown key "lok"; did you mean "lock"/,
  ],
  'a policy in assay.yaml': [{ 'assay.yaml': 'policy: {lock: [profile]}' }, /unknown key "policy"/],
  'a policy with a path that leads out': [
    { 'assay.yaml': 'extends: p.yaml', 'p.yaml': 'baseline: ../b.txt' },
    /^p\.yaml:1:11: .*leads out/,
  ],
  'more than anybody has': [
    Object.fromEntries(
      Array.from({ length: 13 }, (_, i) => [i ? `p${i}.yaml` : 'assay.yaml', `extends: p${i + 1}.yaml`]),
    ),
    /more than 10 times/,
  ],
}

for (const [what, [files, message]] of Object.entries(broken)) {
  test(`an error with its place: ${what}`, async () => {
    await assert.rejects(load(files), (error: Error) => {
      assert.equal(error.name, 'ConfigurationError')
      assert.match(error.message, message)
      return true
    })
  })
}

test('a revision that is at hand', async () => {
  const { settings } = await load({
    'assay.yaml': 'extends: git:origin/main:policy/org.yaml',
    'origin/main:policy/org.yaml': 'extends: policy/base.yaml',
    'origin/main:policy/base.yaml': 'profile: bronze',
  })
  assert.equal(settings.profile, 'bronze')
})
