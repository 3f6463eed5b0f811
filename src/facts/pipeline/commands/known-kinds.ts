import type { Kind } from '../../../config/vocabulary.ts'
import type { KnownCommand } from '../known/command.ts'
import type { HiddenPart } from '../model.ts'
import { kindsOfProperties } from './build-properties.ts'
import type { Call } from './call.ts'
import { hiddenPart } from './hidden.ts'
import { choosesTests, testKinds, withTitle } from './names.ts'
import type { Context, Finder, Shell } from './shell/state.ts'
import { appliesOnlyBuilds } from './special/applied-builds.ts'
import { changesBeside } from './special/beside.ts'
import { managesNothing } from './special/terraform.ts'
import { listsTests } from './tells-only.ts'
import { kindsOfChosenTests } from './tests/chosen.ts'
import { type TestsOfBuild, testsOfBuild } from './tests/failsafe.ts'
import { kindsOfCheck, mayNarrowTests, testsLeftOut, testsOfGradle } from './tests/gradle.ts'
import { kindsOfTestFolder, smokeOfFiles } from './tests/hosts.ts'
import { alsoByLayout } from './tests/layout.ts'
import { kindsOfMaven, testsAreOff } from './tests/maven.ts'
import { nothingToTest } from './tests/none.ts'
import { asksOwnMachine, type OwnMachine } from './tests/own-system.ts'

/** A command that the table knows, as it is called here. */
export interface KnownRun {
  readonly found: KnownCommand
  readonly name: string
  /** without what chooses a toolchain */
  readonly args: readonly string[]
  /** as the act keeps them */
  readonly words: readonly string[]
  readonly call: Call
}

/** What a command does here. */
export interface KnownKinds {
  readonly kinds: readonly Kind[]
  /** what it could be, where its files say no more */
  readonly asked: readonly Kind[]
  /** what the build that it starts leaves open */
  readonly hidden: HiddenPart | undefined
  /** of tests of a system: whether they ask one on their own machine */
  readonly asksOwnMachine: OwnMachine
}

/**
 * The kinds of a command that the table knows: a runner of tests is told apart by its arguments, the files that it runs, the
 * layout of the project and what the build itself says; a build that is told to leave its tests out runs none.
 */
export async function kindsOfKnown(run: KnownRun, shell: Shell, context: Context, finder: Finder): Promise<KnownKinds> {
  const { found, name, args, call } = run
  let own: Promise<OwnMachine> | undefined
  // asked at two places, and it may read many files
  const whoIsAsked = () => {
    own ??= asksOwnMachine(found.tool, args, call, shell, finder)
    return own
  }
  const runsNone = found.kinds.some((kind) => /-test$/.test(kind)) && listsTests(name, args)
  const off =
    runsNone ||
    (await testsAreOff(found.tool, args, shell, finder)) ||
    (await nothingToTest(found.tool, args, shell, finder)) ||
    (await testsOfGradle(found.tool, shell, finder)) === 'off'
  const byBuild = !off && mavensTests.test(found.tool) ? await testsOfBuild(args, shell, finder) : undefined
  const left = testsLeftOut(found.tool, args)
  const told = toldKinds(run, { all: off, unit: byBuild?.unit === 'none' || left.unit }, context)
  const seen = found.tests ? await seenTests(run, told, whoIsAsked, shell, finder) : undefined
  const only = found.tests || !told.includes('unit-test') ? undefined : kindsOfChosenTests(name, args)
  const kinds = seen?.kinds ?? (only ? [...new Set([...told.filter(isNoUnitTest), ...only])] : told)
  // What the arguments choose is all that runs.
  const chosen =
    off || only !== undefined || (found.tests && choosesTests(args)) || leavesIntegration(args) || left.more
  const narrowed = chosen || (await mayNarrowTests(found.tool, shell, finder))
  const also = narrowed ? [] : found.mayAlso.filter((kind) => !kinds.includes(kind))
  const layout = also.length > 0 ? await alsoRun(run, kinds, also, byBuild, shell, finder) : undefined
  const bare = layout?.only ? kinds.filter(isNoUnitTest) : kinds
  const more = [
    ...(layout?.kinds ?? []),
    ...kindsOfProperties(found.tool, kinds, args),
    ...(await kindsOfCheck(found.tool, args, shell, finder)),
    ...(chosen ? [] : await kindsOfMaven(found.tool, kinds, args, shell, finder)),
  ]
  const idle = await changesNothing(run, kinds, shell, context, finder)
  const done = idle ? [] : more.length ? [...new Set([...bare, ...more])] : bare
  const untold = found.tests && !chosen && told === found.kinds && seen?.kinds === undefined
  const settled = untold ? withTitle(done, context.title ?? '') : done
  return {
    kinds: settled,
    asked: seen?.couldBe.length ? seen.couldBe : found.couldBe,
    hidden: seen?.hidden ?? (more.includes('integration-test') || settled !== done ? undefined : layout?.hidden),
    asksOwnMachine: settled.includes('integration-test') ? await whoIsAsked() : 'no',
  }
}

/** Goals after which a build by Maven has run its tests. */
const mavensTests = /^mvn .*\b(test|package|verify|install|deploy)(,|$)/

const isNoUnitTest = (kind: Kind): boolean => kind !== 'unit-test'

/** What the table and the arguments say, without the tests that are left out. */
function toldKinds(
  { found, name, args }: KnownRun,
  off: { readonly all: boolean; readonly unit: boolean },
  context: Context,
): readonly Kind[] {
  if (off.all) return found.kinds.filter((kind) => !/-test$/.test(kind))
  if (off.unit) return found.kinds.filter(isNoUnitTest)
  return found.tests ? withIncluded(name, args, testKinds(found.kinds, args, context.names, found.tool)) : found.kinds
}

type AlsoRun = Awaited<ReturnType<typeof alsoByLayout>>

/** Further tests that run with the command, as the build or the project's layout tells. */
async function alsoRun(
  { name, args, call }: KnownRun,
  kinds: readonly Kind[],
  also: readonly Kind[],
  byBuild: TestsOfBuild | undefined,
  shell: Shell,
  finder: Finder,
): Promise<AlsoRun | undefined> {
  if (byBuild) return saidByBuild(byBuild.integration, also, call)
  return kinds.includes('unit-test') ? alsoByLayout(name, args, shell, finder, call, also) : undefined
}

/** The further tests that a build says it runs, or what of them it leaves open. */
function saidByBuild(answer: TestsOfBuild['integration'], also: readonly Kind[], call: Call): AlsoRun {
  if (answer !== 'open') return { kinds: answer === 'runs' ? also : [] }
  const part = hiddenPart(`whether ${call.text.slice(0, 60)} runs integration tests too`, '', call.place)
  return { kinds: [], hidden: { ...part, couldBe: also } }
}

/** What the files and the folder of a runner of tests say, where its arguments and the names on the way say nothing else. */
async function seenTests(
  run: KnownRun,
  told: readonly Kind[],
  whoIsAsked: () => Promise<OwnMachine>,
  shell: Shell,
  finder: Finder,
): Promise<(Pick<KnownKinds, 'kinds'> & { couldBe: readonly Kind[]; hidden?: HiddenPart }) | undefined> {
  const { found, name, args, call } = run
  if (told.includes('smoke-test')) {
    const own = await whoIsAsked()
    if (own === 'yes') return { kinds: found.kinds, couldBe: [] }
    if (own === 'open') {
      const part = hiddenPart(
        `whether ${call.text.slice(0, 60)} asks what was deployed, or its own machine`,
        '',
        call.place,
      )
      return { kinds: found.kinds, couldBe: [], hidden: { ...part, couldBe: ['smoke-test'] } }
    }
    return smokeOfFiles(found, name, args, shell, finder)
  }
  return choosesTests(args) || told !== found.kinds ? undefined : kindsOfTestFolder(found.kinds, shell.directory)
}

/** ExUnit's `--include` adds tests that are left out by default to all others; `--only` chooses (hexdocs.pm, "mix test"). */
function withIncluded(name: string, args: readonly string[], kinds: readonly Kind[]): readonly Kind[] {
  const adds = name === 'mix' && args.includes('--include') && !args.includes('--only')
  return adds && kinds.includes('integration-test') ? [...new Set<Kind>(['unit-test', ...kinds])] : kinds
}

/** Failsafe is told to run nothing (maven.apache.org, "Skipping tests"). */
const leavesIntegration = (args: readonly string[]): boolean => args.some((arg) => /^-DskipITs?(=true)?$/.test(arg))

/** It applies what manages nothing, or what only says how images are made. */
async function changesNothing(
  { found: { tool }, args }: KnownRun,
  kinds: readonly Kind[],
  shell: Shell,
  context: Context,
  { repository }: Finder,
): Promise<boolean> {
  if (kinds.includes('apply') && /^(terraform|tofu) apply$/.test(tool)) return managesNothing(args, shell, repository)
  if (kinds.includes('deploy') && changesBeside(tool, args)) return true
  return (
    kinds.includes('deploy') &&
    /^(oc|kubectl) (apply|create|replace)$/.test(tool) &&
    (await appliesOnlyBuilds(args, shell, context, repository))
  )
}
