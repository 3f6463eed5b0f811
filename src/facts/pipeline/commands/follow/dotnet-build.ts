import { basename, dirname, joinPath } from '../../../../documents/path.ts'
import { type Call, emit } from '../call.ts'
import { repositoryPath } from '../shell/paths.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { type DotnetBuild, dotnetBuild, startedBy } from './dotnet-targets.ts'
import type { Follow } from './index.ts'
import { byNameAlone, runTarget } from './text.ts'

/** What shows that a script only starts a build that is written in .NET. */
const starter = /NUKE_|nuke\.build|_build\.csproj|\bcake(\.exe|\.tool|build)?\b|\bfake(-cli|\.exe)?\b|build\.fsx/i

/**
 * Builds that are programs of .NET: `dotnet cake --target=Test`, `nuke Test`, `dotnet fake run build.fsx -t Test`,
 * `dotnet run --project build -- test` (Bullseye, Frosting), and the scripts that start them (`./build.sh --target Test`).
 */
export const dotnetBuilds: Follow = async (call, shell, context, finder) => {
  const started = await startOf(call, shell, finder)
  if (!started) return false
  const build = await dotnetBuild(started.files, finder)
  if (!build.targets.length && !started.sure) return migrations(call, started.files, shell, context, finder)
  const named = targetsNamed(started.args)
  const names = named.length ? named : build.usual ? [build.usual] : []
  for (const name of names) await runNamed(name, build, new Set(), call, shell, context, finder)
  return names.length > 0
}

interface Start {
  readonly files: readonly string[]
  readonly args: readonly string[]
  /** the call starts such a build, whether its targets are found or not */
  readonly sure: boolean
}

async function startOf(call: Call, { directory }: Shell, finder: Finder): Promise<Start | undefined> {
  const program = basename(call.words[0] ?? '').replace(/\.exe$/, '')
  const [, first = '', ...rest] = call.words
  const folder = directory ?? ''
  const { repository } = finder
  const inFolder = (base: string, pattern: RegExp) =>
    repository.under(base).flatMap(({ path }) => (pattern.test(path) ? [path] : []))
  if (program === 'cake') return { files: inFolder(folder, /\.cake$/), args: call.words.slice(1), sure: true }
  if (program === 'nuke')
    return { files: inFolder(folder, /(^|\/)_?build\/.*\.cs$/i), args: call.words.slice(1), sure: true }
  if (program === 'fake') return { files: inFolder(folder, /\.fsx$/), args: call.words.slice(1), sure: true }
  if (program === 'dotnet') {
    if (/^(cake|nuke|fake)$/.test(first))
      return startOf({ ...call, words: [first, ...rest] }, { directory } as Shell, finder)
    const at = rest.findIndex((word) => word === '--project' || word === '-p')
    const project = first === 'run' && at >= 0 ? rest[at + 1] : undefined
    if (project === undefined || directory === undefined) return undefined
    const path = repositoryPath(project.replace(/^\$\{\w+\}\//, ''), directory)
    const base = path === undefined ? undefined : /proj$/.test(path) ? dirname(path) : path
    const args = rest.filter((_, i) => i !== at && i !== at + 1).filter((word) => word !== '--')
    return base === undefined ? undefined : { files: inFolder(base, /\.(cs|fs)$/), args, sure: false }
  }
  const path = repositoryPath(call.words[0] ?? '', directory)
  const text = path !== undefined && repository.has(path) ? await repository.text(path) : undefined
  if (!text || path === undefined || !starter.test(text.content)) return undefined
  const base = joinPath(dirname(path), '') ?? ''
  const files = inFolder(base, /\.cake$|build\.fsx$|(^|\/)_?build\/.*\.(cs|fs)$/i)
  return { files, args: call.words.slice(1), sure: false }
}

/* What a project is called that brings a database up to date, and does nothing beside. */
const ofMigrations = /migrat|dbup|database/i

/** How libraries start it: DbUp, FluentMigrator, Entity Framework, Evolve (their own documentation). */
const migrates =
  /\bDeployChanges\s*\.\s*To\b|\.MigrateUp\s*\(|\.Database\s*\.\s*Migrate(Async)?\s*\(|\bnew\s+Evolve\s*\(/

/** `dotnet run --project src/Shop.Migrations`: a program that brings a database up to date, as its name and its code say. */
async function migrations(
  call: Call,
  files: readonly string[],
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  if (!call.words.some((word) => ofMigrations.test(word))) return false
  for (const file of files.slice(0, mostFiles)) {
    const text = await finder.repository.text(file)
    if (!text || !migrates.test(text.content)) continue
    finder.repository.claim(file)
    emit(finder, shell, context, call, { kinds: ['migrate'], tool: 'dotnet run', words: call.words.slice(1) })
    return true
  }
  return false
}

/** More files than this are not looked at. */
const mostFiles = 40

/** `Test Pack`, `--target Test`, `--target=Test`, `-t Test`; other flags take a value. */
function targetsNamed(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, i) => {
    const inline = /^--?target=(.+)$/i.exec(arg)?.[1]
    if (inline !== undefined) return inline.split(/[+;,\s]+/)
    const before = args[i - 1] ?? ''
    if (/^(--?target|-t)$/i.test(before)) return arg.split(/[+;,\s]+/)
    if (arg.startsWith('-') || (before.startsWith('-') && !/=/.test(before)) || /\.(cake|fsx)$/.test(arg)) return []
    return /^(run|build|target)$/.test(arg) || arg.startsWith('$') ? [] : [arg]
  })
}

async function runNamed(
  name: string,
  build: DotnetBuild,
  done: Set<string>,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const key = name.toLowerCase()
  if (done.has(key)) return
  done.add(key)
  const targets = build.targets.filter((one) => one.name.toLowerCase() === key)
  if (!targets.length) byNameAlone(name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase(), call, shell, context, finder)
  for (const { needs, body } of targets) {
    for (const need of needs) await runNamed(need, build, done, call, shell, context, finder)
    for (const { text, start, end } of startedBy(body.text)) {
      const place = { file: body.file, start: body.start + start, end: body.start + end }
      const source = { text, file: undefined, placeOf: () => place }
      await runTarget(
        { key: `target ${body.file} ${name} ${start}`, name, source, directory: shell.directory, errexit: true },
        call,
        shell,
        context,
        finder,
      )
    }
  }
}
