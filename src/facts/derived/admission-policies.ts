import type { Place } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { and, type Hidden } from '../hidden.ts'
import { reachOf } from '../image/policy-reach.ts'
import { builtObjects } from '../manifests/as-built.ts'
import { printed } from '../manifests/printed.ts'
import { numbered } from '../numbered.ts'
import type { AdmissionPolicy } from '../schema/artifact.ts'

/** What such a policy is recognised by; text is enough, since only its presence and its switches are asked. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/^[ \t]*kind:\s*ClusterImagePolicy\b/m, 'ClusterImagePolicy'],
  [/^[ \t]*kind:\s*TrustRoot\b/m, 'TrustRoot'],
  [/^[ \t]*-?[ \t]*verifyImages:/m, 'verifyImages'],
  [/^[ \t]*kind:\s*(ImageValidatingPolicy|ImageVerificationPolicy)\b/m, 'ImageValidatingPolicy'],
  [/^[ \t]*resource\s+"google_binary_authorization_policy"/m, 'binary authorization'],
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
  uses: ['workflows'],
  reads:
    'manifests, as kustomizations and charts build them, and Terraform files with ClusterImagePolicy, verifyImages, Ratify or binary authorization',
  touches: {
    path: /\.(ya?ml|tf)$/,
    text: /ClusterImagePolicy|TrustRoot|verifyImages|ImageValidatingPolicy|ImageVerificationPolicy|binary_authorization|notaryproject\.org|ratify/,
  },
  bound: true,
  async collect({ repository, settings, observed: { workflows } }) {
    const found: AdmissionPolicy[] = []
    const add = (file: string, content: string, condition: Hidden | undefined, at: Place | undefined) => {
      for (const [pattern, kind] of signs) {
        const match = pattern.exec(content)
        if (!match) continue
        const reach = reachOf(kind, content, file, settings)
        const place = at ?? { file, start: match.index, end: match.index + match[0].length }
        found.push({
          id: `${kind} ${file}`,
          file,
          kind,
          images: imagesOf(kind, content),
          everywhere: reach === true ? (condition ?? true) : reach,
          place,
        })
        return
      }
    }
    const { objects, unread } = await builtObjects({ repository, settings, workflows }, wanted)
    for (const { root, condition } of objects) {
      const content = printed(root)
      if (wanted.text.test(content)) add(root.file, content, condition, (root.get('kind') ?? root).place)
    }
    const texts = unread.map(({ file }) => file)
    for (const { path, area } of repository.ending('.tf'))
      if (area === 'main' && repository.mayHold(path, ...words)) texts.push(path)
    for (const path of new Set(texts)) {
      const content = (await repository.text(path))?.content ?? ''
      if (wanted.text.test(content)) add(path, content, unread.find(({ file }) => file === path)?.hidden, undefined)
    }
    return { admissionPolicies: unique(found) }
  },
})

const wanted = { text: new RegExp(words.join('|').replaceAll('.', '\\.')), loses: ['admissionPolicies'] } as const

/** One policy is told of once: where it is built for several environments, by what is sure in all of them. */
function unique(policies: readonly AdmissionPolicy[]): AdmissionPolicy[] {
  const found = new Map<string, AdmissionPolicy>()
  for (const policy of policies) {
    const key = `${policy.id} ${policy.place.start}`
    const known = found.get(key)
    found.set(key, known ? { ...known, everywhere: and(known.everywhere, policy.everywhere) } : policy)
  }
  return numbered([...found.values()])
}

/**
 * The patterns of images that a policy names (kyverno.io/docs/policy-types/cluster-policy/verify-images, "imageReferences";
 * docs.sigstore.dev/policy-controller, "glob").
 */
function imagesOf(kind: string, content: string): string[] {
  const key = kind === 'verifyImages' ? 'imageReferences' : kind === 'ClusterImagePolicy' ? 'glob' : undefined
  if (!key) return []
  const flow = [...content.matchAll(new RegExp(`\\b${key}:[ \\t]*\\[([^\\]]*)\\]`, 'g'))].flatMap(([, list = '']) =>
    list.split(','),
  )
  const block = [...content.matchAll(new RegExp(`\\b${key}:[ \\t]*((?:\\n[ \\t]*-[ \\t]*[^\\n]+)+)`, 'g'))].flatMap(
    ([, list = '']) => list.split('\n').map((line) => line.replace(/^\s*-/, '')),
  )
  const single = [...content.matchAll(new RegExp(`\\b${key}:[ \\t]*([^\\s\\[#][^\\n#]*)`, 'g'))].map(
    ([, one = '']) => one,
  )
  return [...flow, ...block, ...single].map((one) => one.trim().replace(/^["']|["'],?$/g, '')).filter(Boolean)
}
