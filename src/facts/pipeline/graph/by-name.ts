import { type Kind, kinds } from '../../../config/vocabulary.ts'
import { kindsOfName, wordsOfName } from '../commands/names.ts'
import type { HiddenPart } from '../model.ts'

/** Words of a name that say what a whole job or action is for, beside those that {@link kindsOfName} knows. */
const telling: readonly (readonly [RegExp, Kind])[] = [
  [/^(build|builds|builder|compile)$/, 'build'],
  [/^(push|publish|publisher)$/, 'publish'],
  [/^(security|veracode|vulnerability|vulnerabilities)$/, 'security-scan'],
  [/^(codeql|sast|semgrep|snyk|gitleaks|trufflehog|bandit|brakeman|checkov|tfsec)$/, 'security-scan'],
  [/^(sign|cosign)$/, 'sign'],
  [/^\w*lint(er)?$/, 'lint'],
]

/** Names of several words that say that something is looked for. */
const scanning =
  /detect[-_]?secrets?|secrets?[-_]?(scan|detection)|dependency[-_]?(review|scan|check)|vulnerability[-_]?scan/i

/** With these a thing is only on the way to what the other words say, or looks at its outcome. */
const aside =
  /^(pre|post|prepare|setup|install|login|auth|wait|config|configure|configuration|cache|cleanup|clean|delete|destroy|remove|teardown|undeploy|check|checks|status|report|reports|results|comment|label|labels|badge|summary|version|get|list|notes|tag|tags|trigger|cancel|plan|dry)$/

/** `terraform-plan`, `terragrunt_apply`: what is done with infrastructure. */
const ofInfrastructure =
  /(?:^|[-_])(?:terraform|tofu|opentofu|terragrunt|pulumi|cdk)[-_](plan|preview|diff|apply|validate|fmt)$/i
const infrastructure: Readonly<Record<string, Kind>> = {
  plan: 'plan',
  preview: 'plan',
  diff: 'plan',
  apply: 'apply',
  validate: 'validate',
  fmt: 'validate',
}

/**
 * What something elsewhere says of itself by its name (`acme/workflows/.github/workflows/deploy.yml`, an orb's `push`),
 * among what it could be. It is no evidence: what cannot be seen neither guards nor follows anything.
 * @param hidden what it could be
 * @param name its own name; only the last part of a path or reference tells of it
 */
export function kindsByName({ couldBe }: HiddenPart, name: string): readonly Kind[] {
  const own = name
    .replace(/@.*$/, '')
    .replace(/\.(ya?ml|jinja2?)$/, '')
    .replace(/^.*[/ ]/, '')
  const words = wordsOfName(own)
  if (own.includes('$')) return []
  const [, doing] = ofInfrastructure.exec(own) ?? []
  if (doing) return couldBe.filter((kind) => kind === infrastructure[doing.toLowerCase()])
  if (words.some((word) => aside.test(word))) return []
  const told = new Set([
    ...kindsOfName(own.replace(/\b(build|template|templates)\b/g, '')),
    ...(words.some((word) => /^scan(s|ning|ner)?$/.test(word))
      ? [
          words.some((word) => /^(image|container|docker)s?$/.test(word))
            ? ('image-scan' as const)
            : ('security-scan' as const),
        ]
      : []),
    ...(scanning.test(own) ? (['security-scan'] as const) : []),
    ...telling.flatMap(([pattern, kind]) => (words.some((word) => pattern.test(word)) ? [kind] : [])),
  ])
  return kinds.filter((kind) => told.has(kind) && couldBe.includes(kind))
}
