import type { Reporter } from '../reporter.ts'
import { sarifLog } from './log.ts'

/**
 * SARIF for GitLab (`artifacts:reports:sarif`, from 19.2), which takes 5,000 results of a run and skips those that are
 * suppressed (doc/user/application_security/detect/sarif.md).
 */
const gitlab: Reporter = (input) => `${JSON.stringify(sarifLog(input, { waived: true, most: 5000 }), null, 2)}\n`

export default gitlab
