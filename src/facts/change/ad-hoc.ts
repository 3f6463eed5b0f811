import type { Session } from './remote.ts'
import type { Way } from './vocabulary.ts'
import { optionValue } from './words.ts'

/*
 * Ansible's ad-hoc commands: one module on many machines, `ansible web -m copy -a "src=a dest=/srv/a"`
 * (docs.ansible.com, "Introduction to ad hoc commands").
 */

/** Modules that run the words they are given; without a name it is `command`. */
const runsWords = /^(command|shell|raw|expect|win_command|win_shell|powershell)$/
/** Modules that only look, wait or print. */
const looks =
  /^(ping|win_ping|setup|gather_facts|debug|stat|win_stat|find|win_find|slurp|fetch|assert|fail|pause|wait_for|wait_for_connection|getent|uri|\w*_(info|facts))$/
/** Modules that put files onto a machine. */
const copies = /^(copy|template|synchronize|unarchive|get_url|assemble|win_copy|win_template|patch)$/
/** Modules that change data and schema. */
const ofDatabases = /^(mysql|postgresql|mongodb|mssql|clickhouse|redis|proxysql|influxdb)_\w+$/

/**
 * What one module does on the machines of an inventory.
 * @returns undefined where nothing is done: a trial run, a list of machines, this machine
 */
export function adHocSession(words: readonly string[]): Session | undefined {
  if (words.some((word) => /^(-C|--check|--list-hosts|--version|--help)$/.test(word))) return undefined
  if (/^(localhost|127\.0\.0\.1)$/.test(words[1] ?? '')) return undefined
  const given = optionValue(words, '-a', '--args')
  const module = (optionValue(words, '-m', '--module-name') ?? 'command').replace(/^.*\./, '')
  if (runsWords.test(module)) return { text: given ?? 'run' }
  const text = `${module} ${given ?? ''}`.trim()
  if (looks.test(module)) return { text, does: 'reads' }
  const also: readonly Way[] = copies.test(module) ? ['file-copy'] : ofDatabases.test(module) ? ['database'] : []
  return { text, does: 'changes', also }
}
