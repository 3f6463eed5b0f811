import type { Assessment } from '../../assessment/assessment.ts'
import { isInFile } from '../../documents/place.ts'
import { findingsOf } from '../findings.ts'
import { gather } from '../gathered.ts'
import type { ReportInput } from '../reporter.ts'
import { encodeUri, makeSarifResults, words } from './results.ts'
import { remarkRule, sarifRule } from './rules.ts'

/** What consumers of SARIF differ in. */
export interface Flavour {
  /** whether findings that an exception covers are there, as suppressed; GitHub would open alerts for them */
  readonly waived: boolean
  /** the most results that the consumer takes */
  readonly most: number
}

/**
 * A SARIF 2.1.0 log: failures and remarks, each at a place with a line; rules with their help; what was cut is said in a
 * notification. What passes or is unknown is left out, since GitHub opens an alert for everything that is there.
 */
export function sarifLog(input: ReportInput, flavour: Flavour): object {
  const { assessment } = input
  const findings = findingsOf(assessment).filter(({ state }) => flavour.waived || state !== 'waived')
  const used = new Set(findings.map(({ id }) => id))
  const rules = input.rules.filter((rule) => used.has(rule.id))
  const known = new Set(rules.map(({ id }) => id))
  const remarks = findings.filter(({ id, result }) => !result && !known.has(id) && known.add(id))
  const requirements = new Map(assessment.requirements.concat(assessment.own).map((r) => [r.id, r]))
  const toSarif = makeSarifResults({
    ruleIndex: new Map([...rules.map(({ id }) => id), ...remarks.map(({ id }) => id)].map((id, index) => [id, index])),
    textOf: input.textOf,
    frontFile: input.frontFile ?? findings.find(({ place }) => isInFile(place))?.place.file,
    suppressed: findings.some(({ suppression }) => suppression),
  })
  const found = gather(findings)
  const results = found.flatMap((one) => toSarif(one) ?? [])
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Assay',
            semanticVersion: assessment.tool.version,
            version: assessment.tool.version,
            informationUri: 'https://github.com/assay-dev/assay',
            rules: [...rules.map((rule) => sarifRule(rule, requirements.get(rule.id))), ...remarks.map(remarkRule)],
          },
        },
        automationDetails: { id: 'assay/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
        invocations: [
          {
            executionSuccessful: !assessment.unreadable.some((file) => file.claimed),
            toolConfigurationNotifications: [
              ...lostEvidence(assessment),
              ...cut(found.length - results.length, results.length, flavour.most),
            ],
          },
        ],
        results: results.slice(0, flavour.most),
      },
    ],
  }
}

function lostEvidence(assessment: Assessment): object[] {
  return assessment.unreadable
    .filter((file) => file.claimed)
    .map(({ place, message }) => ({
      level: 'error',
      message: { text: words(`${place.file}: ${message}`) },
      locations: [{ physicalLocation: { artifactLocation: { uri: encodeUri(place.file), uriBaseId: 'SRCROOT' } } }],
    }))
}

/** Whoever reads a part must know that it is one. */
function cut(placeless: number, carried: number, most: number): object[] {
  const warning = (text: string) => [{ level: 'warning', message: { text } }]
  const over = carried - most
  return [
    ...(placeless ? warning(`${placeless} findings are left out: there is no file to show them in.`) : []),
    ...(over > 0 ? warning(`${over} of ${carried} findings are left out: consumers take ${most} at most.`) : []),
  ]
}
