import type { Act, HiddenPart } from '../pipeline/model.ts'
import { effectOf } from './remote.ts'
import { isLocalDatabase, statementOf } from './sql.ts'
import type { Way } from './vocabulary.ts'
import { type FoundWay, waysOf, waysOfText, writesSettings } from './ways.ts'

/** The ways in which an act of a pipeline changes a running system directly. What works on the runner itself has none. */
export function waysOfAct(act: Act): readonly FoundWay[] {
  if (act.inputs && act.words.length === 0) {
    if (act.remote) return ofUse(act)
    return settingsUse.test(act.tool) ? [{ way: 'configuration', changes: 'yes' }] : []
  }
  const program = act.tool.split(' ')[0] ?? ''
  const words = [program, ...act.words]
  if (emulated.test(act.text) || emulated.test(words.join(' '))) return []
  if (statementOf(words) && isLocalDatabase(words)) return []
  // a shell in a container of the runner
  if (/^(docker|podman|docker-compose)$/.test(program) && !act.remote) return []
  const found = waysOf(words)
  // the finder knows better which scripts change what runs where they run
  if (act.remote && act.kinds.includes('deploy') && !found.some((one) => one.way === 'ssh' && one.changes === 'yes')) {
    return [{ way: 'ssh', changes: 'yes' }, ...found.filter((one) => one.way !== 'ssh')]
  }
  return found
}

/** An emulator of a cloud beside the runner is no cloud. */
const emulated =
  /EMULATOR_HOST=|--endpoint(-url)?[= ]\S{0,80}(localhost|127\.0\.0\.1|localstack|minio|dynamodb)|\bawslocal\b/i

/** Actions and tasks that set the configuration of what runs. */
const settingsUse = /(^|\/)(appservice-settings|AzureAppServiceSettings|set-app-settings)$/i

const scriptInput = /script|command|shellcommand|^(run|inline|args)$/i

/** An action, task, pipe or plugin's step that works on another machine: by its name, and by the script it is given. */
function ofUse(act: Act): readonly FoundWay[] {
  const scripts = Object.entries(act.inputs ?? {}).flatMap(([name, value]) => (scriptInput.test(name) ? [value] : []))
  const copies = /scp|rsync|ftp|copy|ssh-?deploy|file-deployer|put|upload|publish/i.test(act.tool)
  const found: FoundWay[] = copies ? [{ way: 'file-copy', changes: 'yes' }] : []
  const text = scripts.join('\n').trim()
  if (text !== '') {
    const effect = effectOf(text)
    if (effect !== 'reads') found.push({ way: 'ssh', changes: effect === 'changes' ? 'yes' : 'open' })
    found.push(...waysOfText(text).filter(({ way }) => way !== 'ssh'))
    if (writesSettings(text)) found.push({ way: 'configuration', changes: 'yes' })
  } else if (!copies) found.push({ way: 'ssh', changes: act.kinds.includes('deploy') ? 'yes' : 'open' })
  return found
}

/** The ways that something hidden may go, by the kinds that it could serve; what a controller does goes by manifests. */
export function waysOfHidden({ couldBe, byController }: HiddenPart): readonly Way[] {
  if (byController) return []
  const found = new Set<Way>()
  if (couldBe.some((kind) => kind === 'deploy' || kind === 'rollback')) {
    for (const way of ['ssh', 'file-copy', 'configuration', 'database', 'infrastructure'] as const) found.add(way)
  }
  if (couldBe.includes('migrate')) found.add('database')
  if (couldBe.includes('apply')) found.add('infrastructure')
  return [...found]
}
