import type { Suppression } from '../../assessment/assessment.ts'
import { clip, flat } from '../../documents/line.ts'
import { isInFile } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import type { Finding } from '../findings.ts'
import { plain } from '../harmless.ts'
import { type Location, locationOf } from '../location.ts'
import { lineHashes } from './line-hash.ts'

/** GitLab skips a result whose message is longer. */
const MESSAGE = 2048
/** Thread-flow locations and related locations that GitHub shows. */
const FLOW = 1000
const RELATED = 100

export interface ResultContext {
  readonly ruleIndex: ReadonlyMap<string, number>
  readonly textOf: (file: string) => Text | undefined
  /** where a finding on the repository as a whole is shown; undefined when there is no file at all */
  readonly frontFile: string | undefined
  /** whether some result is suppressed: then all must say whether they are (sarif-sdk) */
  readonly suppressed: boolean
}

/** A finding, with how many others say the same of the repository as a whole. */
export interface Gathered {
  readonly finding: Finding
  readonly alike: number
}

/**
 * Findings without a file of their own (settings, tags, the repository) would all stand at one line, where consumers take
 * them for one: those of one requirement, cause and state become one, which says how many there are.
 */
export function gatherPlaceless(findings: readonly Finding[]): Gathered[] {
  const gathered: { finding: Finding; alike: number }[] = []
  const known = new Map<string, { alike: number }>()
  for (const finding of findings) {
    const key = JSON.stringify([finding.id, finding.result?.cause ?? finding.fingerprint, finding.state])
    const before = isInFile(finding.place) ? undefined : known.get(key)
    if (before) before.alike++
    else {
      const one = { finding, alike: 0 }
      gathered.push(one)
      if (!isInFile(finding.place)) known.set(key, one)
    }
  }
  return gathered
}

/** The SARIF result of a finding; undefined where no file can carry it. */
export function makeSarifResults(context: ResultContext): (gathered: Gathered) => object | undefined {
  const hashes = new Map<string, string[]>()
  const hashOf = ({ file, line }: Location): string | undefined => {
    const text = context.textOf(file)
    if (!text) return undefined
    const all = hashes.get(file) ?? lineHashes(text)
    hashes.set(file, all)
    return all[line - 1]
  }
  return ({ finding, alike }) => {
    const { id, severity, place, result, suppression } = finding
    const location = locationOf(place, context)
    if (!location) return undefined
    // the line of a secret is hashed nowhere: the finding is known by its kind, its key and 16 bits
    const hash = place.secret ? `${finding.fingerprint.slice(0, 16)}:1` : hashOf(location)
    const message = alike ? `${stripped(finding.message)} (and ${alike} more like it)` : finding.message
    return {
      ruleId: id,
      ruleIndex: context.ruleIndex.get(id),
      level: severity,
      message: { text: sentence(message) },
      locations: [toLocation(location)],
      ...flowOf(finding, context),
      partialFingerprints: {
        ...(hash ? { primaryLocationLineHash: hash } : {}),
        'assay/v1': finding.fingerprint,
      },
      ...(result?.baselineState ? { baselineState: result.baselineState } : {}),
      ...(context.suppressed ? { suppressions: suppression ? [toSuppression(suppression, context)] : [] } : {}),
      ...(result ? { properties: propertiesOf(result) } : {}),
    }
  }
}

function propertiesOf({ cause, subject, place }: NonNullable<Finding['result']>): object {
  return {
    cause,
    subject: subject.id,
    ...(subject.environment ? { environment: subject.environment } : {}),
    ...(place.setting === undefined ? {} : { setting: place.setting }),
  }
}

/** SARIF 2.1.0 §3.35. What it has no word for (owner, approver, the end) stands among the properties. */
function toSuppression(suppression: Suppression, context: ResultContext): object {
  const { kind, place, reason, owner, approver, ticket, created, expires } = suppression
  const at = locationOf(place, context)
  const said = Object.entries({ owner, approver, ticket, created, expires }).filter(([, value]) => value !== undefined)
  return {
    kind,
    status: 'accepted',
    justification: words(reason) || 'no reason is given',
    ...(at ? { location: toLocation(at) } : {}),
    ...(said.length ? { properties: Object.fromEntries(said) } : {}),
  }
}

/** The trace as a code flow, which viewers step through, and as related places, which GitHub links. */
function flowOf({ result }: Finding, context: ResultContext): object {
  const flow = (result?.trace ?? []).flatMap((stop) => {
    const at = locationOf(stop.place, context)
    return at ? [{ location: { ...toLocation(at), message: { text: words(stop.text) || 'step' } } }] : []
  })
  if (flow.length < 2) return {}
  return {
    relatedLocations: flow.slice(0, RELATED).map((step, id) => ({ id, ...step.location })),
    codeFlows: [{ threadFlows: [{ locations: flow.slice(0, FLOW) }] }],
  }
}

function toLocation({ file, line, column, endLine, endColumn }: Location): object {
  const region = { startLine: line, startColumn: column, endLine, endColumn }
  return { physicalLocation: { artifactLocation: { uri: encodeUri(file), uriBaseId: 'SRCROOT' }, region } }
}

/** A relative path as a URI reference: each segment is percent-encoded. */
export function encodeUri(path: string): string {
  const uri = path.split('/').map(encodeSegment).join('/')
  // A colon in the first segment would read as a scheme.
  return /^[^/]*:/.test(uri) ? `./${uri}` : uri
}

/* Through a buffer, since encodeURIComponent throws on half a surrogate pair. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(Buffer.from(segment).toString()).replace(/%3A/g, ':').replace(/%40/g, '@')
}

/** GitHub takes the first sentence as the title: it ends with a full stop. */
function sentence(message: string): string {
  const text = words(message)
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

const stripped = (message: string) => message.trimEnd().replace(/\.$/, '')

/** One line of harmless text; `[text](target)` would be a link in a SARIF message (§3.11.6). */
export function words(text: string): string {
  return clip(flat(plain(text)).replaceAll('](', '] ('), MESSAGE - 1)
}
