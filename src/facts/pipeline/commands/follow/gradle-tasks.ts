import { escaped } from '../../../../documents/pattern.ts'
import type { Finder } from '../shell/state.ts'

/** What the build files of a folder say of a task that they define or change (docs.gradle.org, "Writing Tasks"). */
export interface GradleTask {
  /** its class, where one is told: `Test`, `Exec` */
  readonly type: string
  /** tasks that run before it, by their last name */
  readonly needs: readonly string[]
  /** command lines that it starts, word by word, with their places */
  readonly commands: readonly { readonly words: readonly string[]; readonly file: string; readonly start: number }[]
  /** the text of its blocks */
  readonly text: string
}

/** More build files than this are not looked at. */
const mostFiles = 40

/** The task of a name; undefined where no build file of the folder speaks of one. */
export async function gradleTask(
  name: string,
  directory: string,
  { repository }: Finder,
): Promise<GradleTask | undefined> {
  const head = headOf(escaped(name))
  const files = repository.under(directory).filter(({ path }) => /\.gradle(\.kts)?$/.test(path))
  let type = ''
  let defined = false
  const needs: string[] = []
  const commands: GradleTask['commands'][number][] = []
  const texts: string[] = []
  for (const { path } of files.slice(0, mostFiles)) {
    const content = (await repository.text(path))?.content
    if (!content?.includes(name)) continue
    for (const match of content.matchAll(head)) {
      defined = true
      type ||= match.slice(1).find(Boolean) ?? ''
      const block = blockFrom(content, match.index, match[0].length)
      texts.push(block)
      needs.push(...needsOf(block))
      commands.push(...commandsOf(block, path, match.index))
    }
  }
  return defined ? { type, needs, commands, text: texts.join('\n') } : undefined
}

/**
 * `task x(type: Test)`, `tasks.register<Test>("x")`, `tasks.register("x", Test)`, `val x by tasks.registering(Test::class)`;
 * a suite of tests makes a task of its name (docs.gradle.org, "The JVM Test Suite Plugin"): `val x by
 * registering(JvmTestSuite::class)`, `x(JvmTestSuite) {`, `register("x", JvmTestSuite::class)`.
 */
function headOf(name: string): RegExp {
  const quoted = `["']${name}["']`
  const typed = `(?:\\s*,\\s*([A-Z][\\w.]*))?`
  return new RegExp(
    [
      `^[ \\t]*task[ (]+(?:${name}|${quoted})\\b\\s*(?:\\(\\s*)?(?:[^){\\n]*\\btype:\\s*([\\w.]+))?`,
      `\\btasks\\s*\\.\\s*(?:register|create|named|getByName)\\s*(?:<([\\w.]+)>)?\\s*\\(\\s*${quoted}${typed}`,
      `\\bval\\s+${name}\\s+by\\s+tasks\\.(?:registering|creating|existing|getting)(?:\\(\\s*([\\w.]+))?`,
      `\\bval\\s+${name}\\s+by\\s+(?:registering|creating)\\(\\s*(JvmTestSuite)\\b`,
      `^[ \\t]*${name}\\s*\\(\\s*(JvmTestSuite)\\b`,
      `\\bregister\\s*(?:<(JvmTestSuite)>)?\\s*\\(\\s*${quoted}(?:\\s*,\\s*(JvmTestSuite)\\b)?`,
      `^[ \\t]*(?:tasks\\.)?${name}(?:\\.configure)?\\s*(?=\\{|\\.dependsOn\\b)`,
    ].join('|'),
    'gm',
  )
}

/** The longest block that is read. */
const longest = 5_000

/** From a head to the end of its block, or of its line where it has none. */
function blockFrom(content: string, start: number, length: number): string {
  const rest = content.slice(start, start + longest)
  const lineEnd = rest.indexOf('\n', length)
  const open = rest.indexOf('{', length)
  const ownLine = lineEnd < 0 ? rest.length : lineEnd
  if (open < 0 || open > ownLine) return rest.slice(0, ownLine)
  let depth = 0
  for (let at = open; at < rest.length; at++) {
    if (rest[at] === '{') depth++
    else if (rest[at] === '}' && --depth === 0) return rest.slice(0, at + 1)
  }
  return rest
}

/** `dependsOn 'a', "b:c"`, `dependsOn(tasks.test, named("x"))`, `dependsOn: [x, y]`. */
function needsOf(block: string): readonly string[] {
  return [...block.matchAll(/^(?!\s*\/\/).*?\bdependsOn\b[\s:=(]*([^\n{]*)/gm)].flatMap(([, list = '']) => {
    const words = list.replace(/\b(?:tasks|project)\b(?:\s*\.\s*(?:named|getByName))?|:\w+:(?=")/g, ' ')
    return [...words.matchAll(/["']([\w:.-]+)["']|(?<![\w.])\.?([a-z]\w*)(?![\w(]|\.|\*)/g)].map(([, quoted, bare]) =>
      (quoted ?? bare ?? '').replace(/^:/, ''),
    )
  })
}

/** `commandLine 'a', 'b'`, `commandLine("a", "b")`, `commandLine = listOf("a")`, `executable "a"` with `args`. */
function commandsOf(block: string, file: string, at: number): GradleTask['commands'] {
  const found = [...block.matchAll(/^(?!\s*\/\/).*?\b(commandLine|executable)\b([^\n]*(?:(?<=,\s*)\n[^\n]*)*)/gm)]
  return found.flatMap(([whole, key, list = ''], i) => {
    const words = wordsIn(list)
    const more = key === 'executable' ? wordsIn(/\bargs\b([^\n]*(?:(?<=,\s*)\n[^\n]*)*)/.exec(block)?.[1] ?? '') : []
    const start = at + (found[i]?.index ?? 0)
    return words.length ? [{ words: [...words, ...more], file, start: start + whole.search(/\S/) }] : []
  })
}

const wordsIn = (list: string): string[] =>
  [...list.matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g)].map(([, double, single]) => double ?? single ?? '')
