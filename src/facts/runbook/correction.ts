import { statementOf, writesData } from '../change/sql.ts'
import type { Repository } from '../repository.ts'
import { commandsRunBy } from './commands.ts'

/* A folder of one correction: it begins with a date (`20240124-wrong-totals`), or says what it is. */
const ofCorrection =
  /^(20\d{2}[-_.]?[01]\d[-_.]?[0-3]\d([-_.T]|\d|$)|.*(data[-_ ]?(fix|correction|repair|patch)|one[-_]?off|back[-_]?fill))/i
/* Pages of a folder that keeps what people did by hand: `database/manual-updates/2021-06-03-orders.md`. */
const byHand =
  /^(manual[-_ ]?(updates?|changes?|fix(es)?|corrections?|sql|queries|scripts?|migrations?|interventions?)|data[-_ ]?(fix(es)?|corrections?|repairs?|patches)|one[-_]?offs?|hot[-_]?fix(es)?)$/i
const statements = /\.(sql|psql|js)$/i

/** Whether a document lies in a folder of its own for a correction made once. */
export const isOfCorrection = (document: string): boolean =>
  ofCorrection.test(document.split('/').at(-2) ?? '') || isKeptByHand(document)

const isKeptByHand = (document: string) => byHand.test(document.split('/').at(-2) ?? '')

/**
 * Whether a command, told of in a document, feeds a database client with statements that lie beside the document in a
 * folder of their own for a correction made once, or is a statement itself in a page of what people did by hand. A person
 * runs such statements where the data is, which is seldom said.
 * @param document the path of the document
 * @param command as it is typed
 */
export function runsCorrection(document: string, command: string, repository: Repository): boolean {
  if (!isOfCorrection(document)) return false
  if (isKeptByHand(document) && writesData(command)) return true
  const folders = document.split('/').slice(0, -1)
  return commandsRunBy(command).some((words) => {
    const found = statementOf(words)
    if (found?.does !== 'file' || !statements.test(found.path)) return false
    return repository.has([...folders, found.path.replace(/^\.\//, '')].join('/'))
  })
}
