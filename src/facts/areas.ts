import type { Area } from './repository.ts'

/**
 * What a path says about a file, from the names of its folders (and, for tests and generated code, of the file). These
 * are the habits of the ecosystems that people use (Go's project layout, Maven, Rails, npm workspaces, Helm …);
 * `include:` in assay.yaml corrects where a repository differs. Files at the root are `main`, but for tests by name.
 */
export function areaOf(path: string): Area {
  const end = path.lastIndexOf('/')
  const area = areaOfFolder(path.slice(0, Math.max(0, end)))
  if (area === 'pipeline') return 'main'
  if (area === 'vendored' || area === 'generated') return area
  const name = path.slice(end + 1).toLowerCase()
  if (generatedName.test(name)) return 'generated'
  if (area === 'main' && prose.test(name) && site.test(path.toLowerCase())) return 'documentation'
  if (area === 'test' || testName.test(name)) return 'test'
  return area !== 'example' && isSetAside(path) ? 'set-aside' : area
}

/**
 * Whether a file that describes something was put away, by its folders or its name: what is archived or switched off, and
 * copies that people fill in. Of programs the same words tell what they are about (`archive/restore.ts`).
 */
const isSetAside = (path: string) =>
  asideEnding.test(path) || (describes.test(path) && (asideFolder.test(path) || asideName.test(path)))

const describes = /\.(?:ya?ml|json|tf|tofu|hcl|tfvars|bicep|rules|nomad|(?:j|lib)sonnet|tpl|tftpl|tmpl|mdx?|rst|adoc)$/i
/* A service, a package or a module may be called archive. */
const asideFolder =
  /(?:^|\/)[._]{0,2}(?:archived|(?<!(?:^|\/)(?:apps|components|functions|lambdas|microservices|modules|packages|services)\/)archive|deprecated|obsolete|retired|unused|not[-_]?(?:in[-_]?use|used)|disabled|attic|graveyard|old)\//i
const asideEnding = /\.(?:disabled|inactive|unused|bak|old|orig)$|\.(?:ya?ml|json)\.(?:example|sample|dist|off)$/i
const asideName = /[-_.](?:old|bak|orig|disabled|deprecated|obsolete|unused)\.\w+$|\.(?:example|sample)\.\w+$/i

type FolderArea = Exclude<Area, 'excluded' | 'set-aside'> | 'pipeline'

/** Folders hold many files, and each is looked at for every one of them. */
const known = new Map<string, FolderArea>()

function areaOfFolder(folder: string): FolderArea {
  const before = known.get(folder)
  if (before) return before
  // a run over many repositories must not keep them all
  if (known.size > 20_000) known.clear()
  const area = sourceSet.test(folder) ? 'test' : areaOfFolders(folder.toLowerCase().split('/'))
  known.set(folder, area)
  return area
}

function areaOfFolders(folders: readonly string[]): FolderArea {
  if (pipelineFolders.has(folders[0] ?? '')) return folders.some((folder) => data.has(folder)) ? 'test' : 'pipeline'
  if (folders.some((folder) => vendored.has(folder)) || drupals.test(folders.join('/')) || isRelease(folders))
    return 'vendored'
  if (folders.some((folder) => generated.has(folder))) return 'generated'
  const judged = folders.filter((folder, at) => !isEnvironment(folder, folders.slice(Math.max(0, at - 2), at)))
  // Perl's place for tests, and that of some others; deeper down it may be anything (a language's code)
  if (folders[0] === 't' || judged.some(isTestFolder)) return 'test'
  if (judged.some((folder) => examples.has(folder) || exampleEnding.test(folder))) return 'example'
  return judged.some((folder) => documentation.has(folder)) ? 'documentation' : 'main'
}

const words = (text: string) => new Set(text.split(' '))

/** What the forges and pipeline systems read; always a part of the service. */
const pipelineFolders = words(
  '.github .gitlab .circleci .azure-pipelines .azuredevops .buildkite .tekton .woodpecker .drone .harness .forgejo .gitea .teamcity',
)

/** What pipelines try things with, beside them: `.github/testdata`. An action that is called `test` is a part of the service. */
const data = words('testdata test-data test_data fixtures fixture __fixtures__')

const vendored = words(
  'vendor vendors vendored third_party third-party thirdparty node_modules bower_components jspm_packages pods carthage godeps site-packages .venv venv virtualenv .yarn .bundle',
)

/** Where Drupal's sites keep what others wrote (drupal.org, "Directory structure" and "Using Composer"). */
const drupals = /(?:^|\/)(?:sites\/[^/]+\/libraries|(?:modules|themes|profiles)\/contrib)(?:\/|$)/

/** `lib/zlib-1.3.1`: what another gave out, as it was unpacked among what the program is linked with. */
const isRelease = (folders: readonly string[]) =>
  folders.some((folder, at) => release.test(folder) && linked.has(folders[at - 1] ?? ''))

const release = /^[a-z][a-z\d_.-]*-v?\d+(?:\.\d+){1,3}$/
const linked = words('lib libs deps ext extern external externals contrib')

/** `build` is not among them: Go's project layout and many others keep Dockerfiles and pipelines there. */
const generated = words(
  'dist generated __generated__ .next .nuxt .output .svelte-kit .terraform cdk.out coverage htmlcov __snapshots__ .snapshots __pycache__',
)

const generatedName =
  /\.min\.(js|css)$|\.generated\.(c?ts|tsx|[cm]?js|jsx|cs|go|py|java|kt|swift|rs|dart|css)$|\.pb\.go$|_pb2(_grpc)?\.pyi?$|\.g\.(dart|cs)$|\.designer\.cs$/

const examples = words('example examples _examples sample samples demo demos tutorial tutorials')

/** `keys.example`, `config-sample`: what people copy before they fill it in. */
const exampleEnding = /[._-](?:example|sample)s?$/

const documentation = words('docs doc documentation wiki guides handbook api-docs')

/** Sites of projects are written in these; a program has its texts there, too. */
const site = /(?:^|\/)(?:website|site|content|book)\//
const prose = /.\.(?:mdx?|markdown|rst|adoc|asciidoc)$/

const tests = words(
  'test tests __tests__ testing spec e2e cypress playwright molecule fixtures fixture __fixtures__ testdata test-data test_data __mocks__ mocks mirage testsupport testfixtures test-fixtures test_fixtures androidtest testutils test-utils test_utils testhelpers test-helpers test_helpers testresources test-resources test_resources testcase testcases test-cases test_cases testutil test-util test_util testsuite testsuites test-suite test-suites test_suite test_suites testapp testapps test-app test-apps test_app testlib testkit testbench testharness test-harness testserver testservers',
)

/** `integration-tests`, `web-e2e`, `Courses.Api.UnitTests`, `contract_test`. A plain `x-test` may be an environment. */
const testEnding =
  /(^|[-_.])((unit|integration|integ|int|acceptance|functional|smoke|performance|load|contract|component|system|ui|api)[-_.]?tests?|tests|e2e)$/

/** `test_documents`, `test-images`: what tests are given. */
const testGiven =
  /^tests?[-_](documents?|files|inputs?|outputs?|samples?|payloads?|messages|responses|requests|records|images|pictures|media|pdfs?|jsons?|xmls?|csvs?|vectors)$/

/** A source set of Gradle for tests: `src/dockerTest/resources`, `src/intTest`. */
const sourceSet = /(?:^|\/)src\/[a-z]+(?:Tests?|IT)(?:\/|$)/

/** Go and others leave out what begins with an underscore: `_testdata`. */
const isTestFolder = (folder: string) =>
  tests.has(folder.replace(/^_(?!_)/, '')) || testEnding.test(folder) || testGiven.test(folder)

/** Names of test files that cannot be anything else. */
const testName =
  /[._-](test|spec)\.(js|jsx|ts|tsx|mjs|cjs|mts|cts|exs|dart)$|_(test|spec)\.(go|rb|py|cc|cpp)$|^tests?_.+\.py$|^tests(?:-[\w-]+)?\.py$|^conftest\.py$|(?:^|_)testing\.go$|\.feature$/

/** Just below these, a folder named `test` or `demo` is an environment: `environments/test`, `terraform/app/demo`. */
const environmentParents = words(
  'environment environments env envs ops operations devops overlay overlays stage stages cluster clusters workspaces values deploy deployment deployments infra infrastructure terraform terragrunt k8s kubernetes kustomize helm helmfile charts manifests argocd flux config configs configuration parameters params accounts apps-config gitops',
)

const environmentNames = words('test testing e2e demo sample')

/** `src/test` is the tests of a module, though the module be called `config`. */
const isEnvironment = (folder: string, above: readonly string[]) =>
  environmentNames.has(folder) && above.at(-1) !== 'src' && above.some((name) => environmentParents.has(name))

/**
 * Whether a file is of the stack that people run on their own machine to work on the service, by its folders:
 * `local`, `localdev`, `local-monitoring`. Much else is called local (`local-authority`, `local_storage`).
 */
export function isLocalWork(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => localFolder.test(folder))
}

const localFolder =
  /^(local|localhost|local[-_.]?(dev|development|docker|compose|env|environment|stack|set-?up|monitoring|observability|telemetry|otel|grafana|prometheus|infra|infrastructure)([-_.].*)?)$/i

/** As {@link isLocalWork}, or by the file's own name: `deployment.local.yaml`, `stack-local-only.yaml`. */
export const isForOwnMachine = (path: string): boolean => isLocalWork(path) || localFile.test(path)

/* `node-local.yaml` may run on every node of production. */
const localFile = /(?:[-_.]local[-_.]?(?:only|dev|development|env|set-?up)|\.local)\.(?:ya?ml|json)$/i

/**
 * Whether a file tells an assistant that writes code what to do (skills, prompts, rules): such a text is taken from
 * elsewhere as a rule, and none that people follow (docs.github.com/copilot/customizing-copilot,
 * docs.claude.com/en/docs/claude-code/skills).
 */
export const isForAssistants = (path: string): boolean => assistantFolder.test(path)

const assistantFolder =
  /(^|\/)(\.github\/(skills|prompts|instructions|agents|chatmodes)|\.(claude|cursor|agents?|codex|gemini|windsurf|clinerules|roo|kiro|opencode|continue|junie))\//

/** Whether a file is of something that is tried beside the system, by its folders: a proof of concept, a spike. */
export const isTrial = (path: string): boolean => trialFolder.test(path)

const trialFolder = /(^|\/)(pocs?|proofs?[-_]of[-_]concepts?|spikes?|prototypes?|playgrounds?|experiments?)\//i
