import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demanded } from '../../src/facts/image/policies.ts'
import type { AdmissionPolicy } from '../../src/facts/schema/artifact.ts'

const policy = (images: readonly string[], everywhere = true) => ({ images, everywhere }) as unknown as AdmissionPolicy

for (const [patterns, name, expected] of [
  [[], 'ghcr.io/acme/shop:1', true],
  [['*'], 'ghcr.io/acme/shop:1', true],
  [['ghcr.io/acme/*'], 'ghcr.io/acme/shop:1', true],
  [['ghcr.io/acme/**'], 'ghcr.io/acme/web/shop:${GITHUB_SHA}', true],
  [['ghcr.io/acme/shop'], 'ghcr.io/acme/shop@sha256:0', true],
  [['ghcr.io/acme/shop:v*'], 'ghcr.io/acme/shop:$TAG', true],
  [['ghcr.io/kyverno/test*'], 'ghcr.io/acme/shop:1', false],
  [['ghcr.io/kyverno/test*'], 'ghcr.io/acme/shop:$TAG', false],
  [['ghcr.io/kyverno/test*', '*/acme/*'], 'ghcr.io/acme/shop:1', true],
  // whose image that is stands in a variable, or the registry has several names
  [['ghcr.io/kyverno/test*'], '$REGISTRY/shop:1', true],
  [['index.docker.io/acme/*'], 'acme/shop:1', true],
  [['{{ .Values.images }}'], 'ghcr.io/acme/shop:1', true],
] as const)
  test(`a policy on ${patterns.join() || 'all images'} ${expected ? 'may speak' : 'speaks not'} of ${name}`, () => {
    assert.equal(demanded([policy(patterns)], [name]), expected)
  })

test('a policy that only reports demands nothing', () => {
  assert.equal(demanded([policy([], false)], ['ghcr.io/acme/shop:1']), false)
  assert.equal(demanded([], ['ghcr.io/acme/shop:1']), false)
})
