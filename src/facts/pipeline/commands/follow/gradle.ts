import type { Kind } from '../../../../config/vocabulary.ts'
import { knownCommand } from '../../known/command.ts'
import { leftOutByGradle } from '../../known/gradle.ts'
import { type Call, emit, withWords } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { kindOfTest, wordsOfName } from '../names.ts'
import { runProgram } from '../program.ts'
import { runCall } from '../shell/command.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { eitherTest } from '../tests/hosts.ts'
import { type GradleTask, gradleTask } from './gradle-tasks.ts'
import type { Follow } from './index.ts'
import { quoteAll, runTarget } from './text.ts'

/** Flags that take the next word. */
const valued = /^(-p|--project-dir|-b|--build-file|-c|--settings-file|-g|-x|--exclude-task|-I|--tests|--console|-P|-D)$/

/** Tasks to which builds commonly hang their own by `dependsOn`, and which are known themselves. */
const lifecycle = /^(check|build|test|assemble|publish|verify)$/

/**
 * `gradle allChecks`: tasks that the build itself defines. Those that they need run first; what they start is followed;
 * of tests the class, the name and the sources tell which.
 */
export const gradle: Follow = async (call, shell, context, finder) => {
  const folder = shell.directory
  if (folder === undefined || call.words.some((word, i) => i > 0 && /^(-p|--project-dir|-b)$/.test(word))) return false
  const own: [index: number, name: string, task: GradleTask][] = []
  const left = leftOutByGradle(call.words)
  const unlisted = new Set<number>()
  const listed = new Set<number>()
  for (const [i, word] of call.words.entries()) {
    if (i === 0 || !/^[\w:.-]+$/.test(word) || word.startsWith('-') || valued.test(call.words[i - 1] ?? '')) continue
    const name = word.replace(/^.*:/, '')
    const known = knownCommand('gradle', [word]) !== undefined
    const mayNeed = !known || lifecycle.test(name)
    const task =
      mayNeed && !finder.active.has(`gradle ${folder} ${name}`)
        ? await withCheck(name, folder, left, finder)
        : undefined
    const tells = task && (task.needs.length || task.commands.length || isTest(task))
    if (tells) own.push([i, name, task])
    if (known) listed.add(i)
    else if (!tells) unlisted.add(i)
  }
  if (own.length === 0 && !(unlisted.size && listed.size)) return false
  for (const [, name, task] of own) await runTask({ name, task, left }, call, shell, context, finder)
  const done = new Set(own.map(([i]) => i).filter((i) => !knownCommand('gradle', [call.words[i] ?? ''])))
  const run = async (without: ReadonlySet<number>) => {
    const words = call.words.filter((_, i) => !done.has(i) && !without.has(i))
    await runProgram(withWords(call, words, call.words.length), shell, context, finder, words.slice(1))
  }
  // what the table knows tells nothing of what it does not
  if (listed.size) await run(unlisted)
  if (unlisted.size) await run(listed)
  return true
}

/** A task; `build` runs `check`, with what hangs on it (docs.gradle.org, "The Base Plugin"). */
async function withCheck(
  name: string,
  folder: string,
  left: ReadonlySet<string>,
  finder: Finder,
): Promise<GradleTask | undefined> {
  const own = await gradleTask(name, folder, finder)
  const check = name === 'build' && !left.has('check') ? await gradleTask('check', folder, finder) : undefined
  if (!check?.needs.length) return own
  return { type: '', commands: [], text: '', ...own, needs: [...(own?.needs ?? []), ...check.needs] }
}

const isTest = ({ type }: GradleTask): boolean => /(^|\.)(Test|JvmTestSuite)$/.test(type)

/** A task that runs, and the names of those that are left out of the whole run. */
interface RunningTask {
  readonly name: string
  readonly task: GradleTask
  readonly left: ReadonlySet<string>
}

async function runTask(
  { name, task, left }: RunningTask,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const key = `gradle ${shell.directory} ${name}`
  if (finder.active.has(key)) return
  finder.active.add(key)
  const [program = ''] = call.words
  const inside = { ...context, names: [...context.names, name], depth: context.depth + 1 }
  const needs = task.needs.filter((need) => {
    const own = need.replace(/^.*:/, '')
    return !left.has(own) && !finder.active.has(`gradle ${shell.directory} ${own}`)
  })
  const words = [program, ...needs, ...[...left].flatMap((other) => ['-x', other])]
  if (needs.length) await runCall(withWords(call, words, call.words.length), shell, inside, finder)
  for (const { words, file, start } of task.commands) {
    const place = { file, start, end: start + 1 }
    const source = { text: quoteAll(words), file: undefined, placeOf: () => place }
    await runTarget(
      { key: `${key} ${file} ${start}`, name, source, directory: shell.directory, errexit: true },
      call,
      shell,
      context,
      finder,
    )
  }
  if (isTest(task) && !lifecycle.test(name)) {
    const told = kindOfTest(wordsOfName(name)) ?? kindOfSources(task.text)
    const kinds: readonly Kind[] = told ? ['build', told] : ['build']
    const hidden = told
      ? undefined
      : { ...hiddenPart(`what the task ${name} tests`, '', call.place), couldBe: eitherTest }
    emit(finder, shell, context, call, { kinds, tool: `gradle ${name}`, hidden })
  }
  finder.active.delete(key)
}

/** The kind that the source set, the tags or the classes of a task of tests speak of. */
function kindOfSources(text: string): Kind | undefined {
  const told = [
    ...text.matchAll(/\bsourceSets\s*(?:\.\s*|\[\s*["'])(\w+)/g),
    ...text.matchAll(/\bincludeTags\s*\(?\s*["'](\w+)/g),
    ...text.matchAll(/\b(?:includeTestsMatching|include)\s*\(?\s*["']([^"']+)/g),
  ].map(([, word = '']) => (/IT(Case)?(\.\w+)?$/.test(word) ? 'integration-test' : kindOfTest(wordsOfName(word))))
  const [first, ...others] = new Set(told)
  return others.length ? undefined : first
}
