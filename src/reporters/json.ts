import { toJson } from '../assessment/json.ts'
import type { Reporter } from './reporter.ts'

/** The canonical assessment (schemas/assessment.json) with lines and columns: the contract for other programs. */
const json: Reporter = ({ assessment, textOf }) => `${JSON.stringify(toJson(assessment, textOf), null, 2)}\n`

export default json
