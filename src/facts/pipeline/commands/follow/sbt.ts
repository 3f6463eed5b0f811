import { knownCommand } from '../../known/command.ts'
import { partsOfSbt } from '../../known/sbt.ts'
import { withWords } from '../call.ts'
import { isBareTest, kindsOfName } from '../names.ts'
import { runProgram } from '../program.ts'
import { runCall } from '../shell/command.ts'
import type { Finder } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { byNameAlone } from './text.ts'

/** `sbt check`: aliases of the build (scala-sbt.org, "Commands": addCommandAlias), and tasks that tell by their names. */
export const sbt: Follow = async (call, shell, context, finder) => {
  const tasks = call.words.slice(1).flatMap((word) => (word.startsWith('-') ? [] : partsOfSbt(word)))
  const unlisted = tasks.filter(({ task }) => !knownCommand('sbt', [task]))
  if (!unlisted.length || shell.directory === undefined) return false
  const aliases = await aliasesOf(shell.directory, finder)
  const telling = unlisted.flatMap(({ task }) => {
    const name = task.replace(/^.*[/:]/, '')
    const alias = aliases.get(task)
    return alias !== undefined || kindsOfName(name).length || isBareTest(name) ? [{ task, name, alias }] : []
  })
  if (!telling.length) return false
  if (unlisted.length < tasks.length) await runProgram(call, shell, context, finder)
  for (const { task, name, alias } of telling) {
    const key = `sbt ${shell.directory} ${task}`
    if (finder.active.has(key)) continue
    finder.active.add(key)
    const inside = { ...context, names: [...context.names, name], depth: context.depth + 1 }
    if (alias === undefined) byNameAlone(name, call, shell, context, finder)
    else await runCall(withWords(call, ['sbt', ...alias], call.words.length), shell, inside, finder)
    finder.active.delete(key)
  }
  return true
}

/** The aliases that the build's own files define, each with the tasks that it stands for. */
async function aliasesOf(directory: string, { repository }: Finder): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  const files = repository
    .under(directory)
    .filter(({ path }) => /(^|\/)(build\.sbt|project\/\w+\.(scala|sbt))$/.test(path))
  for (const { path } of files.slice(0, 20)) {
    const text = await repository.text(path)
    for (const [, name = '', rest = ''] of text?.content.matchAll(
      /\baddCommandAlias\(\s*"([^"]+)"\s*,((?:[^()]|\([^()]*\))*)\)/g,
    ) ?? [])
      found.set(
        name,
        [...rest.matchAll(/"""([\s\S]*?)"""|"([^"\n]*)"/g)]
          .flatMap(([, long, short]) => (long ?? short ?? '').replace(/^\s*\|/gm, ' ').split(';'))
          .map((task) => task.trim())
          .filter(Boolean),
      )
  }
  return found
}
