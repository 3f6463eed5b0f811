import type { Severity } from '../rules/rule.ts'
import { findingsOf } from './findings.ts'
import { plain } from './harmless.ts'
import { locationOf } from './location.ts'
import type { Reporter } from './reporter.ts'

const severityOf: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', note: 'info' }

/**
 * GitLab Code Quality (doc/ci/testing/code_quality.md): a JSON list without byte-order mark, for
 * `artifacts:reports:codequality`. Waived findings are left out, since the format has no word for them; known ones stay,
 * for GitLab itself compares with the target branch.
 */
const codequality: Reporter = (input) => {
  const issues = findingsOf(input.assessment).flatMap((finding) => {
    const at = locationOf(finding.place, input)
    if (finding.state === 'waived' || !at) return []
    return {
      description: plain(finding.message),
      check_name: finding.id,
      fingerprint: finding.fingerprint,
      severity: severityOf[finding.severity],
      location: { path: at.file, lines: { begin: at.line, end: at.endLine } },
    }
  })
  return `${JSON.stringify(issues, null, 2)}\n`
}

export default codequality
