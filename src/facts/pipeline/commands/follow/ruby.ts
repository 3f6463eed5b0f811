import { basename } from '../../../../documents/path.ts'
import { escaped } from '../../../../documents/pattern.ts'
import { knownCommand } from '../../known/command.ts'
import { withWords } from '../call.ts'
import { isBareTest, kindsOfName } from '../names.ts'
import { runProgram } from '../program.ts'
import type { Follow } from './index.ts'
import { type Body, byNameAlone, runShellOuts } from './text.ts'

/** `rake deploy`: tasks that no table knows, as far as their `sh "…"` and `system "…"` go. */
export const rakefile: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '')
  const tasks = call.words.slice(1).filter((word) => !word.startsWith('-') && !/^\w+=/.test(word))
  // rails has commands of its own beside tasks, and tasks with a colon.
  if (program === 'rails' && !tasks[0]?.includes(':')) return false
  const unknown = (tasks.length ? tasks : program === 'rake' ? ['default'] : []).filter(
    (task) => !knownCommand(program, [task]) && !knownCommand('rake', [task]),
  )
  if (unknown.length === 0 || unknown.length < tasks.length) return false
  const before = finder.acts.length
  for (const task of unknown) {
    const name = task.replace(/\[.*$/, '')
    if (/^(db|assets|tmp|log|cache|webpacker|yarn|active_storage|action_text|railties):/.test(name)) continue
    const body = shell.directory === undefined || context.remote ? undefined : await bodyOf(name, finder.repository)
    if (!body) {
      if (name === 'default') await runDefault(call, shell, context, finder)
      else if (kindsOfName(name).length || isBareTest(name)) byNameAlone(name, call, shell, context, finder)
      continue
    }
    finder.repository.claim(body.file)
    await runShellOuts(body, 'rake', name, call, shell, context, finder)
  }
  return finder.acts.length > before
}

/** The default task where no file of the repository tells of one: what rspec-rails and Rails make of it, by the folders. */
const runDefault: (...given: Parameters<Follow>) => Promise<void> = async (call, shell, context, finder) => {
  const has = (folder: string) => finder.repository.under(folder).length > 0
  if (!has('spec') && !has('test')) return byNameAlone('test', call, shell, context, finder)
  const words = has('spec') ? ['rspec'] : ['rake', 'test']
  return runProgram(withWords(call, words, call.words.length), shell, context, finder)
}

/** The block of `task name: …` in Rakefile or lib/tasks, by its indentation; with what it depends on left out. */
async function bodyOf(name: string, repository: Parameters<Follow>[3]['repository']): Promise<Body | undefined> {
  const last = name.split(':').at(-1) as string
  const head = new RegExp(
    `^([ \\t]*)(?:multi)?task[ (]+(?:\\(?\\s*)?(?:[:"']${escaped(last)}\\b|${escaped(last)}:)`,
    'm',
  )
  const files = [...repository.named('Rakefile', 'rakefile', 'Rakefile.rb'), ...repository.ending('.rake')]
  for (const file of files.slice(0, 60)) {
    const text = await repository.text(file.path)
    const match = text && head.exec(text.content)
    if (!text || !match) continue
    const rest = text.content.slice(match.index)
    const end = new RegExp(`\\n${match[1]}end\\b`).exec(rest)
    return {
      file: file.path,
      text: end ? rest.slice(0, end.index) : (rest.split('\n')[0] as string),
      start: match.index,
    }
  }
  return undefined
}
