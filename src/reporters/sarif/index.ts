import type { Reporter } from '../reporter.ts'
import { sarifLog } from './log.ts'

/**
 * SARIF for GitHub's code scanning, which shows 5,000 results of a run and knows no suppressions: waived findings are left
 * out, else they would become open alerts (codeql-action#1230).
 */
const sarif: Reporter = (input) => `${JSON.stringify(sarifLog(input, { waived: false, most: 5000 }), null, 2)}\n`

export default sarif
