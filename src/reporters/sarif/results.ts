import type { Result } from '../../assessment/assessment.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import { lineHashes } from './line-hash.ts'
import { clip, flat } from './rules.ts'

/** GitLab skips a result whose message is longer. */
const MESSAGE = 2048
/** Thread-flow locations that GitHub shows. */
const FLOW = 1000

export interface ResultContext {
  readonly ruleIndex: ReadonlyMap<string, number>
  readonly textOf: (file: string) => Text | undefined
  /** where a finding on the repository as a whole is shown; undefined when there is no file at all */
  readonly fallback: string | undefined
}

/** The SARIF result of a failure; undefined where no file can carry it. */
export function makeSarifResults(context: ResultContext): (result: Result) => object | undefined {
  const hashes = new Map<string, string[]>()
  const hashOf = (file: string, line: number): string | undefined => {
    const text = context.textOf(file)
    if (!text) return undefined
    const all = hashes.get(file) ?? lineHashes(text)
    hashes.set(file, all)
    return all[line - 1]
  }
  return (result) => {
    const location = physical(result.place, context)
    if (!location) return undefined
    const line = location.region.startLine
    const hash = hashOf(location.file, line)
    const flow = result.trace.flatMap((stop) => {
      const at = physical(stop.place, context)
      return at
        ? [{ location: { ...toLocation(at), message: { text: clip(flat(stop.text), MESSAGE) || 'step' } } }]
        : []
    })
    return {
      ruleId: result.requirement,
      ruleIndex: context.ruleIndex.get(result.requirement),
      level: result.severity,
      message: { text: clip(sentence(result.message), MESSAGE) },
      locations: [toLocation(location)],
      ...(flow.length > 1
        ? {
            relatedLocations: flow.slice(0, 100).map((step, id) => ({ id, ...step.location })),
            codeFlows: [{ threadFlows: [{ locations: flow.slice(0, FLOW) }] }],
          }
        : {}),
      partialFingerprints: {
        ...(hash ? { primaryLocationLineHash: hash } : {}),
        'assay/v1': result.fingerprint,
      },
      properties: { cause: result.cause, subject: result.subject.id, environment: result.subject.environment },
    }
  }
}

interface Physical {
  readonly file: string
  readonly region: { startLine: number; startColumn: number; endLine: number; endColumn: number }
}

/** A place as file and region. What has no file, or no offset, stands at the first line of the nearest file. */
function physical(place: Place, context: ResultContext): Physical | undefined {
  const file = place.setting === undefined && place.file && context.textOf(place.file) ? place.file : context.fallback
  if (!file) return undefined
  const text = context.textOf(file)
  if (!text || file !== place.file || place.start === undefined) {
    return { file, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 } }
  }
  const start = text.position(place.start)
  // A region over many lines is only annotated in a pull request when all of them were touched: name the first line.
  const lineEnd = place.start + Math.max(1, text.line(start.line).length - (start.column - 1))
  const end = text.position(Math.min(Math.max(place.end ?? lineEnd, place.start + 1), lineEnd))
  const endColumn = end.line === start.line ? Math.max(end.column, start.column + 1) : start.column + 1
  return { file, region: { startLine: start.line, startColumn: start.column, endLine: start.line, endColumn } }
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

/** GitHub takes the first sentence as the title: it begins large and ends with a full stop. */
function sentence(message: string): string {
  const text = flat(message)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
