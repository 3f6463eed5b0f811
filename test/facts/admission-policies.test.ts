import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { repositoryOf } from '../support/repository.ts'

const kyverno = (kind: string, action: string) =>
  `kind: ${kind}\nmetadata: {name: signed}\nspec:\n${action}  rules:\n    - name: signed\n      verifyImages:\n        - imageReferences: ['*']\n`

/** A rule for some objects: what stands in `match` or `exclude`, or above the rules. */
const forSome = (chosen: string, above = '') =>
  kyverno('ClusterPolicy', `  validationFailureAction: Enforce\n${above}`).replace(
    '      verifyImages',
    `${chosen}      verifyImages`,
  )
const selecting = (words: string) => `      match: {any: [{resources: {kinds: [Pod], ${words}}}]}\n`
const notIn = (key: string, names: string) =>
  selecting(`namespaceSelector: {matchExpressions: [{key: ${key}, operator: NotIn, values: [${names}]}]}`)
const provided = (key: string, value: string) =>
  `      preconditions: {all: [{key: "{{ ${key} }}", operator: NotEquals, value: ${value}}]}\n`
const leavingOut = (names: string) => `      exclude: {any: [{resources: {namespaces: [${names}]}}]}\n`
const admission = (...modes: readonly string[]) =>
  `resource "google_binary_authorization_policy" "all" {\n${modes.map((mode) => `  default_admission_rule {\n    evaluation_mode = "${mode}"\n  }\n`).join('')}}\n`

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
  [forSome(selecting('operations: [CREATE]')), true],
  [forSome(selecting('namespaces: ["*"]')), true],
  [forSome(selecting('namespaces: [shop-prod]')), true],
  [forSome(selecting('namespaces: [staging]')), '?'],
  [forSome(selecting('namespaceSelector: {matchLabels: {environment: production}}')), true],
  [forSome(selecting('namespaceSelector: {matchLabels: {team: orders}}')), '?'],
  [forSome(selecting('selector: {matchLabels: {app: orders}}')), '?'],
  [
    forSome(
      selecting(
        'namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}',
      ),
    ),
    true,
  ],
  [forSome(notIn('kubernetes.io/metadata.name', 'production')), '?'],
  [forSome(notIn('kubernetes.io/metadata.name', 'kube-system, production')), '?'],
  [forSome(notIn('environment', 'prod')), '?'],
  [forSome(selecting('namespaceSelector: {matchExpressions: [{key: production, operator: DoesNotExist}]}')), '?'],
  [forSome(provided('request.namespace', 'production')), '?'],
  [forSome(provided('request.operation', 'DELETE')), true],
  [
    "kind: ImageValidatingPolicy\nspec:\n  validationActions: [Deny]\n  matchConditions:\n    - name: some\n      expression: object.metadata.namespace != 'production'\n",
    '?',
  ],
  [forSome(leavingOut('kube-system, kyverno')), true],
  [forSome(leavingOut('dev, kube-system')), true],
  [forSome(leavingOut('production')), '?'],
  [forSome(leavingOut('billing')), '?'],
  [forSome('', '  validationFailureActionOverrides: [{action: audit, namespaces: [production]}]\n'), '?'],
  ['kind: ImageValidatingPolicy\nspec:\n  validationActions: [Deny]\n', true],
  ['kind: ImageValidatingPolicy\nspec:\n  validationActions: [Audit]\n', false],
  ['apiVersion: config.ratify.deislabs.io/v1beta1\nkind: Verifier\nspec: {name: notation}\n', '?'],
  [admission('REQUIRE_ATTESTATION'), true],
  [admission('ALWAYS_ALLOW'), false],
  [admission('ALWAYS_ALLOW', 'REQUIRE_ATTESTATION'), '?'],
]

test('an admission policy verifies what is deployed if it refuses, and not in one namespace alone', async () => {
  for (const [content, everywhere] of policies) {
    const { facts } = await collectFacts(
      repositoryOf({ [content.startsWith('resource') ? 'policy.tf' : 'k8s/policy.yaml']: content }),
      defaultSettings,
      ['admissionPolicies'],
    )
    const [policy] = facts.admissionPolicies
    assert.deepEqual(isHidden(policy?.everywhere) ? '?' : policy?.everywhere, everywhere, content)
  }
})
