import { defaultSettings } from '../../../../config/settings.ts'
import type { Kind } from '../../../../config/vocabulary.ts'
import { joinPath } from '../../../../documents/path.ts'
import { globPattern } from '../../../../documents/pattern.ts'
import type { Text } from '../../../../documents/text.ts'
import { classOfJobName } from '../../environment.ts'
import type { Call } from '../call.ts'
import { repositoryPath } from '../shell/paths.ts'
import { rootToken } from '../shell/render.ts'
import { isOpen } from '../shell/run-values.ts'
import { type Context, type Finder, type Shell, unheeded } from '../shell/state.ts'
import { tellByName } from './by-name.ts'
import type { Follow } from './index.ts'
import { doubtsOf, inConditionals } from './make-conditionals.ts'
import { expandMake, type MakeScope } from './make-expand.ts'
import { type MakeOptions, makeOptions } from './make-options.ts'
import {
  endsAtFailure,
  ignoresFailures,
  inOneShell,
  type Makefile,
  type RecipeLine,
  type Rule,
  readMakefile,
} from './makefile.ts'
import { missingTarget, runTarget } from './text.ts'

/** `make -C folder -f file target VAR=x`: the recipes of the targets, with those of their prerequisites first. */
export const makefile: Follow = async (call, shell, context, finder) => {
  const options = makeOptions(call.words, shell)
  if (options.dry) return true
  const { folder, targets } = options
  const named: Call = { ...call, words: [call.words[0] ?? 'make', ...targets] }
  const found = await find(folder, options.file, finder)
  if (!found || folder === undefined) {
    missingTarget(
      `Makefile with ${targets.join(' ') || 'a target'}`,
      folder || 'this folder',
      named,
      shell,
      context,
      finder,
    )
    return true
  }
  const made = await readAll(found, { folder, options, finder })
  const run: MakeRun = {
    made,
    folder,
    options,
    call,
    named,
    shell,
    finder,
    done: new Set(),
    using: new Set(),
    overrides: new Map(),
  }
  const flags = run.call.environment.MAKEFLAGS ?? shell.variables.get('MAKEFLAGS') ?? ''
  const inside: Context =
    options.ignores || ignoresFailures('', made, flags) ? { ...context, status: 'ignored', suppressed: true } : context
  for (const target of targets.length ? targets : [made.first ?? '']) {
    if (isOpen(target) && targets.length > 1 && choosesEnvironment(made)) continue
    await runRule(target, run, inside)
  }
  return true
}

/** `make ${{ inputs.environment }} deploy`: targets named as environments only set variables. */
function choosesEnvironment(made: Makefile): boolean {
  return [...made.rules.keys()].some((name) => classOfJobName(name, defaultSettings) !== undefined)
}

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

/** More files than this are not read as one Makefile. */
const mostIncluded = 60

/** A Makefile with the local files that it includes, by their names, by patterns and by variables. */
async function readAll(text: Text, start: Start): Promise<Makefile> {
  const { finder } = start
  const seen = new Set([text.file])
  const made = readMakefile(text)
  const waiting = [...made.includes]
  let { oneShell } = made
  while (waiting.length && seen.size < mostIncluded) {
    for (const path of includedFiles(waiting.shift() as string, made, start)) {
      if (seen.has(path) || !finder.repository.has(path)) continue
      seen.add(path)
      const included = await finder.repository.text(path)
      if (!included) continue
      const inner = readMakefile(included)
      for (const [target, rule] of inner.rules) addRule(target, rule, made.rules)
      for (const [key, value] of inner.variables) if (!made.variables.has(key)) made.variables.set(key, value)
      for (const name of inner.chosen) made.chosen.add(name)
      waiting.push(...inner.includes)
      oneShell ||= inner.oneShell
    }
  }
  const scope = scopeOfFile(made, start)
  const first = made.first?.includes('$') ? expandMake(made.first, scope).text.split(/\s+/)[0] : made.first
  for (const [written, rule] of [...made.rules]) {
    // a target that variables name: `$(OUT)/image.tar: $(SOURCES)`
    if (!written.includes('$') || rule.targets !== undefined) continue
    made.rules.delete(written)
    for (const target of expandMake(written, scope).text.split(/\s+/).filter(Boolean)) addRule(target, rule, made.rules)
  }
  if (oneShell) for (const [target, rule] of made.rules) made.rules.set(target, inOneShell(rule))
  return { ...made, first, patterns: [...made.rules.keys()].some((target) => target.includes('%')) }
}

/** The files that one `include` names. */
function includedFiles(written: string, made: Makefile, start: Start): readonly string[] {
  const names = expandMake(written, scopeOfFile(made, start)).text.split(/\s+/).filter(Boolean)
  return names.flatMap((name) => {
    const files = /[*?[]/.test(name) ? filesOf(name, start) : [name]
    return files.flatMap((file) => repositoryPath(file, start.folder) ?? [])
  })
}

/** Adds a rule; of two for one target the first recipe holds, and what both need is needed. */
function addRule(target: string, rule: Rule, rules: Map<string, Rule>): void {
  const own = rules.get(target)
  if (!own) rules.set(target, rule)
  else if (own.recipe.length === 0)
    rules.set(target, {
      ...rule,
      needs: [...own.needs, ...rule.needs],
      ...(own.needsUnder && { needsUnder: new Map([...own.needsUnder, ...(rule.needsUnder ?? [])]) }),
    })
}

/** How make is started. */
interface Start {
  readonly folder: string
  readonly options: Pick<MakeOptions, 'variables'>
  readonly finder: Finder
}

/** What names mean to the file itself, outside of all recipes. */
function scopeOfFile({ variables }: Makefile, start: Start): MakeScope {
  return {
    get: (name) => start.options.variables[name] ?? variables.get(name) ?? builtIn(name, start),
    set: () => undefined,
    include: () => undefined,
    files: (glob) => filesOf(glob, start),
  }
}

/** The folder in which make works, which it knows by itself ("Recursive Use of make" in GNU make's manual). */
const builtIn = (name: string, { folder }: Start): string | undefined =>
  name === 'CURDIR' ? [rootToken, folder].filter(Boolean).join('/') : undefined

interface MakeRun extends Start {
  readonly made: Makefile
  readonly options: MakeOptions
  readonly call: Call
  readonly named: Call
  readonly shell: Shell
  readonly done: Set<string>
  /** patterns that led here: none is used twice in a chain, or `%: common-%` would never end (GNU make's manual, 10.4) */
  readonly using: Set<Rule>
  /** set by `$(eval …)` on the way: good for all that follows */
  readonly overrides: Map<string, string>
}

/** A rule as it applies to a target: `%` filled in. */
interface Applied extends Rule {
  /** what `%` stands for, which is `$*`; undefined where the rule names the target */
  readonly stem: string | undefined
  /** the pattern that it is of */
  readonly by?: Rule
}

/**
 * The rule that makes a target: its own, with the recipe of a pattern where it has none (GNU make's manual, "Implicit
 * Rule Search": of several patterns the one with the shortest stem).
 */
function ruleFor(target: string, run: MakeRun): Applied | undefined {
  const { made } = run
  const own = made.rules.get(target)
  if (own?.recipe.length || (own && !made.patterns)) return { ...own, stem: undefined }
  let best: { readonly rule: Rule; readonly stem: string } | undefined
  for (const [key, rule] of made.patterns ? made.rules : []) {
    const pattern = rule.pattern ?? key
    const at = pattern.indexOf('%')
    if (at < 0 || rule.recipe.length + rule.needs.length === 0 || run.using.has(rule)) continue
    const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)]
    const length = target.length - before.length - after.length
    if (length < 1 || !target.startsWith(before) || !target.endsWith(after)) continue
    if (rule.targets !== undefined && !targetsOf(rule.targets, run).includes(target)) continue
    if (!best || length < best.stem.length) {
      best = { rule, stem: target.slice(before.length, before.length + length) }
    }
  }
  if (!best) return own && { ...own, stem: undefined }
  const { rule, stem } = best
  const needs = [...(own?.needs ?? []), ...rule.needs.map((need) => need.replace('%', () => stem))]
  return {
    needs,
    ...(own?.needsUnder && { needsUnder: own.needsUnder }),
    recipe: rule.recipe,
    variables: own?.variables ?? rule.variables,
    stem,
    ...(rule.targets === undefined && { by: rule }),
  }
}

/** The targets that a static pattern rule is for. */
function targetsOf(written: string, run: MakeRun): readonly string[] {
  const none: Applied = { needs: [], recipe: [], variables: new Map(), stem: undefined }
  return expandMake(written, scopeOf('', none, run, [])).text.split(/\s+/)
}

function scopeOf(target: string, rule: Applied, run: MakeRun, includes: string[]): MakeScope {
  const own = rule.variables
  return {
    get: (name) => {
      if (name === '@') return target
      if (name === '*') return rule.stem
      if (name === '<') return rule.needs[0]
      const fromShell = run.shell.variables.get(name)
      return (
        run.options.variables[name] ??
        run.overrides.get(name) ??
        own.get(name) ??
        run.call.environment[name] ??
        run.made.variables.get(name) ??
        (fromShell || builtIn(name, run))
      )
    },
    set: (name, value) => {
      run.overrides.set(name, value)
    },
    include: (file) => {
      includes.push(file)
    },
    files: (glob) => filesOf(glob, run),
  }
}

/** More files than this are not told apart. */
const mostFiles = 60

/** The files and folders of one pattern of `$(wildcard …)`, as it would name them. */
function filesOf(glob: string, { folder, finder }: Start): readonly string[] {
  const base = folder === '' ? '' : `${folder}/`
  const patterns = glob.replace(/^\.\//, '').split('/').map(globPattern)
  const found = new Set<string>()
  for (const { path } of finder.repository.files) {
    if (found.size >= mostFiles) break
    if (!path.startsWith(base)) continue
    const names = path.slice(base.length).split('/')
    if (names.length >= patterns.length && patterns.every((pattern, i) => pattern.test(names[i] as string)))
      found.add(names.slice(0, patterns.length).join('/'))
  }
  return [...found]
}

/**
 * Runs the recipe of a target, after those of what it needs.
 * @returns where the acts of the recipe begin; of a target without one, those of what it needs last: it stands for that
 */
async function runRule(target: string, run: MakeRun, context: Context): Promise<number> {
  const { made, finder, done } = run
  if (done.has(target) || finder.left-- <= 0) return finder.acts.length
  done.add(target)
  const rule = ruleFor(target, run)
  if (!rule) {
    // Of a prerequisite it is a file.
    if (run.options.targets.includes(target)) {
      missingTarget(target, made.file, run.named, run.shell, context, finder)
    }
    return finder.acts.length
  }
  const includes: string[] = []
  const scope = scopeOf(target, rule, run, includes)
  const doubts = doubtsOf(made, run.options.variables, run.shell)
  if (rule.by) run.using.add(rule.by)
  let last = finder.acts.length
  for (const need of rule.needs) {
    const inside = inConditionals(rule.needsUnder?.get(need), scope, doubts, context)
    if (!inside) continue
    for (const name of expandMake(need, scope).text.split(/\s+/).filter(Boolean)) {
      if (!ruleFor(name, run)) continue
      const start = finder.acts.length
      last = await runRule(name, run, inside)
      if (rule.recipe.length && isFile(name, run)) leaveAsItIs(start, finder)
    }
  }
  if (rule.by) run.using.delete(rule.by)
  const before = rule.recipe.length ? finder.acts.length : last
  let runs = rule.recipe.length === 0
  for (const line of rule.recipe) {
    const inside = inConditionals(line.under, scope, doubts, context)
    if (inside) await runLine(line, target, scope, run, inside)
    await readIncluded(includes, run)
    runs ||= inside !== undefined
  }
  if (!runs) return before
  tellByName(target, before, false, run.call, run.shell, context, finder)
  return before
}

/** A target that is a file, by its path, and is made where it is not there or is older than what it is made of. */
const isFile = (target: string, { made }: MakeRun): boolean =>
  target.includes('/') && !made.rules.get('.PHONY')?.needs.includes(target)

/** What changes a system; of the rest it does not matter which job did it first. */
const changes: ReadonlySet<Kind> = new Set(['deploy', 'apply', 'migrate', 'rollback'])

/**
 * What a file that is only needed is made of was mostly made before, by the target that is for it: `test: infra/output.json`
 * tests, and applies nothing where an earlier job has left the file.
 */
function leaveAsItIs(start: number, finder: Finder): void {
  for (const [index, act] of finder.acts.entries()) {
    if (index < start || !act.kinds.some((kind) => changes.has(kind))) continue
    finder.acts[index] = { ...act, kinds: act.kinds.filter((kind) => !changes.has(kind)) }
  }
}

async function runLine(
  line: RecipeLine,
  target: string,
  scope: MakeScope,
  run: MakeRun,
  context: Context,
): Promise<void> {
  const expanded = expandMake(line.text, scope)
  if (expanded.text.trim() === '') return
  // Prefixes may come from a variable: `$(Q)docker build`
  const prefix = /^\s*[@+-]*/.exec(expanded.text)?.[0] ?? ''
  const text = ' '.repeat(prefix.length) + expanded.text.slice(prefix.length)
  const ignored = line.ignored || prefix.includes('-') || ignoresFailures(target, run.made)
  const { file, start } = line
  await runTarget(
    {
      key: `make ${file} ${target} ${start}`,
      name: target,
      source: {
        text,
        file: undefined,
        placeOf: (from, to) => {
          const span = expanded.spanOf(from, to)
          return { file, start: start + span.start, end: start + span.end }
        },
      },
      directory: run.folder,
      errexit: endsAtFailure(run.made),
      variables: { ...run.options.variables, ...Object.fromEntries(run.overrides) },
      part: true,
    },
    run.call,
    run.shell,
    ignored ? { ...context, ...unheeded } : context,
    run.finder,
  )
}

/** `$(eval include global_config/production.sh)`: its variables, as make reads them. */
async function readIncluded(includes: string[], run: MakeRun): Promise<void> {
  for (const name of includes.splice(0)) {
    const path = joinPath(run.folder, name)
    const text =
      path !== undefined && run.finder.repository.has(path) ? await run.finder.repository.text(path) : undefined
    if (!text) continue
    for (const [key, value] of readMakefile(text).variables) run.overrides.set(key, value)
  }
}
