import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text } from '../../src/documents/text.ts'
import { imagesByLines } from '../../src/facts/image/manifest-lines.ts'

const head =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n  namespace: staging\nspec:\n  template:\n    spec:\n      containers:\n'
const images = (content: string) =>
  imagesByLines(new Text('k.yaml', content))?.map(({ reference, start, end, namespace }) => {
    assert.equal(content.slice(start, end), reference)
    return [reference, namespace]
  })

test('images of plain manifests are read from their lines, each document with its namespace', () => {
  const content = `${head}        - name: shop\n          image: "ghcr.io/acme/shop:v1" # ours\n---\nkind: Service\nmetadata: {name: x}\n---\r\n${head.replace('staging', 'production').replaceAll('\n', '\r\n')}        - image: redis:7\r\n`
  assert.deepEqual(images(content), [
    ['ghcr.io/acme/shop:v1', 'staging'],
    ['redis:7', 'production'],
  ])
})

test('a text block hides nothing and adds nothing', () => {
  const block = '          args:\n            - |\n              image: c\n'
  const content = `${head}        - name: a\n          image: b:1\n${block}        - image: d\n`
  assert.deepEqual(images(content), [
    ['b:1', 'staging'],
    ['d', 'staging'],
  ])
})

test('an object that runs nothing has no image, whatever its text says', () => {
  assert.deepEqual(images('kind: ConfigMap\ndata:\n  image: no\n'), [])
})

for (const [what, content] of [
  ['flow style', `${head}        - {name: a, image: b}\n`],
  ['an anchor', `${head}        - name: a\n          image: &tag b:1\n`],
  ['a merge', `${head}        - <<: *base\n          image: b\n`],
  ['a list of objects', 'kind: List\nitems:\n  - kind: Pod\n    spec:\n      containers:\n        - image: a\n'],
  ['a template', `${head}        - image: {{ .Values.image }}\n`],
  ['no kind at the left', '- kind: Pod\n  spec:\n    containers:\n      - image: a\n'],
] as const) {
  test(`${what} is left to the parser`, () => assert.equal(images(content), undefined))
}

test('many indented lines without a namespace cost what their length costs', () => {
  const deep = Array.from({ length: 60 }, (_, i) => `        label-${i}: x\n`).join('')
  const content = `kind: Deployment\nmetadata:\n${deep}        image: r.example.org/shop:v1\n`
  // with a pattern that can split each indent, this takes longer than the age of the universe
  assert.deepEqual(
    imagesByLines(new Text('k.yaml', content))?.map(({ reference, namespace }) => [reference, namespace]),
    [['r.example.org/shop:v1', '']],
  )
})
