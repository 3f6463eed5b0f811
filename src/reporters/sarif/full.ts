import type { Reporter } from '../reporter.ts'
import { sarifLog } from './log.ts'

/** SARIF with all findings, waived ones as suppressed: for viewers and archives, which have no limits. */
const full: Reporter = (input) =>
  `${JSON.stringify(sarifLog(input, { waived: true, most: Number.POSITIVE_INFINITY }), null, 2)}\n`

export default full
