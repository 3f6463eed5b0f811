import { commandsRunBy, splitCommand } from '../runbook/commands.ts'
import { copiesToHost, copiesToRemote } from './copies.ts'
import { makesInfrastructure } from './making.ts'
import { effectOf, sessionOf } from './remote.ts'
import { setsConfiguration } from './settings.ts'
import { statementOf } from './sql.ts'
import type { Way } from './vocabulary.ts'
import { optionValue, withoutOutput } from './words.ts'

/** A way in which a command changes a running system past the files that declare it. */
export interface FoundWay {
  readonly way: Way
  /** `yes`; `open` where what it runs cannot be told; `file` where the statements of {@link path} decide */
  readonly changes: 'yes' | 'open' | 'file'
  readonly path?: string
}

/** Tools that deploy by logging in to servers over ssh. */
const sshTools: Readonly<Record<string, RegExp>> = {
  dep: /^(deploy|rollback|run|chown|release)/,
  // the stage of a machine beside one's own, as Vagrant makes it, is none
  cap: /^(?!(local|localhost|vagrant)\b)/,
  mina: /./,
  fab: /./,
  envoy: /^run\b/,
  kamal: /^(deploy|redeploy|rollback|setup|app|server|accessory|env|proxy)\b/,
  shipit: /./,
  // `pm2 deploy production`, `pm2 deploy ecosystem.config.js production update` (pm2.keymetrics.io, "Deployment")
  pm2: /^deploy\b(?!.*\b(curr|prev|list)$)/,
}

/**
 * The ways in which one command changes a running system directly: a shell there, its database, its files, its
 * configuration, its infrastructure. Empty for what only reads and for what applies what files declare.
 * @param words the program first, quotes removed
 */
export function waysOf(words: readonly string[]): readonly FoundWay[] {
  const program = (words[0] ?? '').replace(/^.*\//, '')
  const own = [program, ...words.slice(1)]
  const found: FoundWay[] = []
  const session = sessionOf(own)
  if (session?.text !== undefined) {
    const effect = session.does ?? effectOf(session.text)
    for (const way of session.also ?? []) found.push({ way, changes: 'yes' })
    if (unpacksWhatItIsFed(session.text)) found.push({ way: 'file-copy', changes: 'yes' })
    if (session.does) return distinct(effect === 'reads' ? [] : [...found, { way: 'ssh', changes: 'yes' }])
    const inner = waysOfText(session.text).filter(({ way }) => way !== 'ssh')
    const sure = effect === 'changes' || inner.some(({ changes }) => changes === 'yes')
    if (sure) found.push({ way: 'ssh', changes: 'yes' })
    else if (effect === 'open' && !inner.length && !isStatement(session.text))
      found.push({ way: 'ssh', changes: 'open' })
    if (writesSettings(session.text)) found.push({ way: 'configuration', changes: 'yes' })
    found.push(...inner)
    return distinct(found)
  }
  if (Object.hasOwn(sshTools, program) && sshTools[program]?.test(own.slice(1).join(' '))) {
    found.push({ way: 'ssh', changes: 'yes' })
    if (program === 'dep') found.push({ way: 'file-copy', changes: 'open' })
  }
  const statement = statementOf(own)
  if (statement?.does === 'writes') found.push({ way: 'database', changes: 'yes' })
  else if (statement?.does === 'open') found.push({ way: 'database', changes: 'open' })
  else if (statement?.does === 'file') found.push({ way: 'database', changes: 'file', path: statement.path })
  if (copiesToHost(own)) found.push({ way: 'file-copy', changes: 'yes' })
  else if (copiesToRemote(own)) found.push({ way: 'file-copy', changes: 'open' })
  if (setsConfiguration(own)) found.push({ way: 'configuration', changes: 'yes' })
  if (makesInfrastructure(own)) found.push({ way: 'infrastructure', changes: 'yes' })
  return distinct(found)
}

/** The ways of all commands of a text. */
export function waysOfText(text: string): readonly FoundWay[] {
  const found: FoundWay[] = []
  for (const line of text.split('\n')) {
    if (/^\s*#/.test(line)) continue
    for (const words of commandsRunBy(line)) found.push(...waysOf(withoutOutput(words)))
  }
  return distinct(found)
}

/** A file of settings that is edited or written where the system runs. */
export const writesSettings = (text: string): boolean =>
  /\bsed\s+(-\w+\s+)*-\w*i|(>|\btee\s+(-a\s+)?)\s*["']?(\S{0,200}\.env\b|\S{0,200}\.(conf|cfg|ini|properties)\b|\/etc\/)/.test(
    text,
  )

/**
 * Whether a text that is run on a machine writes what is piped to it into files there: `tar xz -C /srv`, `cat > /srv/app.conf`,
 * `tee /srv/app.conf`, each without a file of its own to read.
 */
const unpacksWhatItIsFed = (text: string): boolean =>
  !text.includes('<') &&
  splitCommand(text).some((words, at, all) => {
    const [program = '', ...rest] = words.filter((word) => word !== 'sudo')
    if (program === 'tar') {
      const archive = optionValue(rest, '-f', '--file') ?? (/^-?\w*f$/.test(rest[0] ?? '') ? rest[1] : undefined)
      return /^-?\w*x/.test(rest[0] ?? '') && (archive === undefined || archive === '-')
    }
    if (program === 'cat') return /^>>?/.test(rest[0] ?? '') && rest.join(' ') !== '> /dev/null'
    // what stands before a pipe there is fed from there
    return at === 0 && all.length === 1 && program === 'tee' && rest.some((word) => !word.startsWith('-'))
  })

const isStatement = (text: string): boolean => splitCommand(text).some((part) => statementOf(part) !== undefined)

/** One for each way, the surest. */
function distinct(found: readonly FoundWay[]): readonly FoundWay[] {
  const order = ['yes', 'file', 'open']
  const best = new Map<Way, FoundWay>()
  for (const one of found) {
    const known = best.get(one.way)
    if (!known || order.indexOf(one.changes) < order.indexOf(known.changes)) best.set(one.way, one)
  }
  return [...best.values()]
}
