import { type Kind, kinds } from '../../../config/vocabulary.ts'
import { writtenDocuments } from '../written-documents.ts'

/** Whether a text has a word that people call an environment by (verdicts.md, "Environments by name"). */
export function tellsEnvironment(text: string): boolean {
  return text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => environmentWords.has(word))
}

const environmentWords = new Set(
  (
    'dev development sandbox review preview pr int integration test testing qa sit iat e2e stage staging stg uat preprod preproduction ' +
    'pp acceptance acc nft perftest prod production prd live'
  ).split(' '),
)

/** How something is built, which tells of no environment (verdicts.md: "build modes (`NODE_ENV`) never"). */
export const buildMode = /^(NODE|BABEL|RAILS|RACK|MIX|FLASK)_ENV$/i

/** Names of inputs, keys of a matrix and variables that hold an environment. */
export function namesEnvironment(name: string): boolean {
  if (buildMode.test(name)) return false
  return /(^|[-_.])(env|environment|environments|envs|stage|target|tier|deploy_?to)($|[-_.])|environment|^deploy_?env/i.test(
    name,
  )
}

/** Everything but set-up: what is hidden and says nothing of itself may do any of it. */
export const everyKind: readonly Kind[] = kinds.filter((kind) => kind !== 'set-up')

/** Words, what they most likely mean (undefined: nothing that decides), and what else such a thing does. */
type Telling = readonly [RegExp, Kind | undefined, readonly Kind[]]

/** What is done. */
const doings: readonly Telling[] = [
  [
    /^(label|labels|labeler|stale|close|closed|cleanup|clean|destroy|teardown|triage|cla|dependabot|renovate|assign|title|welcome|lock|greet\w*|backport|automerge|workitem|issues|jira|tickets?)$/,
    undefined,
    [],
  ],
  // what only finds out what others do something with, and what only marks a version
  [/^(get|determine|detect|calculate|compute|resolve|extract|lookup|metadata|matrix)$/, undefined, []],
  [/^writtendocuments$/, undefined, []],
  // what only proposes other versions of what is used
  [/^dependencyupdate$/, undefined, []],
  [/^releasetag$/, 'publish', ['package', 'publish', 'sign', 'record', 'notify']],
  [/^(notify|notification|notifications|slack|teams|alert|announce|status)$/, 'notify', ['notify', 'status']],
  [
    /^(lint|linter|linters|linting|format|formatting|formatter|autoformat|prettier|eslint|precommit|ruff|mypy|flake8|pylint|isort|phpstan|phpcs|psalm|rubocop|standardx|stylelint|shellcheck|hadolint|actionlint|yamllint|commitlint|markdownlint|tflint|golangci|clippy|rustfmt|ktlint|detekt|checkstyle|spotless)$/,
    'lint',
    ['lint', 'validate'],
  ],
  [
    /^(validate|validation|verify)$/,
    'validate',
    ['lint', 'unit-test', 'validate', 'verify', 'security-scan', 'build', 'smoke-test'],
  ],
  [
    /^(scan|scans|scanning|security|codeql|trivy|snyk|sast|dast|grype|vulnerability|vulnerabilities|secret|secrets|zap|semgrep|veracode|brakeman|bandit|gosec|checkov|tfsec|kics|owasp|gitleaks|trufflehog|audit|zizmor|scorecard|sonar\w*)$/,
    'security-scan',
    ['security-scan', 'image-scan', 'lint'],
  ],
  [
    /^(smoke|e2e|acceptance|health|healthcheck|synthetic|cypress|playwright)$/,
    'smoke-test',
    ['smoke-test', 'integration-test', 'verify'],
  ],
  [
    /^(tests?|testing|unit|integration|spec|specs|rspec|pytest|check|checks|quality|coverage)$/,
    'unit-test',
    ['build', 'lint', 'unit-test', 'integration-test', 'security-scan', 'validate', 'verify', 'smoke-test'],
  ],
  [
    /^(build|builds|compile|package)$/,
    'build',
    ['build', 'package', 'publish', 'sign', 'unit-test', 'lint', 'image-scan'],
  ],
  [/^(publish|publishing)$/, 'publish', ['build', 'package', 'publish', 'sign', 'record', 'image-scan']],
  [/^(migrate|migration|migrations)$/, 'migrate', ['migrate']],
  [/^(rollback|revert)$/, 'rollback', ['rollback', 'deploy', 'notify', 'record']],
  [/^(sign|cosign|attest|provenance|slsa|sbom)$/, 'sign', ['sign', 'verify', 'package', 'publish', 'record']],
  [
    /^(deploy|deploys|deployment|deployments|rollout|promote|ship)$/,
    'deploy',
    everyKind.filter((kind) => kind !== 'lint' && kind !== 'unit-test'),
  ],
  // what applies may ask, try and tell as well
  [/^(apply|applies)$/, 'apply', everyKind.filter((kind) => kind !== 'lint' && kind !== 'unit-test')],
  [/^(release|releases|releasing|cd)$/, 'publish', everyKind],
  [/^(ci|pipeline|all)$/, 'unit-test', everyKind],
]

/** What it is done to or with: asked only where no word says what is done. */
const things: readonly Telling[] = [
  [
    /^(docker|image|images|container|containers|oci|ghcr|ecr|acr)$/,
    'build',
    ['build', 'package', 'publish', 'image-scan', 'sign'],
  ],
  [/^(versions?|versioning|semver|gitversion|bump)$/, 'publish', ['package', 'publish', 'sign', 'record', 'notify']],
  [
    /^(gradle|maven|npm|pypi)$/,
    'build',
    ['build', 'lint', 'unit-test', 'integration-test', 'security-scan', 'package', 'publish', 'sign'],
  ],
  [
    /^(terraform|tofu|infra|infrastructure|pulumi|cdk)$/,
    'apply',
    ['plan', 'apply', 'validate', 'deploy', 'security-scan', 'lint'],
  ],
  [
    /^(helm|kubernetes|k8s|ecs|argocd|gitops)$/,
    'deploy',
    everyKind.filter((kind) => kind !== 'lint' && kind !== 'unit-test'),
  ],
]

function told(names: readonly string[]): readonly Telling[] {
  const words = names.flatMap(wordsOf)
  const among = (list: readonly Telling[]) => list.filter(([pattern]) => words.some((word) => pattern.test(word)))
  const done = among(doings)
  return done.length ? done : among(things)
}

/**
 * Which kinds something hidden could serve, by the words of all its names together. If none tells anything, it could be
 * anything; so could what comes before a deployment by its name (`pre-deploy`).
 */
export function couldServe(...names: readonly string[]): readonly Kind[] {
  const matched = told(names)
  const words = names.flatMap(wordsOf)
  if (!matched.length || words.includes('pre') || words.includes('predeploy')) return everyKind
  const found = new Set(matched.flatMap(([, , served]) => served))
  return kinds.filter((kind) => found.has(kind))
}

/** Whether no word of the names tells what something hidden does. */
export const tellsNothing = (...names: readonly string[]): boolean => told(names).length === 0

/* `Deploy to test`, `deploy-integration`: the word is where it goes. */
const intoEnvironment =
  /(?<![a-z])(re)?deploys?[^a-z]+((to|on|in|into|for|the)[^a-z]+)*(test|testing|e2e|integration|acceptance)(?![a-z])/i

/** What it most likely does, to fill in the example of an answer; `deploy` where nothing tells. */
export function likelyKind(...names: readonly string[]): Kind {
  if (names.some((name) => intoEnvironment.test(name))) return 'deploy'
  return told(names).find(([, kind]) => kind)?.[1] ?? 'deploy'
}

/** As {@link couldServe}, but a name that tells nothing serves nothing: for code that is here, though it is not read. */
export function saysItServes(...names: readonly string[]): readonly Kind[] {
  const telling = names.find((name) => told([name]).length)
  return telling === undefined ? [] : couldServe(telling)
}

/* `upgrade-python-requirements`, `update_dependencies`: what uses them is not changed by that. */
const dependencyUpdate =
  /(?<![a-z])(?:update|upgrade|bump)s?[-_ ](?:[a-z0-9]+[-_ ]){0,2}(?:dependenc(?:y|ies)|deps|requirements|lock-?files?|libman)(?![a-z]|[-_ ]and(?![a-z]))/g

function wordsOf(name: string): string[] {
  return (
    name
      .replace(/([a-z])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replace(
        /(^|[^a-z])(tag|draft)[-_ ]?releases?(?![a-z])|(^|[^a-z])releases?[-_ ]?(tag|notes?|drafter)(?![a-z])/g,
        ' releasetag ',
      )
      .replace(/(^|[^a-z])work[-_ ]?items?(?![a-z])/g, ' workitem ')
      // Veracode's scan of what a pipeline built, and what GitHub calls a look at new dependencies
      .replace(/(^|[^a-z])(pipeline[-_ ]?scan|dependency[-_ ]?review)(?![a-z])/g, ' scan ')
      .replace(dependencyUpdate, ' dependencyupdate ')
      .replace(writtenDocuments, ' writtendocuments ')
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
  )
}

/** Whether a name is that of an input, a key or a variable that holds nothing but an environment. */
export function holdsEnvironment(name: string): boolean {
  return /^((target|deploy|deployment)[-_]?(to[-_]?)?)?(env|environment)s?([-_]?(name|tag|label|short|code|suffix))?$|^stage$/i.test(
    name,
  )
}

/** What is done where an artifact is made, and cannot be seen where it arrives ready-made. */
export const making: readonly Kind[] = [
  'build',
  'lint',
  'unit-test',
  'integration-test',
  'security-scan',
  'image-scan',
  'package',
  'publish',
  'sign',
  'validate',
]
