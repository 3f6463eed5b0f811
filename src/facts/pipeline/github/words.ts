import { type Kind, kinds } from '../../../config/vocabulary.ts'

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
    'dev development sandbox review preview pr int integration test testing qa sit iat e2e stage staging stg uat preprod ' +
    'pp acceptance acc nft perftest prod production prd live'
  ).split(' '),
)

/** Names of inputs, keys of a matrix and variables that hold an environment. */
export function namesEnvironment(name: string): boolean {
  return /(^|[-_.])(env|environment|environments|envs|stage|target|tier|deploy_?to)($|[-_.])|environment|^deploy_?env/i.test(
    name,
  )
}

/** Everything but set-up: what is hidden and says nothing of itself may do any of it. */
export const everyKind: readonly Kind[] = kinds.filter((kind) => kind !== 'set-up')

const telling: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [
    /^(label|labeler|stale|close|closed|cleanup|clean|destroy|teardown|triage|cla|dependabot|renovate|assign|title|welcome|lock|greet\w*|backport|automerge)$/,
    [],
  ],
  [/^(notify|notification|notifications|slack|teams|alert|announce|status)$/, ['notify', 'status']],
  [/^(lint|linter|linters|linting|format|prettier|eslint|precommit)$/, ['lint', 'validate']],
  [/^(validate|validation|verify)$/, ['lint', 'unit-test', 'validate', 'verify', 'security-scan', 'build']],
  [
    /^(scan|scans|scanning|security|codeql|trivy|snyk|sast|dast|grype|vulnerability|vulnerabilities|secret|secrets|zap|semgrep|veracode|sonar\w*)$/,
    ['security-scan', 'image-scan', 'lint'],
  ],
  [
    /^(tests?|testing|unit|integration|spec|specs|rspec|pytest|check|checks|quality|coverage)$/,
    ['build', 'lint', 'unit-test', 'integration-test', 'security-scan', 'validate', 'verify', 'smoke-test'],
  ],
  [
    /^(smoke|e2e|acceptance|health|healthcheck|synthetic|cypress|playwright)$/,
    ['smoke-test', 'integration-test', 'verify'],
  ],
  [
    /^(docker|image|images|container|containers|oci|ghcr|ecr|acr)$/,
    ['build', 'package', 'publish', 'image-scan', 'sign'],
  ],
  [
    /^(build|builds|compile|package|gradle|maven)$/,
    ['build', 'package', 'publish', 'sign', 'unit-test', 'lint', 'image-scan'],
  ],
  [/^(publish|publishing|npm|pypi)$/, ['build', 'package', 'publish', 'sign', 'record']],
  [
    /^(terraform|tofu|infra|infrastructure|pulumi|cdk)$/,
    ['plan', 'apply', 'validate', 'deploy', 'security-scan', 'lint'],
  ],
  [/^(migrate|migration|migrations)$/, ['migrate']],
  [/^(rollback|revert)$/, ['rollback', 'deploy', 'notify']],
  [/^(sign|cosign|attest|provenance|slsa|sbom)$/, ['sign', 'verify', 'package', 'publish', 'record']],
  [
    /^(deploy|deploys|deployment|deployments|rollout|promote|ship|helm|kubernetes|k8s|ecs|argocd|gitops)$/,
    everyKind.filter((kind) => kind !== 'lint' && kind !== 'unit-test'),
  ],
  [/^(release|releases|releasing|cd)$/, everyKind],
  [/^(ci|pipeline|main|all|workflow)$/, everyKind],
]

/**
 * Which kinds something hidden could serve, by the words of all its names together. If none tells anything, it could be
 * anything; so could what comes before a deployment by its name (`pre-deploy`).
 */
export function couldServe(...names: readonly string[]): readonly Kind[] {
  const words = names.flatMap(wordsOf)
  const matched = telling.filter(([pattern]) => words.some((word) => pattern.test(word)))
  if (!matched.length || words.includes('pre') || words.includes('predeploy')) return everyKind
  const found = new Set(matched.flatMap(([, served]) => served))
  return kinds.filter((kind) => found.has(kind))
}

/** As {@link couldServe}, but a name that tells nothing serves nothing: for code that is here, though it is not read. */
export function saysItServes(...names: readonly string[]): readonly Kind[] {
  for (const name of names) {
    const words = wordsOf(name)
    if (telling.some(([pattern]) => words.some((word) => pattern.test(word)))) return couldServe(name)
  }
  return []
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
}

/** Whether a name is that of an input, a key or a variable that holds nothing but an environment. */
export function holdsEnvironment(name: string): boolean {
  return /^((target|deploy|deployment)[-_]?(to[-_]?)?)?(env|environment)s?([-_]?name)?$|^stage$/i.test(name)
}
