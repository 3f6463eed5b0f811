import { type Kind, kinds } from '../../../../config/vocabulary.ts'
import { kindsOfName, wordsOfName } from '../../commands/names.ts'
import type { Act, HiddenPart, Step } from '../../model.ts'

/** Words of a name that say what a whole job or action is for, beside those that {@link kindsOfName} knows. */
const telling: readonly (readonly [RegExp, Kind])[] = [
  [/^(build|builds|builder|compile)$/, 'build'],
  [/^(push|publish|publisher)$/, 'publish'],
  [/^(security|veracode|vulnerability|vulnerabilities)$/, 'security-scan'],
  [/^(codeql|sast|semgrep|snyk|gitleaks|trufflehog|bandit|brakeman|checkov|tfsec)$/, 'security-scan'],
  [/^(sign|cosign)$/, 'sign'],
  [/^\w*lint(er)?$/, 'lint'],
  [/^(slack|teams|msteams|discord|mattermost|pagerduty|opsgenie)$/, 'notify'],
]

/** Names of several words that say that something is looked for. */
const scanning =
  /detect[-_]?secrets?|secrets?[-_]?(scan|detection)|dependency[-_]?(review|scan|check)|vulnerability[-_]?scan/i

/** With these a thing is only on the way to what the other words say, or looks at its outcome. */
const aside =
  /^(pre|post|prepare|setup|install|login|auth|wait|config|configure|configuration|cache|cleanup|clean|delete|destroy|remove|teardown|undeploy|check|checks|status|report|reports|results|comment|label|labels|badge|summary|version|get|list|notes|tag|tags|trigger|cancel|plan|dry)$/

/** `terraform-plan`, `terragrunt_apply`: what is done with infrastructure. */
const ofInfrastructure =
  /(?:^|[-_])(?:terraform|tf|tofu|opentofu|terragrunt|pulumi|cdk)[-_](plan|preview|diff|apply|validate|fmt)$/i
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
export function kindsByName({ couldBe }: Pick<HiddenPart, 'couldBe'>, name: string): readonly Kind[] {
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

/** Words of a title that say what a step checks, beside those that tell of names. */
const checking: readonly (readonly [RegExp, Kind])[] = [
  [/^(validate|validates|validation|validator)$/, 'validate'],
  [/^(linting|format|formatting|style|typecheck|eslint|flake8|clippy)$/, 'lint'],
  [/^(migration|migrating)$/, 'migrate'],
]

/** More words with which a title is only on the way to something, or speaks of what else becomes of it. */
const onTheWay =
  /^(start|create|creates|upload|uploads|download|downloads|save|restore|stop|print|show|find|determine|resolve|compute|calculate|generate|collect|merge|combine|commit|commits|push|pushes|update|updates|draft|open|close|approve|request|requests|pr|prs|pull|branch|changelog|artifact|artifacts|coverage|setting|settings|monitor|disk|space|free|if|when|before|after|without|skip|skipped|no|not|env|variables?|secrets?|keys?|tokens?|credentials?|inputs?|permissions?|done|completed|records?|marks?|success|successful|successfully|failure|failed|passed)$/

/**
 * What people call a step ("Run integration tests") whose program or action nobody knows, among what that could be. A name
 * that is only the first words of the command tells nothing more than the command.
 */
export function kindsByTitle(hidden: Pick<HiddenPart, 'couldBe'>, step: Step | undefined, act: Act): readonly Kind[] {
  const title = (step?.name ?? '').trim()
  if (!title || title.length > 60 || isCommand(title, act)) return []
  return kindsOfTitle(title).filter((kind) => hidden.couldBe.includes(kind))
}

/** What people agree on: names of branches, titles of requests, messages of commits. */
const agreed =
  /\b(branch(es)? nam(e|es|ing)|(pr|mr|pull request|merge request) (title|name|description)s?|commit (message|msg|format)s?|conventional commits?)\b/i
const judging = /\b(check|checks|checker|validate|validates|validator|validation|verify|lint|linter|enforce|ensure)\b/i

/** Whether a title says that it is checked how branches, requests or commits are called. */
export function judgesNames(title: string): boolean {
  const words = title.replace(/[\W_]+/g, ' ')
  return agreed.test(words) && judging.test(words)
}

/** What a title or the key of a job tells, by all its words. */
export function kindsOfTitle(title: string): readonly Kind[] {
  if (judgesNames(title)) return ['lint']
  const name = title.replace(/[\s/:.()]+/g, '-')
  const words = wordsOfName(name)
  if (words.some((word) => onTheWay.test(word))) return []
  const told = new Set([
    ...kindsByName({ couldBe: kinds }, name),
    ...(words.some((word) => aside.test(word))
      ? []
      : checking.flatMap(([pattern, kind]) => (words.some((word) => pattern.test(word)) ? [kind] : []))),
  ])
  return kinds.filter((kind) => told.has(kind))
}

/** Steps without a name are called by what they run. */
const isCommand = (title: string, { text, tool }: Act): boolean =>
  text.replace(/\s+/g, ' ').startsWith(title.replace(/\s+/g, ' ').slice(0, 30)) ||
  title === tool ||
  /[$|&;<>=]|(^|\s)-\w/.test(title)
