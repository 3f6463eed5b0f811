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

/** What fetches lists of packages or newer packages, and installs nothing by name: they stay in the layer, too. */
const fetches: Readonly<Record<string, RegExp>> = {
  apt: /^(apt-get|apt|aptitude) (-\S+ )*(update|(dist-|full-|safe-)?upgrade)\b/,
  apk: /^apk (?!.*--no-cache)(-\S+ )*(update|upgrade)\b/,
  yum: /^(yum|dnf|microdnf|tdnf) (-\S+ )*(update|upgrade|makecache|check-update)\b/,
}

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
    const fetching = Object.keys(fetches).find((manager) => fetches[manager]?.test(line))
    if (fetching !== undefined && left(fetching)) return fetching
    if (/^(python3? -m )?pip3? install\b/.test(line)) {
      const off = environment.get('PIP_NO_CACHE_DIR')
      if (!/--no-cache-dir/.test(line) && (off === undefined || off === '') && left('pip')) return 'pip'
    }
    if (/^uv (pip install|sync|add|tool install)\b/.test(line) && !/\s(-n|--no-cache)\b/.test(line)) {
      if (!environment.get('UV_NO_CACHE') && left('uv')) return 'uv'
    }
    if (/^poetry (install|add|sync)\b/.test(line) && !/\s--no-cache\b/.test(line) && left('poetry')) return 'poetry'
    if (/^npm (ci|install|i)\b/.test(line) && left('npm')) return 'npm'
    // docs.conda.io, "conda clean": what was fetched and unpacked stays in `pkgs` until then
    if (/^(conda|mamba|micromamba) (env (create|update)|create|install|update)\b/.test(line) && left('conda'))
      return 'conda'
  }
  return undefined
}
