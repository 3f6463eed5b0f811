import { hostWrittenIn, statementOf } from '../change/sql.ts'
import { commandsRunBy, type ShownCommand } from './commands.ts'

/** Programs whose databases are never on the machine of who types. */
const ofClouds = /^(gcloud|bq|aws|snowsql|snow)$/
/** Files of statements that look, by their names. */
const looks = /(^|[/_.-])(select|report|query|queries|analy\w*|export|check|count|list|inspect|explain)([_.-]|$)/i
/** What a reader fills in, and names that stand for no host. */
const standsFor = /[<>${}]|(^|\.)(example|invalid|test|local|localhost|internal)$|^(your|my|host|server)\b/i

/* What assistants are told (`.github/skills/…`, `.claude/…`) shows commands of any system. */
const forAssistants = /(^|\/)\.[\w-]+\//

/**
 * Whether a command writes to a database that is surely not on the machine of who types it: one of a cloud's, or at a host
 * that is written out. No tutorial has such a host, so that it counts whatever its chapter is called.
 */
export const writesElsewhere = ({ text, place }: ShownCommand): boolean =>
  !forAssistants.test(place.file) &&
  commandsRunBy(text).some((words) => {
    const [program = ''] = words
    const statement = statementOf(words)
    if (statement?.does !== 'writes' && statement?.does !== 'file') return false
    if (statement.does === 'file' && looks.test(statement.path)) return false
    if (words.some((word) => /^--endpoint-url/.test(word))) return false
    if (ofClouds.test(program)) return true
    const host = hostWrittenIn(words)
    return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(host) && !/^[\d.]+$/.test(host) && !standsFor.test(host)
  })
