import type { Kind } from '../../../config/vocabulary.ts'
import { basename } from '../../../documents/path.ts'
import { both } from '../dialect/conditions.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import { kindsOfProgram, knownCommand, knowsProgram } from '../known/command.ts'
import { withoutExclusions } from '../known/gradle.ts'
import type { HiddenPart } from '../model.ts'
import { type Call, emit, emitHidden } from './call.ts'
import { followBuild } from './follow/dockerfile.ts'
import { imageBuildOf } from './follow/image-build.ts'
import { anything, couldBeByName, hiddenPart } from './hidden.ts'
import { type KnownRun, kindsOfKnown } from './known-kinds.ts'
import { isBareTest, kindsOfName } from './names.ts'
import { choiceIn, chosenWords } from './shell/choices.ts'
import { type Context, type Finder, outcomeOf, type Shell, subshell } from './shell/state.ts'
import { outcomeOfDependencyCheck } from './special/dependency-check.ts'
import { environmentGiven, environmentName, environmentOfFolder, toldByVariable } from './special/environment-name.ts'
import { fedBeside, fedWith } from './special/fed.ts'
import { outcomeOfLoadTest } from './special/load-test.ts'
import { chooseNamespace, namespaceInUse } from './special/namespace.ts'
import { withItsRollout } from './special/rollouts.ts'
import { withScannerSettings } from './special/scanner-settings.ts'
import { special } from './special/special.ts'
import { imageVariables, withSettings } from './special/terraform-settings.ts'
import { tellsOfItself } from './tells-only.ts'
import { eitherTest } from './tests/hosts.ts'
import { ignoresFailedTests, neverFails } from './tests/ignored.ts'
import { reportIsTested } from './tests/reported.ts'
import { withTestSettings } from './tests/settings.ts'

/** Programs that serve nothing by themselves: they read, copy, print and wait. */
const trivial = new Set(
  (
    'echo printf cat cp mv rm ln mkdir rmdir touch chmod chown ls find grep egrep fgrep sed awk gawk cut sort uniq head tail tr wc xargs tee date sleep seq basename dirname ' +
    'realpath readlink pwd id whoami hostname uname which jq yq gojq envsubst base64 md5sum sha1sum diff cmp comm paste column expr bc od xxd hexdump stat file df du free ps top pgrep ' +
    'pkill killall kill tar gzip gunzip zip unzip zstd xz bzip2 7z git apt apt-get apk yum dnf brew choco pip pip3 gem pacman dpkg rpm add-apt-repository curl wget less more man clear ' +
    'export openssl ssh-keygen ssh-keyscan ssh-add ssh-agent gpg-agent mktemp dd sync mount umount nproc lscpu locale-gen update-alternatives systemctl service iptables ip ifconfig ' +
    'netstat ss dig nslookup host ping nc telnet tput stty history fold fmt rev shuf split tac nl numfmt factor yes env printenv iconv dos2unix crontab at ldconfig modprobe sysctl ulimit ' +
    'xmlstarlet xmllint getopt getent uptime w last dmesg initdb swapon swapoff fallocate mkswap gsed notdir wildcard enable sqlite3 asdf nvm rbenv pyenv sdk rustup corepack node-gyp ruby-install set-output docker-credential-gcr security ' +
    'test-path test-json test-connection test-modulemanifest test-wsman test-filecatalog'
  ).split(' '),
)

/** What they plan and apply is the configuration of the folder that they are called in. */
const worksOnItsFolder = /^(terraform|tofu|terragrunt)(?: .*)? (plan|apply)$/

/** Kinds of checks that write a report of what they find. */
const checks = new Set<Kind>(['security-scan', 'image-scan', 'lint', 'unit-test', 'integration-test', 'validate'])

/** Runs a program that is neither the shell's nor the repository's: what it does is for the tables to say. */
export async function runProgram(
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
  written: readonly string[] = call.words.slice(1),
): Promise<void> {
  if (await runChosen(call, shell, context, finder, written)) return
  const typed = basename(call.words[0] ?? '')
  // Windows takes `MSBuild.exe` and `msbuild.exe` for one
  const name = /\.(exe|cmd|bat)$/i.test(typed) ? typed.slice(0, -4).toLowerCase() : typed
  const words = withSettings(name, written, shell)
  if (!trivial.has(name) && tellsOfItself(name, call.words.slice(1))) {
    emit(finder, shell, context, call, { kinds: [], tool: name, words })
    return
  }
  if (await special(name, call, shell, context, finder)) return
  const given = withoutToolchain(name, withSettings(name, call.words.slice(1), shell))
  const told = await withTestSettings(name, given, call, shell, finder)
  const args = await withScannerSettings(name, told, call, shell, finder)
  chooseNamespace(name, args, shell)
  // `kubectl $OPTIONS apply`: options of which nothing is known
  const behind = deployers.test(name) && isOpen(args[0] ?? '') ? knownCommand(name, args.slice(1)) : undefined
  const found = knownCommand(name, args) ?? behind
  if (found) return runKnown({ found, name, args, words, call }, shell, context, finder)
  if (trivial.has(name)) return
  const able = isToldLater(name, args) ? kindsOfProgram(name) : []
  if (able.length) {
    const hidden = { ...partOf(call, `what ${name} is told by ${args.join(' ')}`), couldBe: able }
    emit(finder, shell, context, call, { kinds: [], tool: name, words, hidden })
    return
  }
  unknown(name, call, shell, context, finder, words)
}

/**
 * A command that deploys to what branches before it chose: it runs once for each, under the condition of its branch.
 * @returns whether it was one
 */
async function runChosen(
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
  written: readonly string[],
): Promise<boolean> {
  const choice = choiceIn(call.words, shell)
  if (!choice) return false
  const changes = (words: readonly string[]) =>
    knownCommand(basename(words[0] ?? ''), words.slice(1))?.kinds.some((kind) => kind === 'deploy' || kind === 'apply')
  const ways = choice.map((arm) => ({ arm, words: chosenWords(call.words, arm) }))
  const tells = choice.some(({ values }) => [...values.values()].some(tellsEnvironment))
  if (!ways.some(({ words }) => changes(words)) || !(tells || !changes(call.words))) return false
  for (const { arm, words } of ways) {
    const own = subshell(shell)
    for (const [name, value] of arm.values) own.variables.set(name, value)
    // where the branch leaves it open, nothing more is known
    own.choices = new Map()
    const inside = arm.condition ? { ...context, condition: both(context.condition, arm.condition) } : context
    await runProgram({ ...call, words }, own, inside, finder, chosenWords(written, arm))
  }
  return true
}

/** Runs what the table knows: an act with what it does here, and what its build does beside. */
async function runKnown(run: KnownRun, shell: Shell, context: Context, finder: Finder): Promise<void> {
  const { found, name, args, call } = run
  const words = [...run.words, ...imageVariables(name, shell)]
  const able = await kindsOfKnown(run, shell, context, finder)
  const { asked, hidden, asksOwnMachine } = able
  const isAside = able.kinds.includes('deploy') && fedBeside(args, call.node, shell, context)
  const kinds = isAside ? able.kinds.filter((kind) => kind !== 'deploy') : able.kinds
  // What a check cannot do itself, a test of its report may: `trivy … | tee out`, then `grep -q CRITICAL out && exit 1`.
  const tested = kinds.some((kind) => checks.has(kind)) && reportIsTested(call, kinds, shell, context)
  const ofTests: readonly Kind[] = kinds.filter((kind) => kind === 'unit-test' || kind === 'integration-test')
  const ofScore =
    (await outcomeOfDependencyCheck(found.tool, args, shell, finder)) ??
    (await outcomeOfLoadTest(found.tool, args, shell, finder))
  const idleTests = ofTests.length > 0 && (await ignoresFailedTests(found.tool, args, shell, finder))
  const fed = kinds.some((kind) => kind === 'deploy' || kind === 'apply')
    ? fedWith(args, call.node, shell, context, finder.repository)
    : []
  if (idleTests) emit(finder, shell, context, call, { kinds: ofTests, tool: found.tool, words, onFailure: 'ignored' })
  emit(finder, shell, context, call, {
    ...(tested && { onFailure: 'stops' as const }),
    ...(neverFails(found.tool, args) && { onFailure: 'ignored' as const }),
    ...(ofScore !== undefined && !tested && outcomeOf(shell, context) === 'stops' && { onFailure: ofScore }),
    kinds: idleTests ? kinds.filter((kind) => !ofTests.includes(kind)) : kinds,
    tool: found.tool,
    words,
    environment:
      environmentName([...found.environments, ...namespaceInUse(name, shell)], args) ??
      toldByNamesOf(found.environments, call, context) ??
      (worksOnItsFolder.test(found.tool) ? environmentOfFolder(shell.directory) : undefined),
    reports: found.gates === 'reports' && !tested,
    ...(fed.length > 0 && { fed }),
    ...(asksOwnMachine !== 'no' && { asksOwnMachine }),
    hidden: (idleTests ? undefined : hidden) ?? (asked.length ? couldBe(call, name, asked) : undefined),
  })
  withItsRollout(finder, found.tool, words)
  const build = kinds.includes('build') && !found.tool.includes('compose') ? imageBuildOf(found.tool, args) : undefined
  if (build) await followBuild(build, call, shell, context, finder)
}

/** Numbers that a platform gives, which tell nothing: those of apps, projects and clusters. */
const identifier = /^(applications\/)?(?=.*\d)[0-9a-f-]{16,}$/i

/** The environment that a variable is named for, where its value is known and is the number of something: `$STAGING_ID`. */
function toldByNamesOf(values: readonly string[], { node }: Call, { source }: Context): string | undefined {
  if (!values.some((value) => identifier.test(value))) return undefined
  const written = source.text.slice(node.span.start, node.span.end).replace(/["']/g, '').split(/\s+/)
  return toldByVariable(written)
}

/**
 * `cargo +nightly test`, `cargo $TOOLCHAIN test`, `cargo hack --each-feature check`: what chooses the toolchain or the
 * features stands before the command.
 */
function withoutToolchain(name: string, args: readonly string[]): readonly string[] {
  if (name !== 'cargo') return args
  const [first = '', next] = args
  const own = next !== undefined && (/^\+|^$/.test(first) || isOpen(first)) ? args.slice(1) : args
  if (own[0] !== 'hack') return own
  const command = own.findIndex((word) => /^(test|t|check|c|build|b|clippy|nextest|llvm-cov)$/.test(word))
  return command < 0 ? own : own.slice(command)
}

/** A word of which nothing is known: a variable, a list of arguments, an expression of a template. */
function isOpen(word: string): boolean {
  return /^\$(\{?[@*]\}?|\{\w+(\[[@*]\])?\}|\w+|\{\{[^{}]*\}\})$/.test(word)
}

/** Sub-commands that read, check or set up: behind options of which nothing is known, they say what is done. */
const reading =
  /^(get|describe|list|ls|logs?|show|version|status|config|wait|exec|top|cluster-info|output|init|fmt|validate|plan|preview|diff|synth|template|lint|repo|dependency|login|auth|target|apps?|services?|help|workspace|state|explain|port-forward|proxy|bootstrap)$/

/** Programs of which each sub-command is for what runs, and not for the build. */
const deployers =
  /^(terraform|tofu|terragrunt|pulumi|cdk|cdktf|sam|serverless|sls|helm|helmfile|kubectl|oc|cf|argocd|fly|flyctl|eb|ecs-cli)$/

/** Whether what a program does is told by a word of which nothing is known: `cdk $ACTION --yes`, `docker "$@"`. */
function isToldLater(name: string, args: readonly string[]): boolean {
  const [first = '', ...rest] = args
  if (deployers.test(name)) return isOpen(first) && !rest.some((word) => verbs.test(word) || reading.test(word))
  return args.length > 0 && args.every(isOpen)
}

function couldBe(call: Call, name: string, kinds: ReturnType<typeof couldBeByName>) {
  return { ...partOf(call, `what ${name} ${call.words.slice(1, 3).join(' ')} starts`), couldBe: kinds }
}

function partOf(call: Call, what: string): HiddenPart {
  return hiddenPart(what.trim(), '', call.place)
}

/** Programs to which a project adds commands of its own. */
const ownCommands = new Set(['manage.py', 'artisan', 'console'])

/** Sub-commands that say what they do, whatever the program. */
const verbs =
  /^(deploy|rollback|roll-back|promote|rollout|release|publish|test|lint|scan|audit|migrate|apply|build|notify|verify|smoke)$/

/**
 * The unit tests that Kotlin's Multiplatform plugin and Android's make tasks of (kotlinlang.org, "Test your multiplatform
 * app"; developer.android.com, "Test from the command line").
 */
const testsOfPlugins =
  /^(all|jvm|js|wasmJs|native|desktop|common|ios\w*|macos\w*|linux\w*|mingw\w*)Tests?$|^test(\w*)(Debug|Release)$/

/**
 * What JaCoCo and the linters do with the results or the source of the tests, and no test (docs.gradle.org, "The JaCoCo
 * Plugin", "The Checkstyle Plugin").
 */
const besideTests = /^(jacoco|checkstyle|pmd|spotbugs|codenarc|detekt|ktlint|process|lint)[A-Z]/

/** `assembleRelease`, `bundleRelease`, `compileKotlin`, `linkReleaseExecutableNative`: what Android's and Kotlin's plugins build. */
const buildsOfPlugins =
  /^(assemble[A-Z]\w*|bundle\w*(Debug|Release)(Aar)?|compile([A-Z]\w*)?(Java|Kotlin|Scala|Groovy)\w*|link\w*(Framework|Executable|Shared)\w*|\w+Classes)$/

/** A program that no table knows: visible by name only. It hides what its name and its verb speak of, and nothing else. */
function unknown(
  name: string,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
  words: readonly string[],
): void {
  const [first = '', second = ''] = call.words.slice(1).filter((word) => !word.startsWith('-'))
  // `copilot ${{ matrix.kind }} deploy`: what is not known is of what, and not what is done
  const verb = first.startsWith('$') && verbs.test(second) ? second : first
  const told = verbs.test(verb) ? verb : knowsProgram(name) ? '' : name
  // Whatever the program, a sub-command that says so checks what it is given.
  if (/^(validate|validate-config|lint)$/.test(verb)) {
    emit(finder, shell, context, call, {
      kinds: [verb === 'lint' ? 'lint' : 'validate'],
      tool: `${name} ${verb}`,
      words,
    })
    return
  }
  // Tasks that the build itself defines are called after what they do.
  const asked = /^gradlew?$/.test(name) ? withoutExclusions(words) : []
  const tasks = asked.filter((word) => /^[\w:-]+$/.test(word) && !word.startsWith('-'))
  const plain = tasks.map((task) => task.replace(/^.*:/, ''))
  const tests = plain.flatMap(kindsOfName).filter((kind) => checks.has(kind))
  if (plain.some((task) => buildsOfPlugins.test(task))) tests.push('build')
  const open = plain.some(
    (task) => isBareTest(task) && !kindsOfName(task).length && !testsOfPlugins.test(task) && !besideTests.test(task),
  )
  if (plain.some((task) => testsOfPlugins.test(task))) tests.push('unit-test')
  if (tests.length > 0 || open) {
    const hidden = open ? couldBe(call, name, eitherTest) : undefined
    emit(finder, shell, context, call, { kinds: [...new Set(tests)], tool: `gradle ${tasks.join(' ')}`, words, hidden })
    return
  }
  // a command of the project's own for Django, Laravel, Symfony
  if (ownCommands.has(name) && isBareTest(verb)) {
    emitHidden(finder, shell, context, call, `what ${name} ${verb} tests`, [verb])
    return
  }
  const kinds = told ? couldBeByName(told) : []
  if (kinds.length > 0 && kinds !== anything) {
    const what = `what ${[name, verbs.test(verb) ? verb : ''].join(' ').trim()} does`
    const environment = kinds.includes('deploy') ? environmentGiven(call.words.slice(1), call, shell) : undefined
    emitHidden(finder, shell, context, call, what, [told], { environment })
    return
  }
  emit(finder, shell, context, call, { kinds: [], tool: name || 'shell', words })
}
