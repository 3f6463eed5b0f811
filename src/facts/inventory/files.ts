import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import { compareText } from '../../documents/place.ts'
import { isHidden } from '../hidden.ts'
import { isTemplateName, withoutTemplate } from '../manifests/template-name.ts'
import { classify, environmentWord } from '../pipeline/environment.ts'
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
  /\.(ya?ml|json|jsonc|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|bicepparam|xml|libsonnet|jsonnet|cue|pkl|edn|dhall)(\.(example|sample|dist|template|tmpl|tpl|j2|erb|enc|sops))?$|(^|\/)\.env([.-][\w-]+)*$/i

/** A manifest that is filled in: of templates, those that stand in a folder of manifests. */
const isFilledIn = (path: string): boolean =>
  isTemplateName(path) && /(^|\/)(k8s|kube|kubernetes|manifests?|deploy(ment)?s?)\//i.test(path)

/** Variables for the shell, `source environment.prod`: what stands behind the dot is the environment. */
const sourced = /(^|\/)(env|environment|config|settings|vars)\.[\w-]+$/i

/** Lists in a folder of configuration: `config/postcodes_prod.txt`. */
const listed = /(^|\/)(configs?|configuration|settings)\/[^/]+\.(txt|csv|list)$/i

/** Settings of Rails for one environment (guides.rubyonrails.org/configuring.html, "Creating Rails Environments"). */
const ofRails = /(^|\/)config\/environments\/[\w-]+\.rb$/i

/**
 * Modes of frameworks are no environments (verdicts.md): Rails' and Mix' folders, node-config's and Symfony's files are named
 * by how the program was started, and all environments that are deployed start it in the same way.
 */
const modes =
  /(^|\/)config\/(environments\/(development|test)\.\w+|(development|test|production|dev|prod)\.(json5?|js|ts|exs|rb|ya?ml)|(credentials|settings)\/(development|test)\.\w+(\.enc)?|packages\/(dev|test|prod)\/)|(^|\/)(\.env\.(development|test|production)(\.local)?|\.env\.(development|test)(\.\w+)+|webpack[.\w]*|tsconfig[.\w]*|environments?\/environment(\.\w+)?\.ts|requirements[\w./-]*|settings\/(dev|prod|test)\w*\.py)$/i

/** Rails' mode `production`: what is deployed to others starts in it as well, where no other has a file beside it. */
const productionMode = /(^|\/)config\/(credentials|settings|environments)\/production\.\w+(\.enc)?$/i

/** Variables for one environment, or what is to be filled in for them: `.env.staging`, `.env.shop.prod.example`. */
const variablesOf = /(^|\/)\.env[.-]([\w.-]+)$/

/** What is said of such a file behind the name of its environment. */
const filledInLater = /(^|[.-])(example|sample|dist|template|tmpl|tpl|local|enc|sops)$/i

/** What people fill in for the mode `production`, which may be that of every environment. */
const exampleOfMode = /(^|\/)\.env\.production(\.\w+)+$/i

/** Definitions of pipelines and of editors, what describes a package, and what Terraform has locked. */
const elsewhere =
  /(^|\/)(\.github(?!\/configs?\/)|\.circleci|\.gitlab|\.azure-pipelines|azure-pipelines|pipelines?|ci|\.buildkite|\.tekton|\.idea|\.run|\.vscode)\/|(^|\/)(package(-lock)?|composer|tsconfig|deno)\.json$|(^|\/)\.terraform\.lock\.hcl$/i

/**
 * The files and folders that configure one environment: values and parameter files with its name in theirs (values-prod.yaml,
 * prod.tfvars, appsettings.Staging.json, docker-compose.prod.yml), and whatever stands in a folder of that name (overlays/prod).
 * A word that also says what is done (`build-test.yml`, `test/`) names an environment only where another one stands in its
 * place beside it (`values-test.yaml` beside `values-prod.yaml`).
 * @param leftOut paths that are passed over
 */
export function environmentFiles(
  repository: Repository,
  settings: Settings,
  leftOut: ReadonlySet<string> = new Set(),
): readonly EnvironmentFile[] {
  const found = new Map<string, EnvironmentFile & Named>()
  const slots = new Map<string, Set<string>>()
  const exports = new Set(repository.named('core.extension.yml').map(({ path }) => dirname(path)))
  for (const { path, area } of repository.files) {
    if (area !== 'main' || leftOut.has(path) || isObjectOfDrupal(path, exports)) continue
    for (const one of environmentsOfFile(path, settings)) {
      const inSlot = slots.get(one.slot) ?? new Set()
      slots.set(one.slot, inSlot.add(one.class))
      const key = `${one.slot} ${one.class} ${one.name}`
      if (!found.has(key)) found.set(key, one)
    }
  }
  const sure = [...found.values()].filter(({ doubtful, slot }) => !doubtful || (slots.get(slot)?.size ?? 0) > 1)
  return sure.sort((a, b) => compareText(a.file, b.file))
}

/**
 * Objects of Drupal's configuration, exported by name (`config_split.config_split.development.yml` defines a split of that
 * name, and configures no environment; what the split holds stands in a folder of its own): beside `core.extension.yml`, or
 * brought along by a module (drupal.org, "Configuration storage", "Include default configuration in your module").
 * @param exports the folders that a whole configuration is exported to
 */
const isObjectOfDrupal = (path: string, exports: ReadonlySet<string>): boolean =>
  /(^|\/)[a-z]\w*\.[\w.-]+\.yml$/.test(path) &&
  (exports.has(dirname(path)) || /(^|\/)config\/(install|optional)\/[^/]+$/.test(path)) &&
  !isNamedFolder(dirname(path))

/** The folder itself is an environment's: all that is exported there is. */
const isNamedFolder = (folder: string): boolean => environmentWord(basename(folder)) !== undefined

/** What is applied to environments and to nothing else: a whole name of it is one's (`integration/main.tf`, `qa.tfvars`). */
const infrastructure = /\.(tf|tfvars|hcl|bicepparam)$/i

/** How a path names an environment. */
export interface Named {
  /** the path without that word: what others of their kind have in common with it */
  readonly slot: string
  /** whether the word may mean something else */
  readonly doubtful: boolean
}

/** The environments that the path of a configuration file names, the outermost folder first. */
export function environmentsOfFile(path: string, settings: Settings): readonly (EnvironmentFile & Named)[] {
  const configures = isFilledIn(path) || [configuring, sourced, listed, ofRails].some((form) => form.test(path))
  // variables are no definition of a pipeline, wherever they lie
  if (!configures || modes.test(path) || (elsewhere.test(path) && !variablesOf.test(path))) return []
  return [...namesIn(path)].flatMap(({ name, before }) => {
    const kind = classify(name, settings)
    if (isHidden(kind)) return []
    const telling = environmentWord(name)
    const slot = `${before}/${telling ? name.replace(spelled(telling.words), '*') : '*'}`
    const whole = infrastructure.test(path) && telling?.words.join('') === name.toLowerCase()
    const isOverlay = /(^|\/)overlays?$/i.test(before)
    const doubtful =
      (telling?.activity === true && !whole && !isOverlay) || productionMode.test(path) || exampleOfMode.test(path)
    return [{ name, class: kind, file: path, slot, doubtful }]
  })
}

const spelled = (words: readonly string[]) => new RegExp(words.join('[^a-z0-9]*'), 'i')

/** The parts of a path that may be the name of an environment: its folders, and the words of the file's name. */
function* namesIn(path: string): Generator<{ readonly name: string; readonly before: string }> {
  const parts = path.split('/')
  const hasEnding = listed.test(path) || ofRails.test(path)
  const last = parts.pop() ?? ''
  const written = isFilledIn(path) ? withoutTemplate(last) : last
  const file = written.replace(configuring, '').replace(hasEnding ? /\.\w+$/ : /\.$/, '')
  const folder = parts.join('/')
  // src/test, lib/dev and the like are code
  const code = /^(src|lib|app|tests?|spec)$/.test(parts[0] ?? '') && parts.length < 3
  if (!code) {
    for (const [at, name] of parts.entries()) if (name.length < 30) yield { name, before: parts.slice(0, at).join('/') }
  }
  let variables = variablesOf.exec(path)?.[2]
  while (variables && filledInLater.test(variables)) variables = variables.replace(filledInLater, '')
  if (variables) yield { name: variables, before: `${folder}/.env` }
  else if (file) {
    yield { name: file, before: folder }
    const tail = file.split(/[._]|-(?=[a-z]+$)/i).at(-1)
    // sp-non-prod is not production
    const negated = /(^|[^a-z])(non|not|pre)$/i.test(file.slice(0, -(tail?.length ?? 0)).replace(/[._-]+$/, ''))
    if (tail && tail !== file && !negated) yield { name: tail, before: `${folder}/${file.slice(0, -tail.length)}` }
  }
}

/** A file of this length may hold nothing but comments. */
const mostOfNothing = 8_000

/** The files of environments that say nothing: empty, or all of them comments and brackets. */
export async function emptyFiles(repository: Repository, settings: Settings): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const { path, area, size } of repository.files) {
    if (area !== 'main' || size > mostOfNothing || environmentsOfFile(path, settings).length === 0) continue
    const content = (await repository.text(path))?.content ?? ''
    if (
      content
        .replace(/^\uFEFF/, '')
        .split('\n')
        .every((line) => /^\s*(?:[#;].*|\/\/.*|---|\.{3}|\{\s*\})?\s*$/.test(line))
    )
      found.add(path)
  }
  return found
}
