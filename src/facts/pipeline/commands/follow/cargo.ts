import { joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { knownCommand } from '../../known/command.ts'
import { withWords } from '../call.ts'
import { runCall } from '../shell/command.ts'
import type { Follow } from './index.ts'
import { taskTables } from './task-tables.ts'
import { byNameAlone } from './text.ts'

/**
 * `cargo ci-test`: an alias of .cargo/config.toml (doc.rust-lang.org/cargo, "Configuration"). `cargo xtask test` and
 * `cargo make test` run what the repository says; where it is not at hand, the task's name tells.
 */
export const cargo: Follow = async (call, shell, context, finder) => {
  const at = call.words.findIndex((word, i) => i > 0 && !/^[-+]/.test(word))
  const name = call.words[at]
  if (name === undefined || knownCommand('cargo', call.words.slice(at))) return false
  const folder = shell.directory
  for (const path of folder === undefined ? [] : ['.cargo/config.toml', '.cargo/config']) {
    const file = joinPath(folder ?? '', path)
    const root = file !== undefined && finder.repository.has(file) ? await finder.repository.toml(file) : undefined
    const alias: DataNode | undefined = root?.at('alias', name)
    const words: readonly string[] = alias?.text?.split(/\s+/) ?? alias?.asList.map((word) => word.text ?? '') ?? []
    if (!words.length || words[0] === name) continue
    if (words[0] === 'run') break
    await runCall(withWords(call, ['cargo', ...words], at + 1), shell, { ...context, depth: context.depth + 1 }, finder)
    return true
  }
  if (name === 'make' && (await taskTables(withWords(call, ['cargo-make'], at + 1), shell, context, finder)))
    return true
  const task = /^(xtask|make)$/.test(name) ? call.words.slice(at + 1).find((word) => !word.startsWith('-')) : undefined
  if (task === undefined) return false
  byNameAlone(task, call, shell, context, finder)
  return true
}
