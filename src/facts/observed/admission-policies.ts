import { collector } from '../collector.ts'
import type { AdmissionPolicy } from '../schema/artifact.ts'

/** What such a policy is recognised by; text is enough, since only its presence is asked. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/^\s*kind:\s*ClusterImagePolicy\b/m, 'ClusterImagePolicy'],
  [/^\s*kind:\s*TrustRoot\b/m, 'TrustRoot'],
  [/^\s*-?\s*verifyImages:/m, 'verifyImages'],
  [/^\s*kind:\s*(ImageValidatingPolicy|ImageVerificationPolicy)\b/m, 'ImageValidatingPolicy'],
  [/^\s*resource\s+"google_binary_authorization_policy"/m, 'binary authorization'],
  [/notaryproject\.org|ratify\.deislabs\.io/, 'Ratify'],
]

/** Policies that verify the signatures of images when they are deployed. */
export default collector({
  yields: ['admissionPolicies'],
  reads: 'manifests and Terraform files with ClusterImagePolicy, verifyImages, Ratify or binary authorization',
  async collect({ repository }) {
    const found: AdmissionPolicy[] = []
    for (const file of repository.ending('.yaml', '.yml', '.tf')) {
      if (file.area !== 'main') continue
      const text = await repository.text(file.path)
      if (!text) continue
      for (const [pattern, kind] of signs) {
        const match = pattern.exec(text.content)
        if (!match) continue
        const place = { file: file.path, start: match.index, end: match.index + match[0].length }
        found.push({ id: `${kind} ${file.path}`, file: file.path, kind, place })
        break
      }
    }
    return { admissionPolicies: found }
  },
})
