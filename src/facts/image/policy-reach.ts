import type { Settings } from '../../config/settings.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'

/**
 * How far a policy that verifies images reaches: false where it only reports or lets everything through, hidden where it
 * speaks of a part, by what its own documentation calls the switches.
 * @param content one object, or a file that cannot be read as objects
 */
export function reachOf(kind: string, content: string, file: string, settings: Settings): Seen<boolean> {
  if (kind === 'binary authorization') return ofBinaryAuthorization(content, file)
  // its verifiers tell; only a constraint of Gatekeeper refuses (ratify.dev/docs/quickstarts)
  if (kind === 'Ratify')
    return hidden(
      `whether a constraint refuses what Ratify of ${file} does not verify`,
      'verify by a policy that refuses',
    )
  return ofObject(kind, content, file, settings)
}

const hidden = (what: string, text: string) => new Hidden(what, { kind: 'file', text })

/* kyverno.io/docs/policy-types/cluster-policy/policy-settings, docs.sigstore.dev/policy-controller. */
const reporting =
  /^[\s-]*(validationFailureAction|failureAction):\s*["']?audit\b|^[ \t]*mode:\s*["']?warn\b|^[\s-]*required:\s*false\b/im
const refusing = /^[\s-]*(validationFailureAction|failureAction):\s*["']?enforce\b/im
/* kyverno.io/docs/policy-types/image-validating-policy: it denies unless it says another action. */
const actions = /\bvalidationActions:\s*(?:\[([^\]]*)\]|((?:\s*-\s*["']?\w+["']?)+))/

function ofObject(kind: string, content: string, file: string, settings: Settings): Seen<boolean> {
  const reports = reporting.test(content)
  const refuses = refusing.test(content)
  // an authority that lets through whatever comes
  if (kind === 'ClusterImagePolicy' && /\bstatic:\s*(\{\s*)?action:\s*["']?pass\b/.test(content)) return false
  // Kyverno's older policies only report unless they say Enforce
  if (!refuses && (reports || (kind === 'verifyImages' && !/Action:\s*\{\{/.test(content)))) return false
  const [, flow, block] = actions.exec(content) ?? []
  if (/\b(audit|warn)\b/i.test(flow ?? block ?? '') && !/\bdeny\b/i.test(flow ?? block ?? '')) return false
  const isOfPart =
    /^kind:\s*(Policy|NamespacedImageValidatingPolicy)\s*(#.*)?$/m.test(content) ||
    (ofKyverno.test(kind) && leavesOut(content, settings))
  if (isOfPart)
    return hidden(
      `what the policy in ${file}, which is for some namespaces, covers`,
      'demand signatures in the whole cluster (kind: ClusterPolicy), in all namespaces that are deployed to',
    )
  const isOpen = reports || kind === 'TrustRoot' || /\{\{-?\s*if\b|Action:\s*\{\{/.test(content)
  if (!isOpen) return true
  return hidden(
    `what the policy in ${file} refuses`,
    'demand signatures in the whole cluster (kind: ClusterPolicy), without a condition, and refuse what has none',
  )
}

const ofKyverno = /^(verifyImages|ImageValidatingPolicy)$/

/** What takes a policy to some objects, or away from some (kyverno.io/docs/policy-types/cluster-policy/match-exclude). */
const choosing =
  /\b(match|exclude|matchConstraints|excludeResourceRules|validationFailureActionOverrides|failureActionOverrides|namespaces|namespaceSelector|objectSelector|selector):/g

/** What belongs to the cluster itself: nothing of one's own is deployed there. */
const ofSystem =
  /^(kube-[\w-]+|openshift(-[\w-]+)?|(gatekeeper|flux|istio|calico|cosign|longhorn|metallb|cilium)-system|kyverno|cert-manager)$/

/** Whether a policy may leave out what is deployed to production. */
function leavesOut(content: string, settings: Settings): boolean {
  const classOf = (name: string) => classify(name, settings)
  const isProduction = (name: string) => classOf(name) === 'production'
  const isNone = (name: string) => ofSystem.test(name) || (!isHidden(classOf(name)) && !isProduction(name))
  if (isConditional(content)) return true
  let takes = true
  for (const found of content.matchAll(choosing)) {
    const [, key = ''] = found
    if (!/^(namespaces|namespaceSelector|objectSelector|selector)$/.test(key)) {
      takes = /^match/.test(key)
      continue
    }
    const names = namesBelow(content, found.index, found.index + found[0].length)
    // what is matched by NotIn is all but the names: production among them is left out
    const isNegated = names.some((name) => /^(NotIn|DoesNotExist)$/.test(name))
    const isWhole = takes
      ? !isNegated && names.some((name) => /^\?*\*$/.test(name) || isProduction(name))
      : names.every(isNone)
    const isButSystem = takes && names.includes('NotIn') && names.filter((name) => !isWord(name)).every(isNone)
    // labels that a part of the objects has are no names
    if (!(isWhole && (takes || key === 'namespaces')) && !isButSystem) return true
  }
  return false
}

/** What stands in a selector beside the names of namespaces. */
const isWord = (word: string) => /^(NotIn|kubernetes\.io\/metadata\.name)$/.test(word)

/** Conditions beside the selectors (kyverno.io/docs/policy-types/cluster-policy/preconditions; CEL's matchConditions). */
const conditions = /\b(preconditions|celPreconditions|matchConditions):/g

/** Whether a policy holds under a condition on what is deployed: on an operation alone, as most ask, leaves out no namespace. */
const isConditional = (content: string): boolean =>
  [...content.matchAll(conditions)].some((found) =>
    /\b(namespace\w*|object|oldObject|labels|annotations)\b/.test(
      writtenBelow(content, found.index, found.index + found[0].length),
    ),
  )

/** What is written behind a key, and below it. */
function writtenBelow(content: string, start: number, end: number): string {
  const lines = content.slice(end).split('\n', 40)
  const margin = content.slice(content.lastIndexOf('\n', start) + 1, start).length
  const last = lines.findIndex((line, at) => at > 0 && line.trim() !== '' && !isBelow(line, margin))
  return lines.slice(0, last < 0 ? lines.length : last).join('\n')
}

/** The values that stand behind a key, or below it. */
function namesBelow(content: string, start: number, end: number): readonly string[] {
  const written = writtenBelow(content, start, end)
  const flow = /^\s*\[([^\]]*)\]/.exec(written)?.[1]?.split(',')
  const values = flow ?? written.split('\n').map((line) => line.replace(/^.*?:(?=\s|$)/, '').replace(/^\s*-\s/, ''))
  return values
    .map((one) =>
      one
        .replace(/\s#.*$/, '')
        .replace(/["'{}[\]]/g, '')
        .trim(),
    )
    .filter(Boolean)
}

const isBelow = (line: string, margin: number): boolean => {
  const own = line.search(/\S/)
  return own > margin || (own === margin && line.startsWith('- ', own))
}

/**
 * A rule of Google's admission demands signatures by REQUIRE_ATTESTATION alone
 * (registry.terraform.io/providers/hashicorp/google, "google_binary_authorization_policy").
 */
function ofBinaryAuthorization(content: string, file: string): Seen<boolean> {
  if (/^[ \t]*enforcement_mode\s*=\s*"DRYRUN_AUDIT_LOG_ONLY"/m.test(content)) return false
  const modes = [...content.matchAll(/\bevaluation_mode\s*=\s*(\S+)/g)].map(([, mode = '']) => mode)
  const demands = modes.filter((mode) => mode === '"REQUIRE_ATTESTATION"').length
  if (modes.length > 0 && demands === modes.length) return true
  if (demands === 0 && modes.length > 0 && modes.every((mode) => /^"\w+"$/.test(mode))) return false
  return hidden(
    `for which clusters the policy in ${file} demands signatures`,
    'demand them in each rule: REQUIRE_ATTESTATION',
  )
}
