import { join } from '../../../documents/path.ts'
import type { Command } from '../../../documents/shell/index.ts'
import { Hidden, type Seen } from '../../hidden.ts'
import { type Environment, python, rubies, virtualEnvironment } from './installed.ts'
import type { Ran } from './run.ts'

interface Manager {
  /** whether a command installs what the manifest says */
  readonly installs: RegExp
  /** what leaves the development dependencies out */
  readonly without: RegExp
  /** variables of the environment that leave them out */
  readonly variables?: Readonly<Record<string, RegExp>>
  /** a later command that takes them away again */
  readonly prunes?: RegExp
  /** the folder that they are installed into, by the line and what is set around it; beside the manifest if relative */
  readonly where: (line: string, environment: Environment) => string
  /** the manifest, beside which the command runs, and what in it says that there are development dependencies */
  readonly manifest?: readonly [string, RegExp]
  /** many projects have no development dependencies: without the manifest nothing is known */
  readonly seldom?: true
}

const nodeModules = () => 'node_modules'
const packageJson = ['package.json', /"devDependencies"\s*:\s*\{\s*"/] as const
const forDevelopment = String.raw`(?:dev|development|tests?|testing|lint|linting|format|docs?|typing|types|checks?|debug|quality|qa)\b`

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
    where: nodeModules,
    manifest: packageJson,
  },
  {
    installs: /^yarn( install)?(?=$| -)/,
    without: /--prod/,
    variables: { NODE_ENV: /^production$/ },
    prunes: /^yarn (install\b.*--prod|workspaces focus\b.*--production)/,
    where: nodeModules,
    manifest: packageJson,
  },
  {
    installs: /^pnpm (install|i)(?=$| -)/,
    without: /--prod|-P\b/,
    variables: { NODE_ENV: /^production$/ },
    prunes: /^pnpm prune\b.*--prod|^pnpm install\b.*(--prod|-P\b)/,
    where: nodeModules,
    manifest: packageJson,
  },
  {
    installs: /^bun (install|i)(?=$| -)/,
    without: /--production|-p\b|--omit[= ]dev/,
    where: nodeModules,
    manifest: packageJson,
  },
  {
    installs: /^composer (install|i)\b/,
    without: /--no-dev/,
    variables: { COMPOSER_NO_DEV: /^1|true$/ },
    where: () => 'vendor',
    manifest: ['composer.json', /"require-dev"\s*:\s*\{\s*"/],
  },
  {
    installs: /^bundle( install)?(?=$| -)/,
    without: /--without/,
    variables: { BUNDLE_WITHOUT: /./, BUNDLE_ONLY: /./, RAILS_ENV: /^$/ },
    where: rubies,
    manifest: ['Gemfile', /\bgroups?:?[ (:=>[]+:?["']?[^\n]*\b(?:development|test)\b/],
  },
  {
    installs: /^poetry install\b/,
    without: /--no-dev|--only|--without/,
    where: virtualEnvironment,
    seldom: true,
    manifest: [
      'pyproject.toml',
      new RegExp(
        String.raw`^\[tool\.poetry\.(?:dev-dependencies|group\.${forDevelopment})|^\[dependency-groups\]`,
        'm',
      ),
    ],
  },
  {
    installs: /^uv sync\b/,
    without: /--no-dev|--only-group|--no-default-groups/,
    variables: { UV_NO_DEV: /./ },
    where: virtualEnvironment,
    seldom: true,
    manifest: ['pyproject.toml', /^(?:dev|dev-dependencies)\s*=\s*\[(?!\s*\])|^default-groups\b/m],
  },
  {
    installs: /^(pipenv (install|sync)\b.* --dev|pip3? install .*-r ?\S*(dev|test)\S*\.txt)/,
    without: /^$/,
    where: python,
  },
]

/** A command that installs development dependencies, and the folder they land in; undefined for every other. */
export interface DevelopmentInstall {
  readonly command: string
  /** from the root of the image, with a leading slash */
  readonly where: string
  readonly prunes: RegExp | undefined
  /** whether there are any; hidden where the manifest is not here */
  readonly sure: Seen<boolean>
}

/**
 * Reads one command.
 * @param environment what ENV set before it
 * @param manifests the texts of those that are built, by name; of one that is not there nothing is known
 */
export function developmentInstall(
  { command, folder }: Ran,
  environment: Environment,
  manifests: ReadonlyMap<string, string>,
): DevelopmentInstall | undefined {
  const line = command.words.join(' ')
  const manager = managers.find(({ installs }) => installs.test(line))
  if (!manager || manager.without.test(line)) return undefined
  const around = new Map([...environment, ...Object.entries(command.assignments)])
  for (const [name, off] of Object.entries(manager.variables ?? {})) {
    const value = around.get(name)
    if (value !== undefined && off.test(value)) return undefined
  }
  const [name = '', says] = manager.manifest ?? []
  const manifest = manifests.get(name)
  if (manifest !== undefined && !says?.test(manifest)) return undefined
  return {
    command: line,
    where: `/${join(folder, manager.where(line, around))}`,
    prunes: manager.prunes,
    sure: manifest === undefined && manager.seldom ? withoutManifest(line, name) : true,
  }
}

const withoutManifest = (line: string, manifest: string): Hidden =>
  new Hidden(`whether \`${line}\` installs development dependencies (no ${manifest} lies beside the Dockerfile)`, {
    kind: 'file',
    text: 'leave them out by an option of the command (--only main, --no-dev)',
  })

/** The manifests that say whether there are development dependencies. */
export const developmentManifests: readonly string[] = [
  ...new Set(managers.flatMap(({ manifest }) => (manifest ? [manifest[0]] : []))),
]

/** Whether Bundler was told before, by `bundle config`, to leave groups out. */
export const leavesGroupsOut = ({ words }: Command): boolean =>
  /^bundle config( set)?( --\w+)* (without|only|deployment)\b/.test(words.join(' '))
