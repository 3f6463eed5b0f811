import type { Block } from '../../documents/markdown.ts'
import { statementOf, writesData } from '../change/sql.ts'
import type { Way } from '../change/vocabulary.ts'
import { commandsRunBy, lineOfBlock, type ShownCommand } from './commands.ts'

/*
 * What people type into the console of an application (Rails, Django, IEx, Tinker): calls that write to its database through
 * its models, and switches of features; and statements that follow a client of a database. Only what surely writes is known;
 * all else looks.
 */

/** A call in a console that changes the running system. */
export interface ConsoleCall {
  readonly command: ShownCommand
  readonly ways: readonly Way[]
}

const languages = /^(ruby|rb|irb|python|py|python3|pycon|ipython|elixir|ex|exs|iex|php)$/
const named =
  /\b(rails|django|python|ruby|irb|elixir|iex|laravel|php|tinker|production|prod|remote|live|app|application|node)['’]?s? (console|shell|repl)\b|\bconsole commands?\b|\b(in|into|from|using|open|with|run|start|via) (a|an|the) (console|repl)\b|\b(rails c|rails console|manage\.py shell|shell_plus|artisan tinker|iex -S|remote_console|remsh)\b/i
const opens =
  /\b(rails (c|console)|manage\.py (shell|shell_plus)|flask shell|artisan tinker|iex|irb|remote_console|remote)\b(?!.*(\s-c\s|\bshell -c\b))(\s+-\S+|\s+\S*prod\S*|["'])*\s*$/
const prompt = /^(>>>|\.\.\.|irb\([^)]*\)[^>]*>|\[\d+\] pry\([^)]*\)>|In \[\d+\]:|iex(\([^)]*\))?(\d+)?>|>>?|=>)\s*/

const writesModel =
  /\.(update(_all|_columns?|_attributes?|!)?|save!?|create!?|destroy(_all|!)?|delete(_all|!)?|insert(_all)?!?|upsert(_all)?|toggle!|touch|increment!|decrement!|find_or_create_by!?|bulk_(create|update)|get_or_create|update_or_create|forceDelete|truncate|confirm!)\s*(\(|$|\s)|\bRepo\.(insert|update|delete)(_all|!)?\b|->(save|update|delete|create|forceDelete|insert)\(/
const switches = /\b(Flipper|Feature|FeatureFlags?|Rollout|Flag)\.(enable|disable|activate|deactivate|toggle)\w*/
/** Writing in memory, into files or into what a language has itself. */
const elsewhere = /\b(dict|hash|params|options|File|FileUtils|CSV|Dir|headers|set|str)\.(update|delete|create|insert)\b/

/** Whether a text of people speaks of such a console. */
export const namesConsole = (text: string): boolean => named.test(text)

/* `docker compose run web bin/rails console`: a container of who types it, unless it is one of a server. */
const ofOwnContainer = /^(\$\s+)?(sudo\s+)?(docker|podman)(-compose)?(?=\s)(?!.*(\bprod|\s(-H|--host|--context)[\s=]))/

/**
 * The first call of each kind in a block of code that is typed in a console.
 * @param told whether what stands around the block speaks of a console
 * @param loggedIn whether the chapter has logged in to another machine before
 */
export function consoleCalls(block: Block, told: boolean, loggedIn = false): readonly ConsoleCall[] {
  if (block.kind !== 'code') return []
  let inside = told && (languages.test(block.language) || block.language === '')
  let client = false
  let there = loggedIn
  const found = new Map<Way, ConsoleCall>()
  const lines = joinedLines(block.text)
  for (const [i, { text, index }] of lines.entries()) {
    there ||= /^(\$\s+)?ssh\s/.test(text)
    if (opensConsole(text)) inside = there || !ofOwnContainer.test(text)
    else if (!client && opensClient(text)) client = true
    else if ((inside || client) && !/^(#|\/\/|--)/.test(text)) {
      // a statement may end on the next line
      const written = client && writesData(`${text} ${lines[i + 1]?.text ?? ''}`)
      const way = written ? 'database' : inside ? wayOf(text.replace(prompt, '')) : undefined
      const command = { text: text.replace(prompt, ''), place: lineOfBlock(block, index), language: 'console' }
      if (way && !found.has(way)) found.set(way, { command, ways: [way] })
    }
  }
  return [...found.values()]
}

/** The lines of a block, those that a backslash continues put together, with the number of the first. */
function joinedLines(block: string): readonly { readonly text: string; readonly index: number }[] {
  const found: { text: string; index: number }[] = []
  let goesOn = false
  for (const [index, line] of block.split('\n').entries()) {
    const text = line.trim()
    const own = text.endsWith('\\') ? text.slice(0, -1).trimEnd() : text
    const last = found.at(-1)
    if (goesOn && last) last.text += ` ${own}`
    else found.push({ text: own, index })
    goesOn = text.endsWith('\\')
  }
  return found
}

/** Whether a line starts such a console, and types nothing into it. */
export const opensConsole = (line: string): boolean => commandsRunBy(line).some((words) => opens.test(words.join(' ')))

/** `psql $URL` without a statement: what follows is typed there. */
const opensClient = (line: string) =>
  /\b(psql|mysql|mariadb|mongosh|sqlcmd|pg:psql)\b/.test(line) &&
  commandsRunBy(line.replace(/^\$\s+/, '')).some((words) => statementOf(words)?.does === 'open')

function wayOf(call: string): Way | undefined {
  if (switches.test(call)) return 'configuration'
  return writesModel.test(call) && !elsewhere.test(call) ? 'database' : undefined
}
