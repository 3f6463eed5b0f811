/* Where package managers put what they install, when that is no folder beside the manifest. */

/** What is set around a command: ENV of the stage and what stands in front of it. */
export type Environment = ReadonlyMap<string, string>

/** The packages of the Python that comes with an image, in whichever version: what `sameFolder` makes of it. */
const sitePackages = '/usr/local/lib/python3/site-packages'

/** A folder of an image in a form that can be compared: that of Python's packages without its version. */
export const sameFolder = (folder: string): string =>
  folder.replace(/^\/usr(?:\/local)?\/lib\/python3[.\d]*(?=\/|$)/, '/usr/local/lib/python3')

/** The gems of Bundler: by its settings, else where the official images of Ruby keep them (hub.docker.com/_/ruby). */
export const rubies = (line: string, environment: Environment): string =>
  /--path[= ](\S+)/.exec(line)?.[1] ??
  (/--deployment\b/.test(line) ? 'vendor/bundle' : undefined) ??
  environment.get('BUNDLE_PATH') ??
  environment.get('GEM_HOME') ??
  '/usr/local/bundle'

/**
 * The virtual environment of Poetry and uv, `.venv` unless another is set; where none is made, the packages of Python
 * (python-poetry.org/docs/configuration, docs.astral.sh/uv/concepts/projects/config).
 */
export const virtualEnvironment = (line: string, environment: Environment): string =>
  environment.get('UV_PROJECT_ENVIRONMENT') ??
  environment.get('VIRTUAL_ENV') ??
  (/^false$/i.test(environment.get('POETRY_VIRTUALENVS_CREATE') ?? '') ? python(line, environment) : '.venv')

/** Where pip and pipenv put packages (pip.pypa.io/en/stable/cli/pip_install). */
export const python = (line: string, environment: Environment): string =>
  /--(?:prefix|target|root)[= ](\S+)/.exec(line)?.[1] ??
  (/--user\b/.test(line) ? '/root/.local' : undefined) ??
  environment.get('VIRTUAL_ENV') ??
  (/^pipenv\b(?!.*--system)/.test(line) ? '.venv' : sitePackages)

/** The setting that a command keeps for those after it, as the variable that says the same; undefined for every other. */
export function settingKept(words: readonly string[]): readonly [string, string] | undefined {
  const line = words.join(' ')
  const [, path] = /^bundle config(?: set)?(?: --\w+)* path (\S+)/.exec(line) ?? []
  if (path !== undefined) return ['BUNDLE_PATH', path]
  const [, creates] = /^poetry config(?: --\w+)* virtualenvs\.create(?: --\w+)* (\w+)/.exec(line) ?? []
  return creates === undefined ? undefined : ['POETRY_VIRTUALENVS_CREATE', creates]
}
