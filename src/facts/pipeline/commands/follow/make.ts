import type { Text } from '../../../../documents/text.ts'
import type { Call } from '../call.ts'
import { joinPath, repositoryPath } from '../paths.ts'
import type { Context, Finder, Shell } from '../shell-state.ts'
import type { Follow } from './index.ts'
import { expandMake, type Makefile, readMakefile } from './makefile.ts'
import { tellByName } from './script.ts'
import { missingTarget, runTarget } from './text.ts'

const valued = new Set(['-j', '--jobs', '-l', '-o', '-W', '-I', '--include-dir', '-O'])

/** `make -C folder -f file target VAR=x`: the recipes of the targets, with those of their prerequisites first. */
export const makefile: Follow = async (call, shell, context, finder) => {
  let folder = shell.directory
  let file: string | undefined
  let ignores = false
  const targets: string[] = []
  const variables: Record<string, string> = {}
  const { words } = call
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string
    const assigned = /^([A-Za-z_]\w*)\s*[:?+]?=([\s\S]*)$/.exec(word)
    if (assigned) variables[assigned[1] as string] = assigned[2] as string
    else if (word === '-C' || word === '--directory') folder = repositoryPath(words[++i] ?? '', folder)
    else if (word.startsWith('--directory=')) folder = repositoryPath(word.slice('--directory='.length), folder)
    else if (word.startsWith('-C')) folder = repositoryPath(word.slice(2), folder)
    else if (word === '-f' || word === '--file' || word === '--makefile') file = words[++i]
    else if (word.startsWith('--file=') || word.startsWith('--makefile=')) file = word.slice(word.indexOf('=') + 1)
    else if (/^-[a-zA-Z]*n[a-zA-Z]*$/.test(word) || word === '--dry-run' || word === '--just-print') return true
    else if (word === '-i' || word === '-k' || word === '--ignore-errors') ignores ||= word !== '-k'
    else if (valued.has(word)) {
      if (/^\d/.test(words[i + 1] ?? '') || !/^-[jlO]$/.test(word)) i++
    } else if (!word.startsWith('-')) targets.push(word)
  }
  const found = await find(folder, file, finder)
  if (!found || folder === undefined) {
    missingTarget(
      `Makefile${targets.length ? ` with ${targets.join(' ')}` : ''}`,
      folder || 'this folder',
      named(call, targets),
      shell,
      context,
      finder,
    )
    return true
  }
  const made = await readAll(found, finder)
  const inside: Context = ignores ? { ...context, status: 'ignored', suppressed: true } : context
  for (const target of targets.length ? targets : [made.first ?? '']) {
    await run(target, made, folder, variables, call, shell, inside, finder, new Set())
  }
  return true
}

/** For messages and for what the name leaves open. */
const named = (call: Call, targets: readonly string[]): Call => ({
  ...call,
  words: [call.words[0] ?? 'make', ...targets],
})

async function find(folder: string | undefined, file: string | undefined, finder: Finder): Promise<Text | undefined> {
  if (folder === undefined) return undefined
  for (const name of file ? [file] : ['GNUmakefile', 'makefile', 'Makefile']) {
    const path = joinPath(folder, name)
    if (path !== undefined && finder.repository.has(path)) {
      finder.repository.claim(path)
      return finder.repository.text(path)
    }
  }
  return undefined
}

/** A Makefile with the local files that it includes. */
async function readAll(text: Text, finder: Finder): Promise<Makefile> {
  const seen = new Set([text.file])
  const made = readMakefile(text)
  const waiting = [...made.includes]
  while (waiting.length && seen.size < 20) {
    const name = waiting.shift() as string
    const path = joinPath(text.file.replace(/[^/]*$/, ''), name) ?? ''
    if (seen.has(path) || !finder.repository.has(path)) continue
    seen.add(path)
    const included = await finder.repository.text(path)
    if (!included) continue
    const inner = readMakefile(included)
    for (const [target, rule] of inner.rules) {
      const own = made.rules.get(target)
      if (!own) made.rules.set(target, rule)
      else if (own.recipe.length === 0) made.rules.set(target, { ...rule, needs: [...own.needs, ...rule.needs] })
    }
    for (const [key, value] of inner.variables) if (!made.variables.has(key)) made.variables.set(key, value)
    waiting.push(...inner.includes)
  }
  return made
}

async function run(
  target: string,
  made: Makefile,
  folder: string,
  variables: Readonly<Record<string, string>>,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
  done: Set<string>,
): Promise<void> {
  if (done.has(target) || finder.left-- <= 0) return
  done.add(target)
  const rule = made.rules.get(target)
  const known = (name: string): string | undefined =>
    variables[name] ?? rule?.variables.get(name) ?? made.variables.get(name) ?? (shell.variables.get(name) || undefined)
  if (!rule) {
    // A file that is there, or that a pattern makes.
    if (done.size === 1 && !made.patterns && target !== '')
      missingTarget(target, 'the Makefile', named(call, [target]), shell, context, finder)
    return
  }
  for (const need of rule.needs) {
    for (const name of expandMake(need, known).text.split(/\s+/).filter(Boolean)) {
      if (made.rules.has(name)) await run(name, made, folder, variables, call, shell, context, finder, done)
    }
  }
  const { file } = made
  const before = finder.acts.length
  for (const line of rule.recipe) {
    const expanded = expandMake(line.text, (name) => (name === '@' ? target : known(name)))
    const inside: Context = line.ignored
      ? { ...context, status: 'ignored', exit: 'ignored', suppressed: true }
      : context
    await runTarget(
      {
        key: `make ${file} ${target} ${line.start}`,
        name: target,
        source: {
          text: expanded.text,
          file: undefined,
          placeOf: (start, end) => ({
            file: line.file,
            start: line.start + expanded.at(start),
            end: line.start + expanded.at(Math.max(start, end - 1)) + 1,
          }),
        },
        directory: folder,
        errexit: made.strict,
        variables,
        part: true,
      },
      call,
      shell,
      inside,
      finder,
    )
  }
  tellByName(target, before, false, call, shell, context, finder)
}
