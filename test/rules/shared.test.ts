import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitShared } from '../../src/rules/shared.ts'

const collections = { deployments: 1, images: 1 }

for (const [source, text, parts, joins = {}] of [
  ['it.rollsBack', 'it.rollsBack', []],
  ['it.a || images.exists(i, i.own)', 'it.a || __shared.s0', ['images.exists(i, i.own)']],
  [
    'images.exists(i, i.name == it.name)',
    '__shared.images.exists(i, i.name == it.name)',
    [],
    { images: ['name', 'name', ''] },
  ],
  [
    'it.own && images.exists(i, i.own && i.name == it.id && i.role != "a || b") && images.exists(i, i.role == it.role)',
    'it.own && __shared.images.exists(i, i.own && i.name == it.id && i.role != "a || b") && images.exists(i, i.role == it.role)',
    [],
    // what is asked of the member alone is asked once
    { images: ['name', 'id', 'it.own && it.role != "a || b"'] },
  ],
  [
    'images.exists(i, i.shape in parameters.i && i.name == it.name && i.i == it.own && i.role == "i && i" && repository.a)',
    '__shared.images.exists(i, i.shape in parameters.i && i.name == it.name && i.i == it.own && i.role == "i && i" && repository.a)',
    [],
    { images: ['name', 'name', 'it.shape in parameters.i && it.role == "i && i"'] },
  ],
  // parentheses change nothing for what stands beside them
  [
    'images.exists(i, i.name == it.name && (i.own || i.role == "(") && i.told.exists(t, t.kind == it.kind || t.own))',
    '__shared.images.exists(i, i.name == it.name && (i.own || i.role == "(") && i.told.exists(t, t.kind == it.kind || t.own))',
    [],
    { images: ['name', 'name', '(it.own || it.role == "(")'] },
  ],
  [
    'deployments.exists(d, d.own && it.id in d.images)',
    '__shared.deployments.exists(d, d.own && it.id in d.images)',
    [],
    { deployments: ['images', 'id', 'it.own'] },
  ],
  // where the equation need not hold, all members are asked
  ...[
    'images.exists(i, i.own || i.name == it.name)',
    'images.exists(i, !(i.own && i.name == it.name && i.own))',
    'images.exists(i, i.own && i.name != it.name)',
    'images.exists(i, i.own && it.name == it.id)',
    'images.exists(i, (i.own || i.name == it.name))',
    'images.exists(i, i.name == it.name ? i.own : i.role)',
    'images.all(i, i.name == it.name)',
  ].map((source) => [source, source, []] as const),
  ['images.exists(i, i.name == part)', 'images.exists(i, i.name == part)', []],
  // words in strings, fields and longer names are no subject
  [
    "images.all(i, i.name != \"it's) it\") && !deployments.exists(d, d.it == '\\')' || d.item)",
    '__shared.s0 && !__shared.s1',
    ['images.all(i, i.name != "it\'s) it")', "deployments.exists(d, d.it == '\\')' || d.item)"],
  ],
  // the outermost counts, and what depends on the subject keeps all inside
  [
    'deployments.exists(d, d.a && images.exists(i, i.own))',
    '__shared.s0',
    ['deployments.exists(d, d.a && images.exists(i, i.own))'],
  ],
  [
    'deployments.exists(d, d.a != it.a && images.exists(i, i.own == d.b)) || images.exists(i, i.own)',
    'deployments.exists(d, d.a != it.a && images.exists(i, i.own == d.b)) || __shared.s0',
    ['images.exists(i, i.own)'],
  ],
  ['it.images.exists(i, i.own)', 'it.images.exists(i, i.own)', []],
  ['"images.exists(i, i.own)" == it.a', '"images.exists(i, i.own)" == it.a', []],
  ['images.exists(i, i.own', 'images.exists(i, i.own', []],
] as readonly (readonly [string, string, readonly string[], object?])[]) {
  test(`what is asked once: ${source}`, () => {
    const split = splitShared(source, collections)
    const found = [...split.joins].map(([name, { field, of, own }]) => [name, [field, of, own]])
    assert.deepEqual({ ...split, joins: Object.fromEntries(found) }, { text, parts, joins })
  })
}
