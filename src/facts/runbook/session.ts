import type { Block, Heading } from '../../documents/markdown.ts'
import { effectOf, sessionOf } from '../change/remote.ts'
import { isLocalDatabase, statementOf, writesData } from '../change/sql.ts'
import type { Way } from '../change/vocabulary.ts'
import { commandsIn, commandsRunBy, type ShownCommand } from './commands.ts'

/** A shell or a client of a database that a document has a person open on another machine. */
interface Session {
  /** the chapter that opens it; it is left with it */
  readonly heading: Heading | undefined
  /** a shell there, not a client alone */
  readonly shell: boolean
}

/** What is typed there. */
export interface TypedThere {
  readonly command: ShownCommand
  readonly ways: readonly Way[]
}

/** Follows through a document where a person has been told to log in, block after block. */
export class Sessions {
  private open: Session | undefined

  /** Whether the chapter of the block that is looked at has logged in before. */
  isOpen(stack: readonly Heading[]): boolean {
    const { heading } = this.open ?? {}
    if (this.open && heading && !stack.includes(heading)) this.open = undefined
    return this.open !== undefined
  }

  /**
   * What of a block is typed where the chapter has logged in, and changes something there: the first command of each way.
   * @param stack the headings that the block stands under
   */
  typedIn(block: Block, stack: readonly Heading[]): readonly TypedThere[] {
    const found: TypedThere[] = []
    const seen = new Set<Way>()
    for (const command of commandsIn(block)) {
      const ways = this.isOpen(stack) ? this.waysThere(command).filter((way) => !seen.has(way)) : []
      for (const way of ways) seen.add(way)
      if (ways.length) found.push({ command, ways })
      this.follow(command, stack.at(-1))
    }
    return found
  }

  private waysThere({ text, language }: ShownCommand): readonly Way[] {
    const shell: readonly Way[] = this.open?.shell ? ['ssh'] : []
    if (language === 'sql') return writesData(text) ? [...shell, 'database'] : []
    const words = commandsRunBy(text).filter((one) => !isLocalDatabase(one) || this.open?.shell)
    const data = words.some((one) => statementOf(one)?.does === 'writes')
    return [...(data || changesThere(text) ? shell : []), ...(data ? (['database'] as const) : [])]
  }

  private follow({ text }: ShownCommand, heading: Heading | undefined): void {
    if (/^(exit|logout)\s*$/.test(text)) this.open = undefined
    for (const words of commandsRunBy(text)) {
      if (!opensShell(words) && !opensClient(words)) continue
      // a client that is opened in a shell there leaves the shell open
      const shell = (this.open?.shell ?? false) || opensShell(words)
      this.open = { heading: this.open?.heading ?? heading, shell }
    }
  }
}

/* Containers and machines of who develops. */
const own = /\b(minikube|vagrant|localhost|docker-desktop|kind-\w+|k3d-\w+)\b/

/** Whether a command goes into a container or a machine of who develops. */
export const isOwnMachine = (words: readonly string[]): boolean =>
  /^(docker|podman|docker-compose)$/.test(words[0] ?? '') || own.test(words.join(' '))

/** `ssh ops@host`, `kubectl exec -it shop-0 -- bash`: a shell on another machine, and nothing that runs there yet. */
function opensShell(words: readonly string[]): boolean {
  if (isOwnMachine(words)) return false
  const session = sessionOf(words)
  return session !== undefined && (session.text === undefined || opensThere(session.text))
}

/** `kubectl exec -it db-0 -- mysql -u root` */
const opensThere = (text: string) => commandsRunBy(text).some((words) => statementOf(words)?.does === 'open')

/** `psql <connection-string>`, `psql "$DATABASE_URL"`: a database that is not said to be one's own. */
const opensClient = (words: readonly string[]) =>
  statementOf(words)?.does === 'open' &&
  (!isLocalDatabase(words) ||
    words.slice(1).some((word) => /^<[^>]*(url|uri|connection|dsn)[^>]*>$|^\$\{?\w*(URL|URI|DSN)\}?$/i.test(word)))

/* What is done beside the session: version control, and the making of images. */
const beside =
  /^git (?!pull|checkout|reset|fetch|clone)|^docker (build|push|login|tag|buildx)\b|^(ssh|scp|rsync|cd|export)\b/

const changesThere = (text: string) => {
  const plain = text.replace(/^(\$\s+|sudo\s+)+/, '')
  return !beside.test(plain) && !own.test(plain) && effectOf(plain) === 'changes'
}
