import type { Instruction } from '../../../documents/dockerfile.ts'
import type { Command } from '../../../documents/shell/index.ts'
import type { PackageChange } from './packages.ts'

/** Where package managers keep what they fetched; a RUN that empties it, or mounts it, leaves nothing in the layer. */
const stores: Readonly<Record<string, RegExp>> = {
  apt: /\/var\/lib\/apt|\/var\/cache\/apt/,
  apk: /\/var\/cache\/apk|\/etc\/apk\/cache/,
  yum: /\/var\/cache\/(yum|dnf|libdnf)|clean\s+all/,
  pip: /\.cache|\bpip3?\s+cache\s+purge/,
  npm: /\.npm\b|\bnpm\s+cache\s+clean/,
  yarn: /yarn\s+cache\s+clean|\.cache\/yarn|\.yarn/,
  // docs.astral.sh/uv/concepts/cache, python-poetry.org/docs/configuration
  uv: /\.cache|UV_CACHE_DIR|\buv\s+cache\s+(clean|prune)/,
  poetry: /\.cache|POETRY_CACHE_DIR|pypoetry|\bpoetry\s+cache\s+clear/,
  conda: /\bclean\b.*(\s-\w*[afp]\w*|--(all|tarballs|packages|force-pkgs-dirs))|\/pkgs\b/,
}

/** A command by whose own words a cache stays, though it names no package to install. */
interface Keeping {
  readonly manager: string
  /** how the command begins */
  readonly line: RegExp
  /** options with which it keeps nothing */
  readonly without?: RegExp
  /** a variable that turns the cache off, whatever it holds */
  readonly variable?: string
}

const keeping: readonly Keeping[] = [
  // lists of packages and newer packages: they stay in the layer, too
  { manager: 'apt', line: /^(apt-get|apt|aptitude) (-\S+ )*(update|(dist-|full-|safe-)?upgrade)\b/ },
  { manager: 'apk', line: /^apk (-\S+ )*(update|upgrade)\b/, without: /--no-cache/ },
  { manager: 'yum', line: /^(yum|dnf|microdnf|tdnf) (-\S+ )*(update|upgrade|makecache|check-update)\b/ },
  // what a file lists
  {
    manager: 'pip',
    line: /^(python3? -m )?pip3? install\b/,
    without: /--no-cache-dir/,
    variable: 'PIP_NO_CACHE_DIR',
  },
  {
    manager: 'uv',
    line: /^uv (pip install|sync|add|tool install)\b/,
    without: /\s(-n|--no-cache)\b/,
    variable: 'UV_NO_CACHE',
  },
  { manager: 'poetry', line: /^poetry (install|add|sync)\b/, without: /\s--no-cache\b/ },
  { manager: 'npm', line: /^npm (ci|install|i)\b/ },
  // docs.conda.io, "conda clean": what was fetched and unpacked stays in `pkgs` until then
  { manager: 'conda', line: /^(conda|mamba|micromamba) (env (create|update)|create|install|update)\b/ },
]

/** The package manager whose cache a RUN instruction leaves in the layer; undefined: none. `changes` are its own. */
export function cacheLeft(
  run: Instruction,
  commands: readonly Command[],
  changes: readonly PackageChange[],
  environment: ReadonlyMap<string, string>,
): string | undefined {
  const left = (manager: string) => {
    const store = stores[manager] as RegExp
    const mounts = (run.flags.mount ?? '').split('\n').filter((mount) => /type=cache/.test(mount))
    if (mounts.some((mount) => store.test(mount) || /\/root|\/home|\$\{?HOME|cache/.test(mount))) return false
    return !commands.some(
      (command) =>
        /^(rm|find|apt-get|apt|yum|dnf|microdnf|tdnf|npm|yarn|pip3?|uv|poetry|conda|mamba|micromamba)$/.test(
          command.words[0] ?? '',
        ) && store.test(command.words.join(' ')),
    )
  }
  for (const { manager, does, cached } of changes) {
    if (does === 'install' && cached && left(manager)) return manager
  }
  for (const { words } of commands) {
    const line = words.join(' ').replace(/^sudo /, '')
    const kept = keeping.find(
      (one) =>
        one.line.test(line) &&
        !one.without?.test(line) &&
        !(one.variable && environment.get(one.variable)) &&
        left(one.manager),
    )
    if (kept) return kept.manager
  }
  return undefined
}
