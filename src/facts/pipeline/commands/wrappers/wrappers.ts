import { basename } from '../../../../documents/path.ts'
import { type Call, dropWords, withWords } from '../call.ts'
import { type Context, unheeded } from '../shell/state.ts'
import { programOfPackage } from './package-names.ts'
import { commandOfCoverage, commandOfEmulators, commandOfTests, targetOfCoverlet } from './wrapped-tests.ts'

/** What a wrapper runs, and how that changes where it stands. */
export interface Peeled {
  readonly call: Call
  readonly context?: Partial<Context>
  /** it runs nothing (`command -v docker`) */
  readonly skip?: boolean
}

interface Spec {
  /** flags that take the next word as their value */
  readonly valued?: readonly string[]
  /** words of its own before the command */
  readonly positional?: number
  /** `A=b` in front of the command */
  readonly assigns?: boolean
  /** Only what stands behind `--` is a command; without it the words are its own, unless {@link positional} ones go before. */
  readonly dashes?: boolean
  /** the command runs elsewhere, where files of this repository mean nothing */
  readonly remote?: boolean
}

/** Options of the tools that hold the keys of AWS, with a value. */
const ofProfile = [
  '-d',
  '--duration',
  '--backend',
  '--prompt',
  '--region',
  '-t',
  '--mfa-token',
  '--assume-role-ttl',
  '--session-ttl',
]

/** Programs that run another one, by their first words. */
const specs: Readonly<Record<string, Spec>> = {
  env: { valued: ['-u', '--unset', '-C', '--chdir'], assigns: true },
  'cross-env': { assigns: true },
  'cross-env-shell': { assigns: true },
  sudo: { valued: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '--user', '--group'], assigns: true },
  sshpass: { valued: ['-p', '-f', '-d', '-P'] },
  doas: { valued: ['-u', '-C'] },
  gosu: { positional: 1 },
  'su-exec': { positional: 1 },
  timeout: { valued: ['-k', '-s', '--kill-after', '--signal'], positional: 1 },
  gtimeout: { valued: ['-k', '-s', '--kill-after', '--signal'], positional: 1 },
  time: { valued: ['-o', '-f'] },
  nice: { valued: ['-n', '--adjustment'] },
  ionice: { valued: ['-c', '-n', '-p'] },
  nohup: {},
  watch: { valued: ['-n', '--interval'] },
  setsid: {},
  stdbuf: { valued: ['-i', '-o', '-e'] },
  unbuffer: {},
  chronic: {},
  command: {},
  // of cmd: a batch file, or a program that is one (`call az …`)
  call: {},
  builtin: {},
  caffeinate: {},
  'xvfb-run': { valued: ['-s', '-n', '-e', '--server-args', '--server-num', '--error-file'] },
  'dbus-run-session': {},
  flock: { valued: ['-w', '-E', '--timeout'], positional: 1 },
  parallel: { valued: ['-j', '--jobs', '-a', '--arg-file', '--retries', '--delay', '--timeout'] },
  xargs: {
    valued: ['-n', '-I', '-P', '-d', '-L', '-a', '-E', '-s', '--max-args', '--max-procs', '--delimiter', '--arg-file'],
  },
  retry: {
    valued: ['-t', '--times', '-d', '--delay', '-m', '--max', '-n', '-s', '--tries', '--sleep', '--until', '--retries'],
  },
  // through a proxy: https://github.com/rofl0r/proxychains-ng, https://gitlab.torproject.org/tpo/core/torsocks
  proxychains: { valued: ['-f'] },
  proxychains4: { valued: ['-f'] },
  torsocks: { valued: ['-a', '--address', '-P', '--port', '-u', '--user', '-p', '--pass'] },
  torify: {},
  tsocks: {},
  // hands a runner of tests the browsers of others: browserstack.com/docs, "Node SDK"; docs.percy.io, "percy exec"
  'browserstack-node-sdk': {},
  'browserstack-sdk': {},
  'percy exec': { dashes: true },
  // what watches a build or a test while it runs
  valgrind: {},
  'scan-build': { valued: ['-o', '-enable-checker', '-disable-checker', '--use-cc', '--use-c++'] },
  'cov-build': { valued: ['--dir', '--fs-capture-search', '--config'] },
  'build-wrapper-linux-x86-64': { valued: ['--out-dir'] },
  'build-wrapper-macosx-x86': { valued: ['--out-dir'] },
  'build-wrapper-win-x86-64': { valued: ['--out-dir'] },
  bear: { valued: ['--output', '-o', '--config'] },
  'intercept-build': { valued: ['--cdb'] },
  // starts a service for as long as a command runs (github.com/jd/pifpaf)
  pifpaf: { dashes: true },
  'with-contenv': {},
  'dumb-init': {},
  tini: {},
  dotenv: { valued: ['-e', '-f', '-c', '-p', '--env', '--file'] },
  dotenvx: { dashes: true },
  'env-cmd': { valued: ['-f', '--file', '-e', '--environments', '-r'] },
  'doppler run': { dashes: true },
  'op run': { dashes: true },
  'infisical run': { dashes: true },
  'chamber exec': { dashes: true },
  'vault-env': {},
  // the profile first, the dashes only where options of the command would be taken for its own
  'aws-vault exec': { dashes: true, positional: 1, valued: ofProfile },
  'aws-okta exec': { dashes: true, positional: 1, valued: ofProfile },
  'teller run': { dashes: true },
  'sops exec-env': { positional: 1 },
  berglas: { dashes: true },
  'nix develop': { dashes: true },
  'nix-shell': { dashes: true },
  'devbox run': { valued: ['-c', '-e', '--config', '--env'] },
  'mise x': { dashes: true },
  'mise exec': { dashes: true },
  'asdf exec': {},
  'rtx exec': { dashes: true },
  'direnv exec': { positional: 1 },
  'volta run': { valued: ['--node', '--npm', '--yarn'] },
  'nvm exec': { positional: 1 },
  'rbenv exec': {},
  'pyenv exec': {},
  'bundle exec': { valued: ['--gemfile'] },
  'poetry run': {},
  'uv run': {
    valued: [
      '--with',
      '--extra',
      '--group',
      '--python',
      '-p',
      '--project',
      '--directory',
      '--env-file',
      '--package',
      '--with-requirements',
      '--only-group',
      '--no-group',
      '-m',
      '--module',
    ],
  },
  'uv tool run': { valued: ['--from', '--with', '--python'] },
  uvx: { valued: ['--from', '--with', '--python', '-p'] },
  'pipx run': { valued: ['--spec', '--python'] },
  'conda run': { valued: ['-n', '-p', '--name', '--prefix'] },
  'mamba run': { valued: ['-n', '-p'] },
  'micromamba run': { valued: ['-n', '-p'] },
  'coverage run': {
    valued: ['--source', '--omit', '--include', '--rcfile', '--data-file', '--context', '--concurrency'],
  },
  nyc: { valued: ['-r', '--reporter', '-x', '--exclude', '-n', '--include', '--cwd', '--report-dir', '--temp-dir'] },
  c8: { valued: ['-r', '--reporter', '-x', '--exclude', '-n', '--include', '-o', '--report-dir', '--temp-directory'] },
  // the former name of nyc, with the arguments of what it runs behind dashes
  'istanbul cover': { valued: ['--config', '--report', '--dir', '--root', '-x', '--print'] },
  'opam exec': { dashes: true },
  npx: { valued: ['-p', '--package', '--cache', '--prefix', '-w', '--workspace'] },
  'npm exec': { valued: ['-p', '--package', '-w', '--workspace', '--prefix'] },
  'npm x': { valued: ['-p', '--package'] },
  'pnpm dlx': { valued: ['--package'] },
  'pnpm exec': { valued: ['--filter', '-F', '-C', '--dir'] },
  pnpx: {},
  'yarn dlx': { valued: ['-p', '--package'] },
  'yarn exec': {},
  bunx: {},
  'bun x': {},
  corepack: {},
  'lerna exec': { dashes: true },
  'nx exec': { dashes: true },
  'wait-for-it': { dashes: true },
  'wait-for-it.sh': { dashes: true },
  'wait-for': { dashes: true },
  dockerize: { valued: ['-wait', '-timeout', '-wait-retry-interval', '-template', '-stdout'] },
  'vault exec': { dashes: true },
  // https://www.vcluster.com/docs/vcluster/cli/vcluster_connect: flags [-- command]
  'vcluster connect': { dashes: true },
  // in the container of the checkout: https://containers.dev/supporting#devcontainer-cli
  'devcontainer exec': {
    valued: [
      '--workspace-folder',
      '--config',
      '--override-config',
      '--container-id',
      '--id-label',
      '--remote-env',
      '--docker-path',
      '--docker-compose-path',
      '--container-data-folder',
      '--log-level',
      '--log-format',
      '--user-data-folder',
    ],
  },
  // context and namespace first: https://github.com/sbstp/kubie
  'kubie exec': { valued: ['-s', '--shell'], positional: 2 },
}

/**
 * Programs that are installed under a name with their version, so that several stand side by side
 * (docs.cloudfoundry.org, "Installing the cf CLI": `cf7`, `cf8`).
 */
const versioned: Readonly<Record<string, string>> = { cf6: 'cf', cf7: 'cf', cf8: 'cf' }

/** Distributions of Kubernetes that bring its programs as commands of their own: `sudo microk8s kubectl apply`. */
const clusters = /^(k3s|k0s|microk8s|minikube|rancher)$/

/** Flags after which nothing runs. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  command: ['-v', '-V'],
  sudo: ['-v', '-l', '-k', '-K', '--validate', '--list'],
}

const packageRunners = new Set([
  'npx',
  'npm exec',
  'npm x',
  'pnpm dlx',
  'pnpx',
  'yarn dlx',
  'bunx',
  'bun x',
  'uvx',
  'uv tool run',
  'pipx run',
])

/**
 * Takes a wrapper from a call: `sudo -u x env A=b npm test` → `npm test`, one at a time. Undefined for what wraps
 * nothing.
 */
export function peel(call: Call): Peeled | undefined {
  const [first = '', second = '', third = ''] = call.words
  const program = basename(first)
  if (Object.hasOwn(versioned, program)) return { call: withWords(call, [versioned[program] as string], 1) }
  if (program === 'go') return toolOfGo(call)
  if (clusters.test(program) && /^(kubectl|helm3?)$/.test(second)) {
    // `minikube kubectl -- get pods`
    return { call: third === '--' ? withWords(call, [second], 3) : dropWords(call, 1) }
  }
  if (program === 'dotnet-coverage' && second === 'collect') return commandOfCoverage(call)
  if (program === 'dotnet' && second === 'coverage' && call.words[2] === 'collect')
    return commandOfCoverage(dropWords(call, 1))
  if (program === 'find') return commandOfFind(call)
  if (program === 'coverlet') return targetOfCoverlet(call)
  if (program === 'circleci') return commandOfTests(call)
  if (program === 'firebase' && second === 'emulators:exec') return commandOfEmulators(call)
  // a script of the project's own, and not what the shell calls `test`
  if (/^(poetry|uv|pdm|rye)$/.test(program) && second === 'run' && third === 'test') return undefined
  for (const [name, length] of [
    [`${program} ${second} ${third}`, 3],
    [`${program} ${second}`, 2],
    [program, 1],
  ] as const) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
    if (name === 'nyc' || name === 'c8') if (/^(report|check-coverage|merge|instrument)$/.test(second)) continue
    if (!spec) continue
    if (harmless[name]?.includes(call.words[length] ?? '')) return { call, skip: true }
    const inner = unwrap(call, name, length, spec)
    const options = call.words.slice(length, call.words.length - (inner?.call.words.length ?? 0))
    // it goes to the background, and sudo ends well at once (sudo.ws, "sudo(8)")
    return inner && name === 'sudo' && options.some((word) => /^(-[A-Zin]*b|--background)$/.test(word))
      ? { ...inner, context: unheeded }
      : inner
  }
  return undefined
}

/**
 * `find src -name '*.php' -exec php -l {} \\;`: what it runs for each file. Only where that ends with `+` does its failure
 * become that of find (POSIX, "find").
 */
function commandOfFind(call: Call): Peeled | undefined {
  const at = call.words.findIndex((word) => /^-(exec|execdir|ok|okdir)$/.test(word))
  if (at < 0 || at + 1 >= call.words.length) return undefined
  const inner = dropWords(call, at + 1)
  const end = inner.words.findIndex((word) => /^\\?[;+]$/.test(word))
  const words = end < 0 ? inner.words : inner.words.slice(0, end)
  const whole = { ...inner, words, written: inner.written.slice(0, words.length) }
  if (inner.words[end] === '+') return { call: whole }
  return { call: whole, context: unheeded }
}

/** `go run gotest.tools/gotestsum@v1.12.0 …`, `go tool golangci-lint …`: programs of modules, by their last name. */
function toolOfGo(call: Call): Peeled | undefined {
  const [, verb, ...rest] = call.words
  const at = verb === 'run' || verb === 'tool' ? rest.findIndex((word) => !word.startsWith('-')) : -1
  const [path = ''] = rest[at]?.split('@') ?? []
  const ofModule = /^[\w-]+(?:\.[\w-]+)+\/./.test(path)
  if (at < 0 || (verb === 'run' ? !ofModule : ownTools.test(path))) return undefined
  const name = basename(path.replace(/\/v\d+$/, ''))
  return { call: withWords(call, [name], at + 3) }
}

/** Tools that come with Go: they change nothing and check nothing. */
const ownTools =
  /^(addr2line|asm|buildid|cgo|compile|covdata|cover|dist|doc|fix|link|nm|objdump|pack|pprof|preprofile|test2json|trace|vet)?$/

function unwrap(call: Call, name: string, length: number, spec: Spec): Peeled | undefined {
  const { words } = call
  const environment: Record<string, string> = {}
  let at = length
  let positional = spec.positional ?? 0
  if (spec.dashes && (positional === 0 || words.includes('--', at))) {
    const joined = words.find((word, i) => i >= at && word.startsWith('--command='))
    if (joined && !words.includes('--', at))
      return { call: asShell(withWords(call, [joined.slice(10)], words.length), true) }
    const dashes = words.indexOf('--', at)
    const flag = words.findIndex((word, i) => i >= at && (word === '-c' || word === '--command' || word === '--run'))
    if (dashes < 0 && flag < 0) return undefined
    const start = dashes >= 0 ? dashes + 1 : flag + 1
    return start < words.length ? { call: asShell(dropWords(call, start), dashes < 0) } : undefined
  }
  for (; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--') continue
    if (spec.assigns && /^[A-Za-z_]\w*=/.test(word)) {
      const equals = word.indexOf('=')
      environment[word.slice(0, equals)] = word.slice(equals + 1)
    } else if (word.startsWith('-') && word.length > 1) {
      if ((word === '-c' || word === '--call') && packageRunners.has(name))
        return { call: asShell(dropWords(call, at + 1), true) }
      if ((word === '-m' || word === '--module') && name === 'uv run')
        return { call: withWords(call, ['python', '-m'], at + 1) }
      if ((word === '-m' || word === '--module') && name === 'coverage run')
        return { call: withWords(call, ['python', '-m'], at + 1) }
      if (spec.valued?.includes(word) || (name === 'sudo' && userBehind.test(word))) at++
    } else if (positional > 0) positional--
    // `uv run $OPTIONS --extra x pytest`: what flags follow upon is no program
    else if (/^(coverage|uv) run$/.test(name) && /^\$\{.*\}$/s.test(word) && /^-/.test(words[at + 1] ?? '')) continue
    else break
  }
  if (at >= words.length) return undefined
  const inner = dropWords(call, at, environment)
  // these start Python files by themselves
  if (/^(coverage|uv) run$/.test(name) && /\.py$/.test(inner.words[0] ?? ''))
    return { call: withWords(inner, ['python'], 0) }
  if (!packageRunners.has(name)) return { call: inner }
  return { call: withWords(inner, [programOfPackage(inner.words[0] ?? '')], 1) }
}

/** `sudo -iu postgres`: options in one word, of which the last has a value. */
const userBehind = /^-[AEHinPSk]+[ug]$/

/** One word that a shell reads: `nix develop -c 'npm test'`. */
function asShell(call: Call, text: boolean): Call {
  if (!text || call.words.length !== 1 || !/\s/.test(call.words[0] ?? '')) return call
  return { ...call, words: ['sh', '-c', ...call.words], written: [undefined, undefined, ...call.written] }
}
