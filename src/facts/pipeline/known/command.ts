import type { Kind } from '../../../config/vocabulary.ts'
import { lacksAll, leavesHighOut, letsHighPass } from './bounds.ts'
import { excluding } from './gradle.ts'
import { matchesPattern } from './pattern.ts'
import { partsOfSbt } from './sbt.ts'
import { type KnownEntry, known } from './table.ts'

/** What the table says of a command with its arguments. */
export interface KnownCommand {
  /** the entry: `terraform apply` */
  readonly tool: string
  readonly kinds: readonly Kind[]
  readonly couldBe: readonly Kind[]
  readonly mayAlso: readonly Kind[]
  readonly tests: boolean
  readonly throwAway: boolean
  /** `reports`: it finds, but cannot fail */
  readonly gates: 'stops' | 'reports'
  /** values that may name the environment, the most telling first */
  readonly environments: readonly string[]
  readonly rollsBack: boolean
}

/** Programs that take several goals, in any order. */
const goals = new Set(['mvn', 'gradle', 'sbt', 'rake', 'ant', 'fastlane'])

const aliases: Readonly<Record<string, string>> = {
  mvnw: 'mvn',
  'mvnw.cmd': 'mvn',
  gradlew: 'gradle',
  'gradlew.bat': 'gradle',
  pip3: 'pip',
  opentofu: 'tofu',
  // the wrappers of GitLab's images, which keep the state in GitLab (docs.gitlab.com, "Infrastructure as Code")
  'gitlab-terraform': 'terraform',
  'gitlab-tofu': 'tofu',
  'docker-compose': 'docker-compose',
  // starts buildkitd for one call (github.com/moby/buildkit, examples/buildctl-daemonless)
  'buildctl-daemonless.sh': 'buildctl',
  flake: 'flake8',
  bin: 'bin',
  bazelisk: 'bazel',
  bazelw: 'bazel',
  'django-admin': 'manage.py',
  helm3: 'helm',
  platformio: 'pio',
  tanka: 'tk',
  ntl: 'netlify',
  'netlify-cli': 'netlify',
  // the former name of Kamal, the short name of Vercel, and the fork of the Serverless Framework
  mrsk: 'kamal',
  vc: 'vercel',
  osls: 'serverless',
}

/** Flags before a sub-command that take the next word as their value. */
const valued = new Set(
  '-n --namespace --context --kube-context --kubeconfig --cluster -C --cwd --prefix --dir -f --file -p --project --project-name --profile --region --config -c --env-file --filter -w --workspace -H --host --app -a --chdir --output --log-level --working-dir --manifest-path --stack -s --settings -P'.split(
    ' ',
  ),
)

/** Where containers lie and who may have them (buildah(1), podman(1)); `--digestfile` is push's, which takes it here too. */
const storage = ['--root', '--runroot', '--storage-driver', '--storage-opt', '--authfile', '--digestfile']

/** Flags of one program that take the next word as their value (vercel.com/docs/cli/global-options, skopeo(1)). */
const ownValued: Readonly<Record<string, readonly string[]>> = {
  buildah: [...storage, '--registries-conf'],
  podman: [...storage, '--cgroup-manager', '--connection', '--identity', '--url'],
  skopeo: ['--policy', '--registries.d', '--override-arch', '--override-os', '--command-timeout', '--tmpdir'],
  vercel: ['-S', '--scope', '-T', '--team', '-t', '--token', '-A', '--local-config', '-Q', '--global-config'],
}

/** Flags that take a value elsewhere, and none with one program (docs.gradle.org, "Command-Line Interface"). */
const bare: Readonly<Record<string, readonly string[]>> = { gradle: ['--profile'] }

/** The word behind the entry's own that names the environment, where it stands behind no flag: `cap staging deploy`. */
const positions: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2 }

/** The first such word where it is the name of an application, which may tell its environment and is none: `shop-prod`. */
const application = 'application'

const byProgram = new Map<string, { words: readonly string[]; name: string; entry: KnownEntry }[]>()
for (const [name, entry] of Object.entries(known.commands)) {
  const [program = '', ...words] = name.split(' ')
  const list = byProgram.get(program) ?? []
  list.push({ words, name, entry })
  byProgram.set(program, list)
}
for (const list of byProgram.values()) list.sort((a, b) => b.words.length - a.words.length)

/**
 * Looks a command up. `program` is its last path segment (`./gradlew` → `gradlew`), `args` the words after it.
 * @returns undefined for a command that the table does not know
 */
export function knownCommand(program: string, args: readonly string[]): KnownCommand | undefined {
  const name = aliases[program] ?? program
  const entries = byProgram.get(name)
  if (!entries) return undefined
  const words =
    name === 'terragrunt' ? ofTerragrunt(args) : released(name, subcommands(args, ownValued[name], bare[name]))
  if (name === 'sbt') return ofGoals(name, entries, words.flatMap(tasksOfSbt), args.flatMap(wordsOfSbt))
  if (goals.has(name)) return ofGoals(name, entries, words, args)
  const found = entries.find((entry) => entry.words.every((word, i) => matches(word, words[i], args)))
  return found && judge(found.name, found.entry, args)
}

/** All that a program can do, by the entries of its sub-commands. */
export function kindsOfProgram(program: string): readonly Kind[] {
  const entries = byProgram.get(aliases[program] ?? program) ?? []
  return [
    ...new Set(entries.flatMap(({ entry }) => [...entry.kinds, ...(entry.cases ?? []).flatMap(({ kinds }) => kinds)])),
  ]
}

/** Whether the table has any entry of a program. */
export function knowsProgram(program: string): boolean {
  return byProgram.has(aliases[program] ?? program)
}

function matches(wanted: string, word: string | undefined, args: readonly string[]): boolean {
  return wanted.startsWith('-') ? args.includes(wanted) : wanted === word
}

/** The words that are neither flags nor values of flags known to take one. */
function subcommands(args: readonly string[], own: readonly string[] = [], plain: readonly string[] = []): string[] {
  const words: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (arg === '--') break
    if (!arg.startsWith('-')) words.push(arg)
    else if ((valued.has(arg) && !plain.includes(arg)) || own.includes(arg) || excluding.has(arg)) i++
  }
  return words
}

/**
 * The words of a command without what stands before it: a track of release (`gcloud beta run deploy`,
 * cloud.google.com/sdk/gcloud#release_levels), a site.
 */
function released(name: string, words: string[]): string[] {
  const [first = ''] = words
  if (name === 'gcloud' && /^(alpha|beta|preview)$/.test(first)) return words.slice(1)
  // the site that it works on stands before, by its alias (drush.org, "Site aliases"; make.wordpress.org/cli, "Aliases")
  return (name === 'drush' || name === 'wp') && first.startsWith('@') ? words.slice(1) : words
}

/** `terragrunt run [flags] -- apply` (since 0.73): what follows the dashes is Terraform's own. */
function ofTerragrunt(args: readonly string[]): string[] {
  const [first, ...rest] = subcommands(args)
  const dashes = args.indexOf('--')
  return first === 'run' && dashes >= 0 ? [first, ...subcommands(args.slice(dashes + 1))] : [first ?? '', ...rest]
}

function ofGoals(
  name: string,
  entries: readonly { words: readonly string[]; name: string; entry: KnownEntry }[],
  words: readonly string[],
  args: readonly string[],
): KnownCommand | undefined {
  // `:module:test` and `org.owasp:dependency-check-maven:9.0:check` are goals with a path or a version.
  const found = words.flatMap((word) => {
    // Gradle takes a path from the root without its first colon, too: `e2e:test`
    const path = name === 'gradle' ? /^:?(?:[^:\s]+:)*/ : /^(:[\w-]+)*:/
    const plain = shortGoal(word.replace(path, ''))
    const entry =
      entries.find(({ words: [wanted] }) => wanted === plain) ??
      entries.find(({ words: [wanted] }) => wanted !== undefined && word.startsWith(`${wanted}:`))
    return entry ? [inModule(word, judge(entry.name, entry.entry, args))] : []
  })
  const [first, ...rest] = found
  if (!first) {
    const bare = entries.find((entry) => entry.words.length === 0)
    return bare && judge(bare.name, bare.entry, args)
  }
  const all = [first, ...rest]
  return {
    ...first,
    tool: [first.tool, ...rest.map((next) => next.tool.split(' ').slice(1).join(' '))].join(', '),
    kinds: [...new Set(all.flatMap((one) => one.kinds))],
    mayAlso: [...new Set(all.flatMap((one) => one.mayAlso))],
    gates: all.some((one) => one.gates === 'stops') ? 'stops' : 'reports',
  }
}

/** The tasks of an argument of sbt as the table lists them, with their arguments and scopes left out. */
function tasksOfSbt(word: string): string[] {
  return partsOfSbt(word).map(({ task }) => {
    if (/^(?:.*\/)?(?:IntegrationTest|It|it)(?:\/|:)/.test(task)) return 'it:test'
    return task.startsWith('Docker/') ? task : task.replace(/^.*\//, '')
  })
}

const wordsOfSbt = (word: string): readonly string[] => partsOfSbt(word).flatMap(({ task, rest }) => [task, ...rest])

/** Tests of a module that is named for them (`:e2e:test`) are what it is named for. */
function inModule(goal: string, found: KnownCommand): KnownCommand {
  const [, module] = /(?:^|:)([\w-]+):[\w-]+$/.exec(goal) ?? []
  if (!module || !/(^|-)(e2e|end-to-end|integration|functional|acceptance)(-tests?)?$/i.test(module)) return found
  const swap = (kinds: readonly Kind[]) => kinds.map((kind): Kind => (kind === 'unit-test' ? 'integration-test' : kind))
  return { ...found, kinds: swap(found.kinds) }
}

/** `com.google.cloud.tools:jib-maven-plugin:3.4.0:build` is `jib:build`, as Maven itself shortens it. */
function shortGoal(goal: string): string {
  const [, name, task] = /^[\w.-]+:(?:maven-)?([\w-]+?)(?:-maven)?-plugin(?::[\w.-]+)?:([\w-]+)$/.exec(goal) ?? []
  return name && task ? `${name}:${task}` : goal
}

function judge(tool: string, entry: KnownEntry, args: readonly string[]): KnownCommand {
  const chosen = entry.cases?.find((one) => {
    const byFlag = !one.if || one.if.some((flag) => hasFlag(args, flag))
    const byWord = !one.words || one.words.some((word) => args.some((arg) => matchesPattern(word, arg)))
    const byPrefix = !one.prefix || args.some((arg) => arg.startsWith(one.prefix as string))
    const byLast = !one.last || one.last.some((pattern) => matchesPattern(pattern, lastWord(args)))
    const lacking = Object.entries(one.lacks ?? {})
    const byLack = !lacking.length || lacking.some(([flag, words]) => lacksAll(valuesOf(args, flag), words))
    return byFlag && byWord && byPrefix && byLast && byLack
  })
  const off = entry.none?.some((flag) => hasFlag(args, flag)) ?? false
  const words = subcommands(args).slice(tool.split(' ').length - 1)
  return {
    tool,
    kinds: off ? [] : (chosen?.kinds ?? entry.kinds),
    couldBe: off ? [] : (chosen?.couldBe ?? entry.couldBe ?? []),
    mayAlso: entry.mayAlso ?? [],
    tests: entry.tests ?? false,
    throwAway: entry.throwAway ?? false,
    gates: gatesOf(entry, args),
    environments: [
      ...(chosen?.environment ? [chosen.environment] : []),
      ...(entry.environment ?? []).flatMap((flag) => {
        const at = positions[flag]
        if (flag === application) return words.slice(0, 1).map((word) => `applications/${word}`)
        return at === undefined ? valuesOf(args, flag) : words.slice(at, at + 1)
      }),
    ],
    rollsBack: entry.rollsBack?.some((flag) => hasFlag(args, flag)) ?? false,
  }
}

function lastWord(args: readonly string[]): string {
  return subcommands(args).at(-1) ?? ''
}

function gatesOf({ gates }: KnownEntry, args: readonly string[]): 'stops' | 'reports' {
  if (gates === undefined || gates === 'always') return 'stops'
  if (gates === 'never') return 'reports'
  if (gates.bounds?.some((flag) => valuesOf(args, flag).some(letsHighPass))) return 'reports'
  if (gates.lists?.some((flag) => valuesOf(args, flag).some(leavesHighOut))) return 'reports'
  if (gates.unless?.some((flag) => isGiven(args, flag))) return 'reports'
  if (gates.flag === undefined) return 'stops'
  const flags = [gates.flag, ...(gates.also ?? [])]
  const values = flags.flatMap((flag) => valuesOf(args, flag))
  const given = flags.some((flag) => hasFlag(args, flag))
  return given && !values.includes('0') ? 'stops' : 'reports'
}

/** Whether a flag is given, also one with its value behind it, or among others: `--exit-code=0`, `--exit-code 0`, `--on HIGH,LOW`. */
function isGiven(args: readonly string[], flag: string): boolean {
  const [name = '', value] = flag.split('=')
  return (
    hasFlag(args, flag) ||
    (value !== undefined && valuesOf(args, name).some((given) => given.split(',').includes(value)))
  )
}

/** Whether a flag is given: alone, with `=value`, or (where the wanted one has a value) exactly so; `--dry-run=none` is not. */
function hasFlag(args: readonly string[], flag: string): boolean {
  if (args.includes(flag)) return true
  return !flag.includes('=') && args.some((arg) => arg.startsWith(`${flag}=`) && !/=(false|no|none)$/.test(arg))
}

function valuesOf(args: readonly string[], flag: string): string[] {
  return args.flatMap((arg, i) => {
    if (arg.startsWith(`${flag}=`)) return [arg.slice(flag.length + 1)]
    const next = args[i + 1]
    return arg === flag && next !== undefined && !next.startsWith('-') ? [next] : []
  })
}
