import type { Block } from '../../documents/markdown.ts'
import { effectOf, sessionOf } from '../change/remote.ts'
import { isLocalDatabase, statementOf } from '../change/sql.ts'
import type { Way } from '../change/vocabulary.ts'
import { commandsIn, commandsRunBy, type ShownCommand } from './commands.ts'
import { opensConsole } from './consoles.ts'
import { isOwnMachine } from './session.ts'

/** How many blocks below a command are looked at for what is typed there. */
export const blocksBelow = 3

/** A way into a running system that a document shows, where nothing tells what is done there. */
export interface Opening {
  readonly command: ShownCommand
  readonly ways: readonly Way[]
}

/**
 * The shells, consoles and clients of databases that a block has a person open without a word of what to type there, and
 * the commands run there of which it cannot be told what they do.
 * @param after the blocks below it: what they show is typed there
 */
export function openingsIn(block: Block, after: readonly Block[]): readonly Opening[] {
  const commands = commandsIn(block)
  const told = after[0]?.kind !== 'heading' && after.slice(0, blocksBelow).some(showsCode(after))
  const seen = new Set<Way>()
  return commands.flatMap((command, at) => {
    const waits = at === commands.length - 1 && !told
    const ways = commandsRunBy(command.text)
      .flatMap((words) => wayInto(words, waits) ?? [])
      .filter((way) => !seen.has(way))
    for (const way of ways) seen.add(way)
    return ways.length ? [{ command, ways }] : []
  })
}

/** Whether a block of code stands below, before the next chapter. */
const showsCode = (after: readonly Block[]) => (one: Block, at: number) =>
  one.kind === 'code' && !after.slice(0, at).some(({ kind }) => kind === 'heading')

/**
 * The way by which a command goes into a running system and does there what nobody can tell.
 * @param waits whether nothing is shown that is typed there
 */
function wayInto(words: readonly string[], waits: boolean): Way | undefined {
  if (isOwnMachine(words)) return undefined
  if (statementOf(words)?.does === 'open') return waits && !isLocalDatabase(words) ? 'database' : undefined
  const session = sessionOf(words)
  if (!session) return undefined
  const { text } = session
  if (text === undefined || opensConsole(text)) return waits ? 'ssh' : undefined
  const client = commandsRunBy(text).flatMap((inner) => statementOf(inner) ?? [])
  if (client.length) return waits && client.some(({ does }) => does === 'open') ? 'database' : undefined
  return effectOf(text) === 'open' ? 'ssh' : undefined
}
