import type { Severity } from '../rules/rule.ts'
import { openFindings } from './findings.ts'
import { type Gathered, gather, messageOf } from './gathered.ts'
import { plain } from './harmless.ts'
import { locationOf } from './location.ts'
import type { Reporter, ReportInput } from './reporter.ts'

/** A step may make ten annotations of each class; the rest is dropped without a word (actions/runner ExecutionContext). */
const EACH = 10
/** Longer messages are cut by the runner. */
const MESSAGE = 4000

const command: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/**
 * GitHub's workflow commands, which show findings beside the lines of a change: the gravest, as many as GitHub takes, and
 * how many there are besides. Text of the repository cannot give commands: every line is one of ours, its data escaped.
 */
const github: Reporter = (input) => {
  const open = gather(openFindings(input.assessment))
  const lines = (Object.keys(command) as Severity[]).flatMap((severity) =>
    annotations(
      open.filter(({ finding }) => finding.severity === severity),
      severity,
      input,
    ),
  )
  return lines.map((line) => `${line}\n`).join('')
}

export default github

function annotations(findings: readonly Gathered[], severity: Severity, input: ReportInput): string[] {
  const over = findings.length > EACH
  const shown = findings.slice(0, over ? EACH - 1 : EACH)
  const rest = findings.slice(shown.length).reduce((sum, { others }) => sum + 1 + others.length, 0)
  const lines = shown.map((finding) => annotation(finding, input))
  if (over)
    lines.push(`::${command[severity]} title=Assay::${data(`and ${rest} more of this severity; the report has all`)}`)
  return lines
}

function annotation(gathered: Gathered, input: ReportInput): string {
  const { id, severity, place } = gathered.finding
  const at = locationOf(place, input)
  const where = at
    ? [
        `file=${property(at.file)}`,
        `line=${at.line}`,
        `endLine=${at.endLine}`,
        `col=${at.column}`,
        `endColumn=${at.endColumn}`,
      ]
    : []
  const properties = [...where, `title=${property(id)}`].join(',')
  return `::${command[severity]} ${properties}::${data(plain(messageOf(gathered, MESSAGE)).slice(0, MESSAGE))}`
}

/** Escapes as actions/runner's ActionCommand reads them back. */
const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
const property = (text: string) => data(plain(text)).replace(/:/g, '%3A').replace(/,/g, '%2C')
