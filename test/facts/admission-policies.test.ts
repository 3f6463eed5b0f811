import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { repositoryOf } from '../support/repository.ts'

const kyverno = (kind: string, action: string) =>
  `kind: ${kind}\nmetadata: {name: signed}\nspec:\n${action}  rules:\n    - name: signed\n      verifyImages:\n        - imageReferences: ['*']\n`

/** A policy, and whether it refuses what is not signed in the whole cluster; `?` where that cannot be seen. */
const policies: readonly (readonly [string, boolean | '?'])[] = [
  [kyverno('ClusterPolicy', '  validationFailureAction: Enforce\n'), true],
  [kyverno('ClusterPolicy', '  validationFailureAction: Audit\n'), false],
  [kyverno('ClusterPolicy', ''), false],
  [kyverno('ClusterPolicy', '  validationFailureAction: {{ .Values.action }}\n'), '?'],
  [kyverno('Policy', '  validationFailureAction: Enforce\n'), '?'],
  [`{{- if .Values.signed }}\n${kyverno('ClusterPolicy', '  validationFailureAction: Enforce\n')}{{- end }}\n`, '?'],
  ['kind: ClusterImagePolicy\nspec:\n  images: [{glob: "**"}]\n', true],
  ['kind: ClusterImagePolicy\nspec:\n  mode: warn\n  images: [{glob: "**"}]\n', false],
  ['kind: TrustRoot\nspec: {}\n', '?'],
]

test('an admission policy verifies what is deployed if it refuses, and not in one namespace alone', async () => {
  for (const [content, everywhere] of policies) {
    const { facts } = await collectFacts(repositoryOf({ 'k8s/policy.yaml': content }), defaultSettings, [
      'admissionPolicies',
    ])
    const [policy] = facts.admissionPolicies
    assert.deepEqual(isHidden(policy?.everywhere) ? '?' : policy?.everywhere, everywhere, content)
  }
})
