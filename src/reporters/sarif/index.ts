import type { Assessment } from '../../assessment/assessment.ts'
import type { Severity } from '../../rules/rule.ts'
import type { Reporter, ReportInput } from '../reporter.ts'
import { encodeUri, gatherPlaceless, makeSarifResults, words } from './results.ts'
import { sarifRule } from './rules.ts'

/** GitHub shows no more results of a run; GitLab takes no more. */
const RESULTS = 5000

const weight: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

/**
 * SARIF 2.1.0 as code-scanning services take it (GitHub, GitLab): failures only, since GitHub opens an alert for
 * everything else too; each at a place with a line; rules with their help; what was cut is said in a notification.
 */
const sarif: Reporter = (input) => `${JSON.stringify(sarifLog(input), null, 2)}\n`

export default sarif

function sarifLog(input: ReportInput): object {
  const { assessment } = input
  const failures = assessment.results.filter(
    (result) => result.verdict === 'fail' && result.counts && !result.suppression,
  )
  const used = new Set(failures.map((result) => result.requirement))
  const rules = input.rules.filter((rule) => used.has(rule.id))
  const requirements = new Map(assessment.requirements.concat(assessment.own).map((r) => [r.id, r]))
  const toSarif = makeSarifResults({
    ruleIndex: new Map(rules.map((rule, index) => [rule.id, index])),
    textOf: input.textOf,
    fallback: input.frontFile ?? failures.find(({ place }) => place.file && place.setting === undefined)?.place.file,
  })
  // gravest first, so that a limit cuts what matters least
  const found = gatherPlaceless(failures).toSorted((a, b) => weight[a.result.severity] - weight[b.result.severity])
  const results = found.flatMap((failure) => toSarif(failure) ?? [])
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
            rules: rules.map((rule) => sarifRule(rule, requirements.get(rule.id))),
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
              ...cut(found.length - results.length, results.length),
            ],
          },
        ],
        results: results.slice(0, RESULTS),
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
function cut(placeless: number, carried: number): object[] {
  const warning = (text: string) => [{ level: 'warning', message: { text } }]
  const over = carried - RESULTS
  return [
    ...(placeless ? warning(`${placeless} findings are left out: there is no file to show them in.`) : []),
    ...(over > 0 ? warning(`${over} of ${carried} findings are left out: consumers take ${RESULTS} at most.`) : []),
  ]
}
