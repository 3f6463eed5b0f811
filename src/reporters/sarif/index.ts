import type { Assessment, Result } from '../../assessment/assessment.ts'
import type { Reporter, ReportInput } from '../reporter.ts'
import { encodeUri, makeSarifResults } from './results.ts'
import { sarifRule } from './rules.ts'

/** GitHub shows no more results of a run; GitLab takes no more. */
const RESULTS = 5000

/**
 * SARIF 2.1.0 as code-scanning services take it (GitHub, GitLab): failures only, since GitHub opens an alert for
 * everything else too; each at a place with a line; rules with their help; what was cut is said in a notification.
 */
const sarif: Reporter = (input) => `${JSON.stringify(sarifLog(input), null, 2)}\n`

export default sarif

function sarifLog(input: ReportInput): object {
  const { assessment } = input
  const failures = assessment.results.filter((result) => result.verdict === 'fail' && result.counts)
  const used = new Set(failures.map((result) => result.requirement))
  const rules = input.rules.filter((rule) => used.has(rule.id))
  const requirements = new Map(assessment.requirements.concat(assessment.own).map((r) => [r.id, r]))
  const toSarif = makeSarifResults({
    ruleIndex: new Map(rules.map((rule, index) => [rule.id, index])),
    textOf: input.textOf,
    fallback: fallbackFile(failures, input),
  })
  const results = failures.slice(0, RESULTS).flatMap((result) => toSarif(result) ?? [])
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
            toolConfigurationNotifications: notifications(assessment, failures.length, results.length),
          },
        ],
        results,
      },
    ],
  }
}

/** A file for findings that concern the repository as a whole. */
function fallbackFile(failures: readonly Result[], { textOf }: ReportInput): string | undefined {
  const usual = ['README.md', 'assay.yaml', 'readme.md', 'README', '.github/workflows/deploy.yml']
  return [...usual, ...failures.map((failure) => failure.place.file)].find((file) => file && textOf(file))
}

function notifications(assessment: Assessment, failures: number, shown: number): object[] {
  const lost = assessment.unreadable
    .filter((file) => file.claimed)
    .map((file) => ({
      level: 'error',
      message: { text: `${file.place.file}: ${file.message}` },
      locations: [
        { physicalLocation: { artifactLocation: { uri: encodeUri(file.place.file), uriBaseId: 'SRCROOT' } } },
      ],
    }))
  const cut =
    failures > shown
      ? [
          {
            level: 'warning',
            message: {
              text: `${failures - shown} of ${failures} findings are left out: they have no file, or exceed the limit of ${RESULTS}.`,
            },
          },
        ]
      : []
  return [...lost, ...cut]
}
