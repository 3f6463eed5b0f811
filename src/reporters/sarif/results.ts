import type { Suppression } from '../../assessment/assessment.ts'
import { clip, flat } from '../../documents/line.ts'
import type { Text } from '../../documents/text.ts'
import type { Finding } from '../findings.ts'
import { type Gathered, messageOf } from '../gathered.ts'
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
  return (gathered) => {
    const { finding, others } = gathered
    const { id, severity, place, result, suppression } = finding
    const location = locationOf(place, context)
    if (!location) return undefined
    // the line of a secret is hashed nowhere: the finding is known by its kind, its key and 16 bits
    const hash = place.secret ? `${finding.fingerprint.slice(0, 16)}:1` : hashOf(location)
    return {
      ruleId: id,
      ruleIndex: context.ruleIndex.get(id),
      level: severity,
      message: { text: sentence(messageOf(gathered, MESSAGE - 1)) },
      locations: [toLocation(location)],
      ...flowsOf(gathered, context),
      partialFingerprints: {
        ...(hash ? { primaryLocationLineHash: hash } : {}),
        'assay/v1': finding.fingerprint,
      },
      ...(result?.baselineState ? { baselineState: result.baselineState } : {}),
      ...(context.suppressed ? { suppressions: suppression ? [toSuppression(suppression, context)] : [] } : {}),
      ...(result ? { properties: propertiesOf(result, others) } : {}),
    }
  }
}

/** What only we have a word for; `also`: the fingerprints of what else is said here, by which each can be accepted. */
function propertiesOf({ cause, subject, place }: NonNullable<Finding['result']>, others: readonly Finding[]): object {
  return {
    cause,
    subject: subject.id,
    ...(subject.environment ? { environment: subject.environment } : {}),
    ...(place.setting === undefined ? {} : { setting: place.setting }),
    ...(others.length ? { also: others.map(({ fingerprint }) => fingerprint) } : {}),
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

/**
 * The trace as a code flow, which viewers step through, and as related places, which GitHub links: of what is gathered each
 * way that differs is a flow.
 */
function flowsOf({ finding, others }: Gathered, context: ResultContext): object {
  const flows = [finding, ...others].map((one) => flowOf(one, context)).filter((flow) => flow.length > 1)
  const [first] = flows
  if (!first) return {}
  const differ = [...new Map(flows.map((flow) => [JSON.stringify(flow), flow])).values()]
  let left = FLOW
  const carried = differ.flatMap((flow, i) => {
    const locations = i ? (flow.length > left ? [] : flow) : flow.slice(0, FLOW)
    left -= locations.length
    return locations.length ? [{ threadFlows: [{ locations }] }] : []
  })
  return { relatedLocations: first.slice(0, RELATED).map((step, id) => ({ id, ...step.location })), codeFlows: carried }
}

interface FlowStep {
  readonly location: object
}

function flowOf({ result }: Finding, context: ResultContext): readonly FlowStep[] {
  return (result?.trace ?? []).flatMap((stop) => {
    const at = locationOf(stop.place, context)
    return at ? [{ location: { ...toLocation(at), message: { text: words(stop.text) || 'step' } } }] : []
  })
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

/** One line of harmless text; `[text](target)` would be a link in a SARIF message (§3.11.6). */
export function words(text: string): string {
  return clip(flat(plain(text)).replaceAll('](', '] ('), MESSAGE - 1)
}
