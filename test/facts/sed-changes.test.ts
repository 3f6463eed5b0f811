import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sedChanges } from '../../src/facts/pipeline/commands/special/sed-changes.ts'

function after(script: string, line: string, isExtended = false): string {
  return sedChanges(script, isExtended).reduce(
    (text, { pattern, replacement }) => text.replace(new RegExp(pattern, 'g'), replacement),
    line,
  )
}

const line = 'image: acme/shop:latest'

for (const [script, wanted] of [
  ['s|image: .*|image: acme/shop:$TAG|g', 'image: acme/shop:$TAG'],
  ['s/:latest/:${{ github.sha }}/', 'image: acme/shop:${{ github.sha }}'],
  // what stands in an expression parts nothing
  ["s|latest|${{ github.ref_name || 'x' }}|", "image: acme/shop:${{ github.ref_name || 'x' }}"],
  ['s#acme\\/shop:[a-z]*#${IMAGE}#', 'image: ${IMAGE}'],
  ['s/\\(shop:\\).*/\\1${TAG}/', 'image: acme/shop:${TAG}'],
  ['s/shop/&-eu/; s/latest/v1/', 'image: acme/shop-eu:v1'],
  ['s,acme/shop,registry.example/acme/shop,', 'image: registry.example/acme/shop:latest'],
  ['s/latest/v1\\nimagePullPolicy: Always/', 'image: acme/shop:v1\nimagePullPolicy: Always'],
  ['s/image:[[:space:]]*acme.*/image: x:1/', 'image: x:1'],
  // signs that basic expressions take as they are
  ['s/late+st/x/', line],
  ['s/$(tag)/x/', line],
  // an address: not every line is meant
  ['/shop/s/latest/v1/', line],
  // beyond what is read
  ['s/\\(a*\\)*b/x/', line],
  ['s/.*.*.*.*b/x/', line],
  ['d', line],
  ['s/unfinished', line],
] as const) {
  test(`sed ${script}`, () => assert.equal(after(script, line), wanted))
}

test('sed -E has groups without backslashes', () => {
  assert.equal(after('s/(shop):.+/\\1:$TAG/', line, true), 'image: acme/shop:$TAG')
  assert.equal(after('s/(latest|stable)/x/', line, true), line)
})
