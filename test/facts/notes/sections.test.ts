import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeContent, nameSection } from '../../../src/facts/notes/sections.ts'

for (const title of ['New Features', 'NEW FEATURES', '🎉 New features', '1. New Features:']) {
  test(`the standard's own section: ${title}`, () => {
    assert.deepEqual(nameSection(title), { name: 'New Features', standsFor: 'New Features' })
  })
}

for (const [title, standsFor] of Object.entries({
  Added: 'New Features',
  Changed: 'Improvements',
  Fixed: 'Bug Fixes',
  Removed: 'Breaking Changes',
  '⚠ BREAKING CHANGE': 'Breaking Changes',
  Migration: 'Upgrade Notes',
  'Known problems': 'Known Issues',
  Thanks: '',
})) {
  test(`another name: ${title}`, () => {
    assert.equal(nameSection(title).standsFor, standsFor)
    assert.notEqual(nameSection(title).name, standsFor)
  })
}

const contents: readonly [readonly string[], string][] = [
  [['Customers can pay by invoice.'], 'text'],
  [['None'], 'none'],
  [['none.'], 'none'],
  [['N/A'], 'none'],
  [['—'], 'none'],
  [['Nothing'], 'none'],
  [['No breaking changes'], 'none'],
  [['No known issues in this release.'], 'none'],
  [['[Feature 1]'], 'placeholder'],
  [['TODO'], 'placeholder'],
  [['TBD'], 'placeholder'],
  [['<what changed>'], 'placeholder'],
  [['Fix 2'], 'placeholder'],
  [[''], 'empty'],
  [[], 'empty'],
  [['[Feature 1]', 'Invoices'], 'text'],
  [['[#12]'], 'text'],
  [['No longer loses the second digit'], 'text'],
]
for (const [items, content] of contents) {
  test(`content of a section: ${JSON.stringify(items)}`, () => assert.equal(judgeContent(items), content))
}

test('a description in italics is a template', () => {
  assert.equal(judgeContent(['description of the change'], ['_description of the change_']), 'placeholder')
})
