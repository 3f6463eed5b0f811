import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commit, git } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'
import { cornerShop, day, id, shop, waiver, workflow } from './support/shop.ts'

const json = ['check', '--format', 'json', ...day]
const file = '.assay/baseline.txt'

interface Report {
  readonly baseline?: {
    readonly new: number
    readonly known: number
    readonly fixed: readonly string[]
    readonly unjudged: readonly string[]
  }
  readonly results: readonly {
    readonly verdict: string
    readonly fingerprint: string
    readonly baselineState?: string
  }[]
  readonly remarks: readonly { readonly code: string; readonly message: string; readonly unusable?: boolean }[]
}

const read = (folder: string, name = file) => readFileSync(join(folder, name), 'utf8')
const standing = (stdout: string) => {
  const { baseline } = JSON.parse(stdout) as Report
  return [baseline?.new, baseline?.known, baseline?.fixed.length]
}

/** The debt of the shop, accepted on its first day. */
function withDebt(): { readonly folder: string; readonly count: number } {
  const folder = cornerShop()
  const [written] = assay(folder, ['baseline', 'write', ...day])
  assert.equal(written!.code, 0, written!.stderr)
  return {
    folder,
    count: read(folder)
      .split('\n')
      .filter((line) => line && !line.startsWith('#')).length,
  }
}

test('the first day: the debt is accepted and stays in sight, and the gate is green', () => {
  const { folder, count } = withDebt()
  const [plain, gated] = assay(folder, ['check', '-q', ...day], [...json, '--baseline'])
  assert.equal(plain!.code, 1)
  assert.equal(gated!.code, 0)
  assert.deepEqual(standing(gated!.stdout), [0, count, 0])
  assert.ok(
    (JSON.parse(gated!.stdout) as Report).results.some(({ verdict }) => verdict === 'fail'),
    'fails stay fails',
  )
})

test('written again, no byte changes, on another day either', () => {
  const { folder } = withDebt()
  const before = read(folder)
  assay(folder, ['baseline', 'write', '--as-of', '2027-01-01'], ['baseline', 'update', '--as-of', '2027-01-01'])
  assert.equal(read(folder), before)
})

test('fifty lines above and a renamed file change nothing; another value is new', () => {
  const { folder, count } = withDebt()
  const workflows = join(folder, '.github/workflows')
  for (const path of files(folder).filter((path) => /\.ya?ml$|Dockerfile$/.test(path))) {
    writeFileSync(path, '# a remark\n'.repeat(50) + readFileSync(path, 'utf8'))
  }
  renameSync(join(workflows, 'deploy.yml'), join(workflows, 'ship.yml'))
  const [moved] = assay(folder, [...json, '--baseline'])
  assert.deepEqual(standing(moved!.stdout), [0, count, 0])
  const dockerfile = join(folder, 'Dockerfile')
  writeFileSync(dockerfile, readFileSync(dockerfile, 'utf8').replace('node:latest', 'debian:latest'))
  const [other] = assay(folder, [...json, '--baseline'])
  assert.equal(other!.code, 0, 'what is new is a warning')
  const [fresh, known, fixed = 0] = standing(other!.stdout)
  assert.ok((fresh ?? 0) >= 2 && fixed >= 2)
  assert.equal(known, count - fixed)
  const [strict] = assay(folder, [...json, '--baseline', '--fail-on', 'warning'])
  assert.equal(strict!.code, 1)
})

test('prune drops what is fixed and accepts nothing, update accepts what is new, write does neither over a list that differs', () => {
  const { folder, count } = withDebt()
  const dockerfile = join(folder, 'Dockerfile')
  writeFileSync(dockerfile, readFileSync(dockerfile, 'utf8').replace('node:latest', 'debian:latest'))
  const [diff, write, prune, again, update, after] = assay(
    folder,
    ...['diff', 'write', 'prune', 'diff', 'update', 'diff'].map((action) => ['baseline', action, ...day]),
  )
  assert.equal(diff!.code, 1)
  assert.match(diff!.stdout, /^\+ containers\.base-image Dockerfile: .*debian:latest/m)
  assert.match(diff!.stdout, /^- containers\.base-image Dockerfile: .*node:latest/m)
  const [, fresh = 0, known = 0, fixed = 0] =
    /: (\d+) new, (\d+) known, (\d+) fixed$/m.exec(diff!.stdout)?.map(Number) ?? []
  assert.ok(fresh >= 2 && fixed >= 2)
  assert.equal(known, count - fixed)
  assert.equal(write!.code, 2)
  assert.match(write!.stderr, /exists and differs \(\d+ new and \d+ fixed\)/)
  assert.match(prune!.stdout, new RegExp(`: ${known} accepted \\(0 new\\), ${fixed} fixed dropped`))
  assert.match(again!.stdout, new RegExp(`: ${fresh} new, ${known} known, 0 fixed$`, 'm'))
  assert.match(update!.stdout, new RegExp(`: ${known + fresh} accepted \\(${fresh} new\\), 0 fixed dropped`))
  assert.equal(after!.code, 0)
})

test('assay.yaml can name it; a partial run calls nothing fixed that it did not look at', () => {
  const { folder } = withDebt()
  renameSync(join(folder, file), join(folder, 'debt.txt'))
  const settings = join(folder, 'assay.yaml')
  const before = existsSync(settings) ? readFileSync(settings, 'utf8') : ''
  writeFileSync(settings, `${before}\nbaseline: debt.txt\n`)
  const [whole, part] = assay(folder, json, [...json, '--only', 'pipeline.*'])
  assert.equal(whole!.code, 0)
  assert.equal(standing(part!.stdout)[2], 0)
})

test('one that other rules made says so', () => {
  const { folder } = withDebt()
  writeFileSync(
    join(folder, file),
    read(folder).replace(/made by Assay \S+ · rules \S+/, 'made by Assay 0.0.9 · rules 0123456789ab'),
  )
  const [checked] = assay(folder, [...json, '--baseline'])
  assert.equal(checked!.code, 0)
  const [remark] = (JSON.parse(checked!.stdout) as Report).remarks
  assert.match(remark!.message, /^the baseline was made with Assay 0\.0\.9 \(this is /)
})

test('nothing is written or called fixed while evidence cannot be read', () => {
  const { folder } = withDebt()
  writeFileSync(join(folder, '.github/workflows/broken.yml'), 'on: [\n')
  const before = read(folder)
  const outcomes = assay(folder, ...['update', 'prune', 'diff'].map((action) => ['baseline', action, ...day]))
  for (const { code, stderr } of outcomes) {
    assert.equal(code, 2)
    assert.match(stderr, /mend this first: \.github\/workflows\/broken\.yml/)
  }
  assert.equal(read(folder), before)
})

test('a word that is no action is told with the nearest', () => {
  const [outcome] = assay(folderOf({}), ['baseline', 'updat'])
  assert.equal(outcome!.code, 2)
  assert.match(outcome!.stderr, /did you mean "update"/)
})

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

test('a baseline may be kept anywhere the caller says', () => {
  const { folder, count } = withDebt()
  const kept = join(folderOf({}), 'debt of the shop.txt')
  renameSync(join(folder, file), kept)
  rmSync(join(folder, '.assay'), { recursive: true })
  const [checked] = assay(folder, [...json, '--baseline', kept])
  assert.deepEqual(standing(checked!.stdout), [0, count, 0])
})

test('what an exception covers is not fixed: it is told apart, and leaves the baseline, so that its end is not missed', () => {
  const { folder, count } = withDebt()
  const [first] = assay(folder, json)
  const { requirement } = (
    JSON.parse(first!.stdout) as { results: { verdict: string; requirement: string }[] }
  ).results.find(({ verdict }) => verdict === 'fail')!
  const waiver = `{requirement: ${requirement}, owner: A, approver: B, reason: until then, ticket: T-1, created: 2026-11-01, expires: 2026-12-31}`
  writeFileSync(join(folder, '.assay/waivers.yaml'), `waivers: [${waiver}]\n`)
  const [gated, diff, write] = assay(
    folder,
    [...json, '--baseline'],
    ['baseline', 'diff', ...day],
    ['baseline', 'write', ...day],
  )
  const [fresh, known = 0, fixed] = standing(gated!.stdout)
  assert.deepEqual([fresh, fixed], [0, 0])
  assert.ok(known < count)
  assert.match(diff!.stdout, new RegExp(`^~ ${requirement} `, 'm'))
  assert.match(diff!.stdout, new RegExp(`0 new, ${known} known, 0 fixed, ${count - known} excepted$`, 'm'))
  assert.match(write!.stderr, /exists and differs \(0 new and 0 fixed, \d+ excepted\)/)
  const [pruned, over] = assay(
    folder,
    ['baseline', 'prune', ...day],
    ['check', '--format', 'json', '--baseline', '--as-of', '2027-01-01'],
  )
  assert.match(pruned!.stdout, new RegExp(`${known} accepted \\(0 new\\), 0 fixed, ${count - known} excepted dropped`))
  assert.deepEqual([over!.code, standing(over!.stdout)[0]], [1, count - known])
})

test('a waiver that is over is not laundered: no baseline accepts what it covered, nor knows it from before', () => {
  const over = waiver.replace('2027-01-31', '2026-11-22')
  const folder = folderOf({ ...shop, '.assay/waivers.yaml': over })
  const [written] = assay(folder, ['baseline', 'write', ...day])
  assert.equal(written!.code, 0, written!.stderr)
  assert.match(written!.stdout, /^1 fail is not accepted, since a waiver for it is over: mend/m)
  assert.doesNotMatch(read(folder), new RegExp(`^${id}\t`, 'm'))
  const [checked, diff, again] = assay(
    folder,
    [...json, '--baseline'],
    ['baseline', 'diff', ...day],
    ['baseline', 'write', ...day],
  )
  assert.deepEqual([checked!.code, standing(checked!.stdout)[0]], [1, 1])
  assert.equal(diff!.code, 1)
  assert.match(diff!.stdout, new RegExp(`^! ${id} .*its waiver ended on 2026-11-22`, 'm'))
  assert.match(again!.stdout, /stays as it is/)

  const before = folderOf(shop)
  assay(before, ['baseline', 'write', ...day])
  assert.match(read(before), new RegExp(`^${id}\t`, 'm'))
  writeFileSync(join(before, '.assay/waivers.yaml'), over)
  assert.equal(assay(before, [...json, '--baseline'])[0]!.code, 1)
})

test('what cannot be seen without the forge stays in the baseline, and is not called fixed', () => {
  const folder = folderOf(shop)
  const which = 'environments.production'
  assay(folder, ['baseline', 'write', ...day])
  const line = [which, workflow, '0123456789abcdef0123', 'nobody reviews production'].join('\t')
  const gone = ['manual-steps.ssh', workflow, '0123456789abcdef0124', 'what is no fail'].join('\t')
  writeFileSync(join(folder, file), `${read(folder)}${line}\n${gone}\n`)
  const [checked, diff, updated, pruned] = assay(
    folder,
    [...json, '--baseline'],
    ['baseline', 'diff', ...day],
    ['baseline', 'update', ...day],
    ['baseline', 'prune', ...day],
  )
  assert.equal(standing(checked!.stdout)[2], 1)
  assert.match(diff!.stdout, new RegExp(`^\\? ${which} .*nobody reviews`, 'm'))
  assert.match(diff!.stdout, /1 fixed, 1 not found any more, but not judged$/m)
  assert.match(updated!.stdout, /1 fixed dropped\n1 of these is not seen in this run and stays: it takes --forge/)
  assert.match(pruned!.stdout, /stays as it is/)
  assert.ok(read(folder).includes(line))
  assert.ok(!read(folder).includes(gone))
})

test('a link that leads out of the folder is neither read nor written through', () => {
  for (const through of ['.assay', file]) {
    const outside = folderOf({ 'baseline.txt': 'not ours\n' })
    const folder = folderOf(shop)
    if (through === file) mkdirSync(join(folder, '.assay'))
    symlinkSync(through === file ? join(outside, 'baseline.txt') : outside, join(folder, through))
    const outcomes = assay(
      folder,
      ['baseline', 'write', ...day],
      ['baseline', 'update', ...day],
      [
        'waive',
        id,
        '--owner',
        'A',
        '--approver',
        'B',
        '--reason',
        'c',
        '--ticket',
        'd',
        '--expires',
        '2026-12-01',
        ...day,
      ],
      ['init'],
    )
    for (const [i, { code, stderr }] of outcomes.entries()) {
      if (through === file && i === 2) continue
      assert.equal(code, 2, `${through} ${i}`)
      assert.match(stderr, /lies outside the folder, by a link that is not followed|mend this first/)
    }
    assert.deepEqual(readdirSync(outside), ['baseline.txt'])
    assert.equal(readFileSync(join(outside, 'baseline.txt'), 'utf8'), 'not ours\n')
  }
})

test('what only the tags tell is not called fixed in a clone that has none of them', () => {
  const folder = folderOf({
    'package.json': '{"name": "orders", "version": "1.4.0", "private": true}\n',
    'assay.yaml': 'deploys: false\n',
  })
  git(folder, ['init', '-q', '-b', 'main'])
  git(folder, ['add', '.'])
  git(folder, ['commit', '-q', '-m', 'orders'])
  git(folder, ['tag', 'v1.4.0'])
  assert.equal(assay(folder, ['baseline', 'write', ...day])[0]!.code, 0)
  assert.match(
    read(folder),
    /documentation\.release-notes\t-\t\w+\tthere is a version tag, and there are no release notes/,
  )
  git(folder, ['clone', '-q', '--depth=1', '--no-tags', `file://${folder}`, 'shallow'])
  const shallow = join(folder, 'shallow')
  mkdirSync(join(shallow, '.assay'))
  writeFileSync(join(shallow, file), read(folder))
  const [diff] = assay(shallow, ['baseline', 'diff', ...day])
  assert.match(diff!.stdout, / 0 new, \d known, 0 fixed, [1-9]\d* not found any more, but not judged\n/)
})

test('what became unknown, or was left out, is not called fixed: it stays, and is told apart', () => {
  const { folder, count } = withDebt()
  const path = join(folder, workflow)
  const hidden = readFileSync(path, 'utf8').replace(
    '  production:\n',
    '  elsewhere:\n    needs: image\n    uses: other/pipelines/.github/workflows/checks.yml@v1\n  production:\n',
  )
  const settings = 'not-applicable: {status-page.normal: nobody looks at one}\n'
  writeFileSync(
    path,
    hidden.replace(
      "needs: [image, staging]\n    if: always() && needs.image.result == 'success'",
      'needs: [image, staging, elsewhere]',
    ),
  )
  writeFileSync(join(folder, 'assay.yaml'), settings)
  const before = read(folder)
  assert.match(before, /^status-page\.normal\t/m)
  assert.match(before, /^pipeline\.security-scan\t/m)
  const [checked, diff, pruned, terminal] = assay(
    folder,
    [...json, '--baseline'],
    ['baseline', 'diff', ...day],
    ['baseline', 'prune', ...day],
    ['check', '--baseline', ...day],
  )
  const { baseline } = JSON.parse(checked!.stdout) as Report
  const open = baseline!.unjudged
  assert.deepEqual(
    baseline!.fixed.map((line) => line.split(' ', 1)[0]),
    ['pipeline.staging-deploy'],
  )
  assert.ok(open.some((line) => line.startsWith('pipeline.security-scan ')))
  assert.ok(open.some((line) => line.startsWith('status-page.normal ')))
  assert.equal(baseline!.known + open.length, count - 1)
  assert.match(diff!.stdout, /^\? pipeline\.security-scan /m)
  assert.match(diff!.stdout, new RegExp(`1 fixed, ${open.length} not found any more, but not judged$`, 'm'))
  assert.match(diff!.stdout, /stay, since what their requirements ask for is unknown now \(/)
  assert.match(
    diff!.stdout,
    /^1 of these is not found any more and stays, since assay\.yaml leaves it out .*status-page\.normal/m,
  )
  assert.match(pruned!.stdout, new RegExp(`: ${count - 1} accepted \\(0 new\\), 1 fixed dropped`))
  assert.equal(read(folder), before.replace(/^pipeline\.staging-deploy\t.*\n/m, ''))
  assert.match(terminal!.stdout.replace(/\s+/g, ' '), new RegExp(`${open.length} not found any more, but not judged`))
})

test('what the profile does not ask for is not counted: the sums are those of the findings in the report', () => {
  const { folder, count } = withDebt()
  const [held] = read(folder).split('\n')
  writeFileSync(join(folder, 'empty.txt'), `${held}\n`)
  for (const level of ['bronze', 'silver']) {
    const [accepted, none] = assay(
      folder,
      [...json, '--baseline', '--profile', level],
      [...json, '--baseline', 'empty.txt', '--profile', level],
    )
    const { results } = JSON.parse(accepted!.stdout) as Report
    const known = results.filter(({ baselineState }) => baselineState === 'unchanged').length
    assert.ok(known > 0 && known < count)
    assert.deepEqual(standing(accepted!.stdout), [0, known, 0])
    assert.deepEqual(standing(none!.stdout), [known, 0, 0])
  }
})

test('what a release left behind is not called fixed: it is told apart, and prune drops it', () => {
  const folder = folderOf({})
  const drop = (table: string) => `ALTER TABLE ${table} DROP COLUMN total;\n`
  commit(folder, { 'db/migrations/V1__basket.sql': 'CREATE TABLE basket (total int);\n' }, '2026-03-01T10:00:00Z')
  git(folder, ['tag', 'v1.0.0'])
  commit(folder, { 'db/migrations/V2__basket.sql': drop('basket') }, '2026-04-01T10:00:00Z')
  const [written] = assay(folder, ['baseline', 'write', ...day])
  assert.equal(written!.code, 0, written!.stderr)
  assert.match(read(folder), /^rollback\.data\tdb\/migrations\/V2__basket\.sql\t/m)
  git(folder, ['tag', 'v1.1.0'])
  commit(folder, { 'db/migrations/V3__order.sql': drop('orders') }, '2026-05-01T10:00:00Z')
  const [checked, diff, pruned] = assay(
    folder,
    [...json, '--baseline'],
    ['baseline', 'diff', ...day],
    ['baseline', 'prune', ...day],
  )
  const { baseline } = JSON.parse(checked!.stdout) as Report
  assert.ok(!baseline!.fixed.some((line) => line.startsWith('rollback.data ')))
  assert.ok(baseline!.unjudged.some((line) => line.startsWith('rollback.data db/migrations/V2__basket.sql')))
  assert.match(diff!.stdout, /^\? rollback\.data db\/migrations\/V2__basket\.sql/m)
  assert.match(diff!.stdout, /fixed, 1 not judged any more$/m)
  assert.match(diff!.stdout, /^1 of these is not judged any more, since its requirement asks only of what is recent/m)
  assert.match(pruned!.stdout, /fixed, 1 not judged any more dropped/)
  assert.doesNotMatch(read(folder), /V2__basket/)
})
