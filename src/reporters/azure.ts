import { openFindings } from './findings.ts'
import { gather, messageOf } from './gathered.ts'
import { plain } from './harmless.ts'
import { locationOf } from './location.ts'
import type { Reporter } from './reporter.ts'

/** A longer line is hard to read in a log. */
const MESSAGE = 4000

/**
 * Azure Pipelines' logging commands (docs/pipelines/scripts/logging-commands.md): an issue for each error and warning,
 * notes as plain lines, since the service knows no third class. The result of the task is left to the exit code.
 */
const azure: Reporter = (input) => {
  const lines = gather(openFindings(input.assessment)).map((gathered) => {
    const { id, severity, place } = gathered.finding
    const at = locationOf(place, input)
    const text = data(plain(messageOf(gathered, MESSAGE)))
    if (severity === 'note') return `${at ? `${data(plain(at.file))}:${at.line}: ` : ''}${text} [${plain(id)}]`
    const where = at ? `sourcepath=${property(at.file)};linenumber=${at.line};columnnumber=${at.column};` : ''
    return `##vso[task.logissue type=${severity};${where}code=${property(id)};]${text}`
  })
  return lines.map((line) => `${line}\n`).join('')
}

export default azure

/**
 * Escapes of VstsTaskSdk's LoggingCommandFunctions.ps1; the agent reads `%AZP25` as a per cent sign. A line that is no
 * command must not become one: the agent finds `##vso[` anywhere in it.
 */
const data = (text: string) =>
  text
    .replace(/%/g, '%AZP25')
    .replace(/\r/g, '%0D')
    .replace(/\n/g, '%0A')
    .replace(/##(vso)?\[/g, '## $1[')
const property = (text: string) => data(plain(text)).replace(/;/g, '%3B').replace(/\]/g, '%5D')
