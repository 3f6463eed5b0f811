import { type Kind, kinds } from '../../../config/vocabulary.ts'
import type { Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import type { HiddenPart } from '../model.ts'
import { writtenDocuments } from '../written-documents.ts'

/** What something that deploys may do besides. */
const deploying: readonly Kind[] = ['deploy', 'migrate', 'smoke-test', 'rollback', 'notify', 'record']

/** Words of a name that tell what a thing is for; the first that matches decides. An empty list: it serves nothing. */
const telling: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/(^|[^a-z])(rollback|roll-back|undo|revert)/, ['rollback']],
  [/(^|[^a-z])(smoke|health-?check)/, ['smoke-test']],
  [/(^|[^a-z])sanity-?(test|e2e|spec)/, ['smoke-test', 'integration-test', 'unit-test']],
  // an environment that something is deployed to is no test of it; without `to`, or with tests behind it, it may be both
  [
    /(^|-)(re)?deploys?-(([a-z]+-)?(to|on|in|into|for|the)-)+(test|testing|e2e|integration|acceptance)(-|$)(?!.*test)/,
    deploying,
  ],
  [
    /(^|-)(re)?deploys?-(([a-z]+-)?(to|on|in|into|for|the)-)*(test|testing|e2e|integration|acceptance)(-|$)/,
    [...deploying, 'unit-test', 'integration-test'],
  ],
  // what is held against rules is neither built nor shipped by that
  [/^validate-/, ['lint', 'unit-test', 'validate', 'verify', 'security-scan', 'smoke-test']],
  [/(^|[^a-z])(e2e|integration|acceptance|end-to-end|cypress|playwright|selenium)/, ['integration-test']],
  [
    /(^|[^a-z])(behat|codecept(ion)?|cucumber|nightwatch|testcafe|wdio|webdriverio|karate|newman|serenity|capybara|robotframework)([^a-z]|$)/,
    ['integration-test', 'smoke-test'],
  ],
  [/(image|container)[-_ ]?scan|trivy|grype|dockle/, ['image-scan', 'security-scan']],
  [/detect-?secrets?|secrets?-?(detection|scan)|dependency-?review|njsscan|mobsfscan/, ['security-scan']],
  // composition analysis, and where what is taken in comes from
  [/(^|[^a-z])(sca|slsa|sbom|provenance)([^a-z]|$)/, ['security-scan', 'image-scan', 'verify', 'sign']],
  [
    /scan|security|vulnerab|govulncheck|codeql|snyk|sast|dast|audit|brakeman|bandit|gosec|checkov|tfsec|owasp|gitleaks|trufflehog|zizmor|scorecard/,
    ['security-scan', 'image-scan'],
  ],
  [/(^|[^a-z])(unit-?)?tests?([^a-z]|$)|(^|[^a-z])rspec|pytest|jest/, ['unit-test', 'integration-test']],
  [/(^|[^a-z])(lint|format|style|spell)|lint(er)?(-|$)/, ['lint']],
  // A part of the platform around the service: whatever tests it, tests not the service.
  [
    /^(?!.*(^|-)(apps?|applications?|services?|web|api|all|stack|and)(-|$)).*deploys?-?([a-z]+-){0,2}(proxy|proxies|ingress|cdn|dns|domains?|certs?|certificates?|firewall|waf|vpn|bastion|network|monitoring|dashboards?|alert(ing|s)?|runners?|docs?|documentation|storybook)(-|$)/,
    ['deploy', 'apply', 'migrate'],
  ],
  // a key with which a repository is read: no deployment
  [/(^|-)deploy-?keys?(-|$)/, []],
  [/deploy|rollout|release-to|ship/, deploying],
  // `release-and-sync-docs` releases too
  [new RegExp(`^(?!.*release).*${writtenDocuments.source}`), []],
  // The tool itself, or one thing that it does: neither changes anything.
  [/^(setup|install)-(terraform|tf|tofu|opentofu|terragrunt|pulumi|cdk)(-|$)/, []],
  [/(^|-)(terraform|tofu|opentofu|terragrunt|pulumi|cdk)(-(tools?|cli))?-(setup|install|installer|versions?)$/, []],
  [
    /(^|-)(terraform|tf|tofu|opentofu|terragrunt|pulumi|cdk)-(plan|preview|diff|validate|fmt)$/,
    ['plan', 'validate', 'lint'],
  ],
  // a sub-command of a program that is not known
  [/^(apply|promote)$/, ['apply', 'deploy', 'migrate']],
  [/terraform|tofu|infra|pulumi|(^|[^a-z])(cdk|iac)|(^|-)tf-(apply|deploy)/, ['plan', 'apply', 'validate', 'deploy']],
  [
    /(docker|image|container).*(build|push|publish)|(build|push|publish).*(docker|image|container)/,
    ['build', 'publish', 'image-scan', 'sign'],
  ],
  // called after the language of a project alone: it checks and builds one, and may publish what it built
  [
    /(^|-)actions?-(typescript|javascript|nodejs?|python|java|kotlin|scala|golang|rust|ruby|php|dotnet)$/,
    ['build', 'package', 'publish', 'sign', 'lint', 'unit-test', 'integration-test', 'security-scan', 'validate'],
  ],
  [/(^|[^a-z])(build|compile|package)/, ['build', 'package', 'unit-test', 'publish']],
  // it waits for checks of another workflow, whatever these are
  [
    /(^|-)(wait|await)-((on|for|my|other)-)*(status-?)?(checks?|check-suites?|status(es)?|workflows?|jobs?)(-|$)|workflow-run-wait/,
    ['build', 'lint', 'unit-test', 'integration-test', 'security-scan', 'image-scan'],
  ],
  // `action-zip`, `create-archive`: packed, and nothing else
  [/^(?!.*(publish|release|upload)).*(^|-)(zip|tar|gzip|archive)(-(files?|folders?|action))?$/, ['package']],
  [/publish|release/, ['publish', 'package', 'build']],
  [/(^|[^a-z])sign|attest|cosign/, ['sign']],
  [/notif|slack|teams|discord|mail|pagerduty|alert/, ['notify']],
  [/migrat/, ['migrate']],
  // an empty database, or what tests find in it: bin/create_db, db-seed
  [/(^|[^a-z])((create|seed|populate)-(the-)?(dbs?|databases?|seeds?)|(dbs?|databases?)-(create|seed))([^a-z]|$)/, []],
  [/approv/, ['approve']],
  [
    /(^|[^a-z])(setup|set-up|install|login|auth|authenticat(e|es|ion|ing)|assume|configure|credentials|cache|checkout|comment|label|filter|changed|detect|determine|artifact|path|version|gitversion|tag|env|env-?vars?|variables?|token|secrets?|matrix|retry|wait|cancel|assign|badge|coverage|report|summary|upload|download|bump|changelog|semver|git|find|get|read|parse|json|yaml|slug|timestamp|fetch|config|ssm|getparameters?|params?|parameters?|vault|keyvault|trello|jira|poster|commits?|(auto)?squash|stale|issues?|reviewers?|milestones?|codeowners|cla|dco|contributors?|greetings?|metadata|catalog)([^a-z]|$)/,
    [],
  ],
]

/** All kinds that can decide a verdict: what something wholly unknown could be. */
export const anything = kinds.filter((kind) => kind !== 'set-up')

/* What people are told of says nothing of what is done: notify-audited-deploy, slack_deployment_message. */
const tells =
  /^(\S*\/)?([\w.-]+[-_]notifier(\.\w+)?(?=[@\s]|$)|(notify|announce|send[-_](slack|teams|mail|email|notification)|slack|discord|mattermost|msteams|telegram|pagerduty|opsgenie)[-_]|[^\s/@]*[-_](message|notification|announcement)s?(?=[@\s]|$))/i

/** Whether a name says that people are told of something, and of nothing else that is done. */
export const onlyTells = (name: string): boolean => tells.test(name) && !/[-_]and[-_]/i.test(name)

/** What a hidden thing could be, as far as its name tells. */
export function couldBeByName(name: string): readonly Kind[] {
  if (onlyTells(name)) return ['notify']
  const lower = name.toLowerCase().replace(/[_\s/.]+/g, '-')
  return telling.find(([pattern]) => pattern.test(lower))?.[1] ?? anything
}

/** The part of a step that runs what is elsewhere. `narrowBy` is its own name, and what people call it. */
export function hiddenPart(what: string, narrowBy: string, place: Place, settle?: string): HiddenPart {
  return {
    place,
    value: new Hidden(what, {
      kind: 'answer',
      text: settle ?? `say in assay.yaml ${asked(what)}: kinds: [{job: <job>, step: <name>, kinds: [<kind>]}]`,
    }),
    couldBe: couldBeByName(narrowBy),
  }
}

/** What has to be said: what the hidden thing does, where its name fits into a sentence; else what its step does. */
function asked(what: string): string {
  const clause = /^what (?:\S+ ){1,4}(?:does|starts|runs|tests)(?=,|$)/.exec(what)?.[0]
  if (clause && clause.length < 100) return clause
  return `what ${/^the \S+ \S+$/.test(what) && what.length < 80 ? what : 'the step'} does`
}
