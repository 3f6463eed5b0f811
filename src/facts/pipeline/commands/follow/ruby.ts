import { basename } from '../../../../documents/path.ts'
import { knownCommand } from '../../known/command.ts'
import { emit, withWords } from '../call.ts'
import { isBareTest, kindsOfName, testKinds } from '../names.ts'
import { runProgram } from '../program.ts'
import { tellByName } from './by-name.ts'
import type { Follow } from './index.ts'
import { type RakeTask, rakeTask } from './rake-tasks.ts'
import { byNameAlone, runShellOuts } from './text.ts'

type Given = Parameters<Follow>

/** `rake deploy`: tasks that no table knows, with what they depend on, as far as their `sh "…"` and `system "…"` go. */
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
  const done = new Set<string>()
  for (const task of unknown) await runTask(task.replace(/\[.*$/, ''), done, [call, shell, context, finder])
  return finder.acts.length > before
}

const ofRails = /^(db|assets|tmp|log|cache|webpacker|yarn|active_storage|action_text|railties):|^environment$/

/** A task, those that it needs first (as Rake does), each once. */
async function runTask(name: string, done: Set<string>, given: Given): Promise<void> {
  const [call, shell, context, finder] = given
  if (done.has(name) || done.size > 60) return
  done.add(name)
  if (done.size > 1 && knownCommand('rake', [name])) {
    await runProgram(withWords(call, ['rake', name], call.words.length), shell, context, finder)
    return
  }
  if (ofRails.test(name)) return
  const task = shell.directory === undefined || context.remote ? undefined : await rakeTask(name, finder.repository)
  if (name === 'default' && (!task || (await isFurtherDefault(task, given)))) await runDefault(...given)
  if (!task) {
    if (name !== 'default' && (kindsOfName(name).length || isBareTest(name)))
      byNameAlone(name, call, shell, context, finder)
    return
  }
  for (const need of task.needs) await runTask(need, done, given)
  for (const one of task.made) {
    finder.repository.claim(one.file)
    await runMade(one, name, given)
  }
  for (const body of task.bodies) {
    finder.repository.claim(body.file)
    for (const [, other = ''] of body.text.matchAll(/Rake::Task\[\s*[:"']([\w:-]+)["']?\s*\]\.(?:invoke|execute)/g))
      await runTask(other, done, given)
    const before = finder.acts.length
    await runShellOuts(body, 'rake', name, call, shell, context, finder)
    // what only Ruby does tells by its name, as a script of another language does
    if (body.text.includes('\n')) tellByName(name, before, true, call, shell, context, finder, body.text)
  }
}

/** rspec-rails adds its specs to a default task that the application has too, unless that begins anew. */
async function isFurtherDefault(task: RakeTask, [, , , finder]: Given): Promise<boolean> {
  const { repository } = finder
  if (task.cleared || task.needs.some((need) => /^(spec|test)\b/.test(need)) || !repository.under('spec').length)
    return false
  return /\brspec-rails\b/.test((await repository.text('Gemfile'))?.content ?? '')
}

/** The default task where no file of the repository tells of one: what rspec-rails and Rails make of it, by the folders. */
const runDefault: (...given: Given) => Promise<void> = async (call, shell, context, finder) => {
  const has = (folder: string) => finder.repository.under(folder).length > 0
  if (!has('spec') && !has('test')) return byNameAlone('test', call, shell, context, finder)
  const words = has('spec') ? ['rspec'] : ['rake', 'test']
  return runProgram(withWords(call, words, call.words.length), shell, context, finder)
}

/** The programs behind classes that make tasks. */
const programs: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^RSpec::/, ['rspec']],
  [/^RuboCop::/, ['rubocop']],
  [/^Cucumber::/, ['cucumber']],
  [/^Bundler::Audit/, ['bundle-audit']],
  [/^HamlLint::/, ['haml-lint']],
  [/^SlimLint::/, ['slim-lint']],
  [/^Reek::/, ['reek']],
]

/** A task that a class of a gem makes: `RSpec::Core::RakeTask.new(:acceptance) { |t| t.pattern = … }`. */
async function runMade({ by, text }: RakeTask['made'][number], name: string, given: Given): Promise<void> {
  const [call, shell, context, finder] = given
  const patterns = [...text.matchAll(/\b(?:pattern|test_files|test_globs?)\s*=[^"'\n]*["']([^"'\n]+)["']/g)].map(
    (match) => match[1] as string,
  )
  const names = [...context.names, name]
  const words = programs.find(([pattern]) => pattern.test(by))?.[1]
  if (words) {
    const all = words[0] === 'rspec' ? [...words, ...patterns] : words
    return runProgram(withWords(call, all, call.words.length), shell, { ...context, names }, finder)
  }
  if (/Test/.test(by))
    emit(finder, shell, context, call, { kinds: testKinds(['unit-test'], patterns, names), tool: 'rake test' })
  else byNameAlone(name, call, shell, context, finder)
}
