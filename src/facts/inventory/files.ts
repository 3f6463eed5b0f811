import type { Settings } from '../../config/settings.ts'
import { compareText } from '../../documents/place.ts'
import { isHidden } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'

/** A file, or a folder of files, that configures one environment. */
export interface EnvironmentFile {
  /** the part of the path that names the environment */
  readonly name: string
  readonly class: string
  /** the file; of a folder that is named, its first */
  readonly file: string
}

/** Folders whose name is an environment's hold its files. */
const configuring =
  /\.(ya?ml|json|jsonc|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|bicepparam|xml|libsonnet|jsonnet|cue|pkl|edn|dhall)(\.(example|sample|dist|template|tpl|j2|erb|enc|sops))?$|(^|\/)\.env([.-][\w-]+)?$/i

/**
 * Modes of frameworks are no environments (verdicts.md): Rails' and Mix' folders, node-config's and Symfony's files are named
 * by how the program was started, and all environments that are deployed start it in the same way.
 */
const modes =
  /(^|\/)config\/(environments\/(development|test|production)\.\w+|(development|test|production|dev|prod)\.(json5?|js|ts|exs|rb|ya?ml)|packages\/(dev|test|prod)\/)|(^|\/)(\.env\.(development|test|production)(\.local)?|webpack[.\w]*|tsconfig[.\w]*|environments?\/environment(\.\w+)?\.ts|requirements[\w./-]*|settings\/(dev|prod|test)\w*\.py)$|(^|\/)(\.github|\.circleci|\.gitlab|\.azure-pipelines|azure-pipelines|pipelines?|ci|\.buildkite|\.tekton)\//i

/**
 * The files and folders that configure one environment: values and parameter files with its name in theirs (values-prod.yaml,
 * prod.tfvars, appsettings.Staging.json, docker-compose.prod.yml), and whatever stands in a folder of that name (overlays/prod).
 */
export function environmentFiles(repository: Repository, settings: Settings): readonly EnvironmentFile[] {
  const found = new Map<string, EnvironmentFile>()
  for (const { path, area } of repository.files) {
    if (area !== 'main') continue
    for (const one of environmentsOfFile(path, settings)) {
      const key = `${one.class} ${one.name}`
      if (!found.has(key)) found.set(key, one)
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.file, b.file))
}

/** The environments that the path of a configuration file names, the outermost folder first. */
export function environmentsOfFile(path: string, settings: Settings): readonly EnvironmentFile[] {
  if (!configuring.test(path) || modes.test(path)) return []
  return [...namesIn(path)].flatMap((name) => {
    const kind = classify(name, settings)
    return isHidden(kind) ? [] : [{ name, class: kind, file: path }]
  })
}

/** The parts of a path that may be the name of an environment: its folders, and the words of the file's name. */
function* namesIn(path: string): Generator<string> {
  const parts = path.split('/')
  const file = (parts.pop() ?? '').replace(configuring, '').replace(/\.$/, '')
  // src/test, lib/dev and the like are code
  for (const folder of parts.slice(
    /^(src|lib|app|tests?|spec)$/.test(parts[0] ?? '') && parts.length < 3 ? parts.length : 0,
  )) {
    if (folder.length < 30) yield folder
  }
  const last = /(^|\/)\.env[.-]([\w-]+)/.exec(path)?.[2]?.replace(/[.-]?(example|sample|dist|template|local)$/, '')
  if (last) yield last
  else if (file) {
    yield file
    const tail = file.split(/[._]|-(?=[a-z]+$)/i).at(-1)
    if (tail && tail !== file) yield tail
  }
}
