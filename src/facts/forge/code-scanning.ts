import type { BranchRules } from '../../sources/forge/settings.ts'
import type { Act } from '../pipeline/model.ts'

/** The app that reports what code scanning found in a change, and the check that it reports. */
const scanningApp = 57789
const scanningCheck = 'CodeQL'

/**
 * Whether an analysis that cannot fail itself hands what it finds to the forge, which holds it against a change where the
 * branch demands it (docs.github.com/code-security/code-scanning: "merge protection", the check CodeQL).
 */
export const isCodeScanning = ({ tool, onFailure }: Act): boolean =>
  onFailure === 'reports' && tool === 'github/codeql-action/analyze'

/** Whether a branch demands that code scanning finds nothing in a change. */
export const demandsCodeScanning = ({ codeScanning, checks }: BranchRules): boolean =>
  codeScanning || checks.some(({ name, app }) => name === scanningCheck && (app === undefined || app === scanningApp))
