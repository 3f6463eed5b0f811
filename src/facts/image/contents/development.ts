import type { Command } from '../../../documents/shell/index.ts'

/** What is set around a command: ENV of the stage and what stands in front of it. */
type Environment = ReadonlyMap<string, string>

interface Manager {
  /** whether a command installs what the manifest says */
  readonly installs: RegExp
  /** what leaves the development dependencies out */
  readonly without: RegExp
  /** variables of the environment that leave them out */
  readonly variables?: Readonly<Record<string, RegExp>>
  /** a later command that takes them away again */
  readonly prunes?: RegExp
  /** the folder that they are installed into, beside the manifest */
  readonly folder?: string
}

/**
 * How package managers leave development dependencies out, by their documentation: docs.npmjs.com/cli/install, yarnpkg.com,
 * pnpm.io/cli/install, bun.sh, getcomposer.org, bundler.io, python-poetry.org, pipenv.pypa.io, docs.astral.sh/uv.
 */
const managers: readonly Manager[] = [
  {
    installs: /^npm (ci|install|i|clean-install)(?=$| -)(?!.* (-g|--global)\b)/,
    without: /--omit[= ]dev|--production|--only[= ]prod/,
    variables: { NODE_ENV: /^production$/, NPM_CONFIG_OMIT: /dev/, NPM_CONFIG_PRODUCTION: /true/ },
    prunes: /^npm prune\b.*(--production|--omit[= ]dev)/,
    folder: 'node_modules',
  },
  {
    installs: /^yarn( install)?(?=$| -)/,
    without: /--prod/,
    variables: { NODE_ENV: /^production$/ },
    prunes: /^yarn (install\b.*--prod|workspaces focus\b.*--production)/,
    folder: 'node_modules',
  },
  {
    installs: /^pnpm (install|i)(?=$| -)/,
    without: /--prod|-P\b/,
    variables: { NODE_ENV: /^production$/ },
    prunes: /^pnpm prune\b.*--prod|^pnpm install\b.*(--prod|-P\b)/,
    folder: 'node_modules',
  },
  { installs: /^bun (install|i)(?=$| -)/, without: /--production|-p\b|--omit[= ]dev/, folder: 'node_modules' },
  {
    installs: /^composer (install|i)\b/,
    without: /--no-dev/,
    variables: { COMPOSER_NO_DEV: /^1|true$/ },
    folder: 'vendor',
  },
  {
    installs: /^bundle( install)?(?=$| -)/,
    without: /--without/,
    variables: { BUNDLE_WITHOUT: /./, BUNDLE_ONLY: /./, RAILS_ENV: /^$/ },
  },
  { installs: /^poetry install\b/, without: /--no-dev|--only|--without/ },
  { installs: /^uv sync\b/, without: /--no-dev|--only-group|--no-default-groups/, variables: { UV_NO_DEV: /./ } },
  { installs: /^(pipenv (install|sync)\b.* --dev|pip3? install .*-r ?\S*(dev|test)\S*\.txt)/, without: /^$/ },
]

/** A command that installs development dependencies, and the folder they land in; undefined for every other. */
export interface DevelopmentInstall {
  readonly command: string
  readonly folder: string | undefined
  readonly prunes: RegExp | undefined
}

/** Reads one command. `environment` is what ENV set before it. */
export function developmentInstall(command: Command, environment: Environment): DevelopmentInstall | undefined {
  const line = command.words.join(' ')
  const manager = managers.find(({ installs }) => installs.test(line))
  if (!manager || manager.without.test(line)) return undefined
  for (const [name, off] of Object.entries(manager.variables ?? {})) {
    const value = command.assignments[name] ?? environment.get(name)
    if (value !== undefined && off.test(value)) return undefined
  }
  return { command: line, folder: manager.folder, prunes: manager.prunes }
}

/** Whether Bundler was told before, by `bundle config`, to leave groups out. */
export const leavesGroupsOut = ({ words }: Command): boolean =>
  /^bundle config( set)?( --\w+)* (without|only|deployment)\b/.test(words.join(' '))
