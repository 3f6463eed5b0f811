import type { Result } from '../../assessment/assessment.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import { plain } from '../harmless.ts'
import { lineHashes } from './line-hash.ts'
import { clip, flat } from './rules.ts'

/** GitLab skips a result whose message is longer. */
const MESSAGE = 2048
/** Thread-flow locations and related locations that GitHub shows. */
const FLOW = 1000
const RELATED = 100

export interface ResultContext {
  readonly ruleIndex: ReadonlyMap<string, number>
  readonly textOf: (file: string) => Text | undefined
  /** where a finding on the repository as a whole is shown; undefined when there is no file at all */
  readonly fallback: string | undefined
}

/** A failure, with how many others say the same of the repository as a whole. */
export interface Failure {
  readonly result: Result
  readonly alike: number
}

/**
 * Failures without a file of their own (settings, tags, the repository) would all stand at one line, where consumers take
 * them for one: those of one requirement and cause become one, which says how many there are.
 */
export function gatherPlaceless(results: readonly Result[]): Failure[] {
  const gathered: { result: Result; alike: number }[] = []
  const known = new Map<string, { alike: number }>()
  for (const result of results) {
    const key = JSON.stringify([result.requirement, result.cause])
    const before = hasFile(result.place) ? undefined : known.get(key)
    if (before) before.alike++
    else {
      const failure = { result, alike: 0 }
      gathered.push(failure)
      if (!hasFile(result.place)) known.set(key, failure)
    }
  }
  return gathered
}

const hasFile = (place: Place) => place.file !== '' && place.setting === undefined

/** The SARIF result of a failure; undefined where no file can carry it. */
export function makeSarifResults(context: ResultContext): (failure: Failure) => object | undefined {
  const hashes = new Map<string, string[]>()
  const hashOf = ({ file, region }: Physical): string | undefined => {
    const text = context.textOf(file)
    if (!text) return undefined
    const all = hashes.get(file) ?? lineHashes(text)
    hashes.set(file, all)
    return all[region.startLine - 1]
  }
  return ({ result, alike }) => {
    const location = physical(result.place, context)
    if (!location) return undefined
    const hash = hashOf(location)
    const message = alike ? `${stripped(result.message)} (and ${alike} more like it)` : result.message
    return {
      ruleId: result.requirement,
      ruleIndex: context.ruleIndex.get(result.requirement),
      level: result.severity,
      message: { text: sentence(message) },
      locations: [toLocation(location)],
      ...flowOf(result, context),
      partialFingerprints: {
        ...(hash ? { primaryLocationLineHash: hash } : {}),
        'assay/v1': result.fingerprint,
      },
      properties: {
        cause: result.cause,
        subject: result.subject.id,
        ...(result.subject.environment ? { environment: result.subject.environment } : {}),
        ...(result.place.setting === undefined ? {} : { setting: result.place.setting }),
      },
    }
  }
}

/** The trace as a code flow, which viewers step through, and as related places, which GitHub links. */
function flowOf({ trace }: Result, context: ResultContext): object {
  const flow = trace.flatMap((stop) => {
    const at = physical(stop.place, context)
    return at ? [{ location: { ...toLocation(at), message: { text: words(stop.text) || 'step' } } }] : []
  })
  if (flow.length < 2) return {}
  return {
    relatedLocations: flow.slice(0, RELATED).map((step, id) => ({ id, ...step.location })),
    codeFlows: [{ threadFlows: [{ locations: flow.slice(0, FLOW) }] }],
  }
}

interface Physical {
  readonly file: string
  readonly region: { startLine: number; startColumn: number; endLine: number; endColumn: number }
}

/** A place as file and region. What has no file stands in the fallback; what has no offset, at the first line. */
function physical(place: Place, context: ResultContext): Physical | undefined {
  const file = hasFile(place) ? place.file : context.fallback
  if (!file) return undefined
  const text = context.textOf(file)
  if (!text || !hasFile(place) || place.start === undefined) {
    return { file, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 } }
  }
  const start = text.position(place.start)
  // A region over many lines is only annotated in a pull request when all of them were touched: name the first line.
  const rest = text.line(start.line).length - (start.column - 1)
  const length = Math.max(1, Math.min((place.end ?? place.start + rest) - place.start, rest))
  const { line, column } = start
  return { file, region: { startLine: line, startColumn: column, endLine: line, endColumn: column + length } }
}

function toLocation({ file, region }: Physical): object {
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
