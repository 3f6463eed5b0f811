import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { AdmissionPolicy } from '../schema/artifact.ts'

/** What such a policy is recognised by; text is enough, since only its presence and its switches are asked. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/^\s*kind:\s*ClusterImagePolicy\b/m, 'ClusterImagePolicy'],
  [/^\s*kind:\s*TrustRoot\b/m, 'TrustRoot'],
  [/^\s*-?\s*verifyImages:/m, 'verifyImages'],
  [/^\s*kind:\s*(ImageValidatingPolicy|ImageVerificationPolicy)\b/m, 'ImageValidatingPolicy'],
  [/^\s*resource\s+"google_binary_authorization_policy"/m, 'binary authorization'],
  [/notaryproject\.org|ratify\.deislabs\.io/, 'Ratify'],
]

/** One of these stands in each of them. */
const words = [
  'ClusterImagePolicy',
  'TrustRoot',
  'verifyImages',
  'ImageValidatingPolicy',
  'ImageVerificationPolicy',
  'google_binary_authorization_policy',
  'notaryproject.org',
  'ratify.deislabs.io',
] as const

/** Policies that verify the signatures of images when they are deployed. */
export default collector({
  yields: ['admissionPolicies'],
  reads: 'manifests and Terraform files with ClusterImagePolicy, verifyImages, Ratify or binary authorization',
  touches: {
    path: /\.(ya?ml|tf)$/,
    text: /ClusterImagePolicy|TrustRoot|verifyImages|ImageValidatingPolicy|ImageVerificationPolicy|binary_authorization|notaryproject\.org|ratify/,
  },
  async collect({ repository }) {
    const found: AdmissionPolicy[] = []
    for (const file of repository.ending('.yaml', '.yml', '.tf')) {
      if (file.area !== 'main' || !repository.mayHold(file.path, ...words)) continue
      const text = await repository.text(file.path)
      if (!text || !words.some((word) => text.content.includes(word))) continue
      for (const [pattern, kind] of signs) {
        const match = pattern.exec(text.content)
        if (!match) continue
        const place = { file: file.path, start: match.index, end: match.index + match[0].length }
        found.push({
          id: `${kind} ${file.path}`,
          file: file.path,
          kind,
          everywhere: reachOf(kind, text.content, file.path),
          place,
        })
        break
      }
    }
    return { admissionPolicies: found }
  },
})

/**
 * How far such a policy reaches: false where it only reports, hidden where it speaks of a part, by what its own
 * documentation calls the switches (kyverno.io/docs/policy-types/cluster-policy/policy-settings,
 * docs.sigstore.dev/policy-controller, the Terraform provider of Google).
 */
function reachOf(kind: string, content: string, file: string): Seen<boolean> {
  const reports = /^\s*(validationFailureAction|failureAction):\s*["']?audit\b|^\s*mode:\s*["']?warn\b/im.test(content)
  const refuses = /^\s*(validationFailureAction|failureAction):\s*["']?enforce\b/im.test(content)
  // Kyverno's older policies only report unless they say Enforce
  if (!refuses && (reports || (kind === 'verifyImages' && !/Action:\s*\{\{/.test(content)))) return false
  if (/^\s*enforcement_mode\s*=\s*"DRYRUN_AUDIT_LOG_ONLY"/m.test(content)) return false
  const isNamespaced = /^kind:\s*(Policy|NamespacedImageValidatingPolicy)\s*(#.*)?$/m.test(content)
  const isOpen = reports || kind === 'TrustRoot' || /\{\{-?\s*if\b|Action:\s*\{\{/.test(content)
  if (!isNamespaced && !isOpen) return true
  return new Hidden(
    isNamespaced ? `what the namespaced policy in ${file} covers` : `what the policy in ${file} refuses`,
    {
      kind: 'file',
      text: 'demand signatures in the whole cluster (kind: ClusterPolicy), without a condition, and refuse what has none',
    },
  )
}
