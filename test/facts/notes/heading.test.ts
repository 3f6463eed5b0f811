import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { findDate, isIsoDate } from '../../../src/facts/notes/date.ts'
import { cleanTitle, isUnreleased, parseReleaseHeading } from '../../../src/facts/notes/heading.ts'

/** title → version, date as written, ISO, begins with Release, SemVer */
const spellings: readonly [string, string, string, boolean, boolean, boolean][] = [
  ['[1.2.3] - 2024-01-01', '1.2.3', '2024-01-01', true, false, true],
  ['v1.2.3 (2024-01-01)', '1.2.3', '2024-01-01', true, false, true],
  ['1.2.3', '1.2.3', '', false, false, true],
  ['Release 1.2.3 - 2024-01-01', '1.2.3', '2024-01-01', true, true, true],
  ['Release v1.2.3 – 1 Jan 2024', '1.2.3', '1 Jan 2024', false, true, true],
  ['🚀 Release 1.2.3 - 2024-01-01', '1.2.3', '2024-01-01', true, true, true],
  ['1.2.3 / 2020-01-01', '1.2.3', '2020-01-01', true, false, true],
  ['Version 1.2.3', '1.2.3', '', false, false, true],
  ['1.2.3-rc.1 (2024-01-01)', '1.2.3-rc.1', '2024-01-01', true, false, true],
  ['2.0.0+build.5 - 2024-01-01', '2.0.0+build.5', '2024-01-01', true, false, true],
  ['1.2 - 2024-01-01', '1.2', '2024-01-01', true, false, false],
  ['Overview of changes in 2.7', '2.7', '', false, false, false],
  ['What’s new in 1.2.3', '1.2.3', '', false, false, true],
  ['Release 7', '7', '', false, true, false],
  ['thing 1.2.3', '1.2.3', '', false, false, true],
  ['@scope/thing@1.2.3', '1.2.3', '', false, false, true],
  ['2024-03-14', '', '2024-03-14', true, false, false],
  ['v2026.1 — 20 March 2026', '2026.1', '20 March 2026', false, false, false],
  ['Product Release Notes - May 18, 2026', '', 'May 18, 2026', false, false, false],
  ['Release 0.35.12 (2026-01-26T13:38:05)', '0.35.12', '2026-01-26T13:38:05', false, true, true],
  ['[production-2026-06-19.540] - 2026-06-19', '', '2026-06-19', true, false, false],
  ['production-2026-06-19.540 - 2026-06-19', '', '2026-06-19', true, false, false],
  ['[build-540](https://forge.example/releases/540) - 2026-06-19', '', '2026-06-19', true, false, false],
  ['Release 1.2.3 - 2024-02-30', '1.2.3', '2024-02-30', false, true, true],
]

for (const [title, version, date, iso, says, semver] of spellings) {
  test(`a release's heading: ${title}`, () => {
    const heading = parseReleaseHeading(title)
    assert.deepEqual(heading && [heading.version, heading.date, heading.isoDate, heading.saysRelease, heading.semver], [
      version,
      date,
      iso,
      says,
      semver,
    ])
  })
}

for (const title of [
  'Added',
  'Upgrading from 1.2 to 1.3',
  'Support for Node 18.1',
  '3 new features',
  'Changes in 2024',
  'How to deploy',
  '[Added] - 2026-06-19',
  'Outage of production-2 on 2026-06-19',
]) {
  test(`no release's heading: ${title}`, () => assert.equal(parseReleaseHeading(title), undefined))
}

for (const title of [
  'Unreleased',
  '[Unreleased]',
  'Next release',
  '2.0.0 (unreleased)',
  'Upcoming',
  '8.6.0-SNAPSHOT',
  'v3.15.0-dev',
  '8.6.0-SNAPSHOT (WIP)',
  '[2.0.0] - in progress',
  'v2.0.0 (not yet released)',
  '2.0.0 (TBD)',
  '2.0.0 - YYYY-MM-DD',
  '2.0.0 (2026-xx-xx)',
  '2.0.0 - 2026-11-??',
  '2.0.0 Work in progress',
  '2.0.0 - 2026-11-30 - WIP',
  '2.0.0 The ingot - in development',
]) {
  test(`not released yet: ${title}`, () => {
    assert.equal(isUnreleased(title), true)
    assert.equal(parseReleaseHeading(title), undefined)
  })
}

test('what a release is called may tell of what is under way', () => {
  for (const title of ['2.0.0 Orders in progress', '2.0.0 - A page of what is upcoming'])
    assert.equal(isUnreleased(title), false, title)
})

test('a version that is filled in later is hidden', () => {
  const heading = parseReleaseHeading('Release ${VERSION} - 2024-01-01')
  assert.ok(heading && isHidden(heading.version))
})

test('emoji, numbering and marks are taken off a title', () => {
  assert.equal(cleanTitle('✨ 1. **New Features**:'), 'New Features')
  assert.equal(cleanTitle(':bug: Bug Fixes'), 'Bug Fixes')
})

test('days that do not exist are no ISO dates', () => {
  assert.equal(isIsoDate('2024-02-29'), true)
  for (const text of ['2023-02-29', '2024-13-01', '2024-1-1', '01-01-2024']) assert.equal(isIsoDate(text), false, text)
})

test('the first day in a text is found as written', () => {
  assert.equal(findDate('on 3rd February 2024, late')?.text, '3rd February 2024')
  assert.equal(findDate('version 1.2.3'), undefined)
})
