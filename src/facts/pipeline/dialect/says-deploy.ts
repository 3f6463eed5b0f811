import { wordsOf } from '../name-words.ts'

/**
 * Behind these words, and with nothing after it but another environment (`deploy_to_test_dev`) or what that is ("on Test
 * environment"), `test` is where it goes.
 */
const goesToTest =
  /(?<=\b(deploy|deploys|promote|rollout|to|on|into) )test(ing)?(?=$| (dev|development|stage|staging|prod|production|live|env|environment|cluster|server)$)/

const deployment = /^(deploy\w*|rollout|promot\w+)$/

/** With these words a job is on the way to a deployment, looks at one, or takes one away. */
const otherWork = new Set(
  (
    'pre predeploy post postdeploy undeploy test tests lint check checks build plan notify poster ' +
    'delete destroy teardown cleanup remove close validate scan verify setup checkout'
  ).split(' '),
)

/** Verbs of what is done to an environment beside a deployment; in the name of one they say when, or to what. */
const beside = new Set(
  (
    'announce approve archive ask audit back backup compare compute configure create determine download fetch generate get ' +
    'invalidate load login mark measure migrate monitor prepare print publish purge read record report reset restart restore ' +
    'rollback scale seed select send set show smoke start stop store sync tag upload wait warm wipe write'
  ).split(' '),
)

/** Whether a name begins with a verb of something else than a deployment: `seedDatabase`, `waitForQuorum`. */
export function doesBeside(name: string): boolean {
  const [first = '', ...others] = wordsOf(name)
  // `run_task.yml`, `exec-command`: something is done there once, with what runs there already
  if (beside.has(first)) return true
  return /^(run|execute|exec)$/.test(first) && others.some((word) => once.test(word)) && !others.some(isDeployment)
}

const once = /^(tasks?|commands?|rake|console|quer(y|ies)|sql)$/

/** Whether that is all that a name says that is done: `set-deploy-environment`, and not `tag-and-deploy`. */
export function doesOnlyBeside(name: string): boolean {
  const words = wordsOf(name)
  return doesBeside(name) && !words.some((word, i) => isDeployment(word) && /^(and|then|n)$/.test(words[i - 1] ?? ''))
}

/** The words of a name, without the `test` that says where it deploys to. */
export const wordsOfDeployment = (name: string): readonly string[] =>
  wordsOf(wordsOf(name).join(' ').replace(goesToTest, ''))

/** Whether a word says that something is deployed. */
export const isDeployment = (word: string): boolean => deployment.test(word)

/** Whether a word says that something else is done than to deploy. */
export const isOtherWork = (word: string): boolean => otherWork.has(word)

/** `deploy_to_test`, `Deploy @ node`: a name that says that it deploys; not `test-deploy`, `post-deploy`, `undeploy`. */
export function saysDeploy(name: string): boolean {
  const words = wordsOfDeployment(name)
  return !words.some(isOtherWork) && words.some(isDeployment)
}

/** `deploy.yml`, `web/deploy`: one word that a job elsewhere is given, and that says what it is to do. */
export const isNameOfDeployment = (value: string): boolean => /^[\w./-]{1,60}$/.test(value) && saysDeploy(value)

/** What a program is told of the place that it deploys to: a cluster, a group of resources, a machine. */
const place =
  /(^| )(cluster|namespace|kube ?context|resource ?group|subscription|container ?app|web ?app|function ?app|app ?service|hosts?|servers?|inventory|stack|instances?)( (name|id|ids|url|address))?$/

/**
 * Whether a program is given where to: `--cluster shop`, `--resourceGroupName=shop`, `-ContainerAppName shop`. Nobody gives a
 * place to a program that only publishes.
 * @param words what it is told, behind its name
 */
export function tellsWhereTo(words: readonly string[]): boolean {
  if (words.some((word) => /^--?(dry-?run|what-?if|check|noop)(=|$)/i.test(word))) return false
  return words.some((word, i) => {
    const [, name, joined] = /^--?([A-Za-z][\w-]*)(=.+)?$/.exec(word) ?? []
    const value = joined ?? words[i + 1] ?? ''
    return name !== undefined && value !== '' && !value.startsWith('-') && place.test(wordsOf(name).join(' '))
  })
}

const changing =
  /(^|-)((terraform|tf|tofu|opentofu|terragrunt|pulumi|cdk)(-[a-z]+){0,3}-(apply|up)|(helm|helmfile)-(upgrade|apply|sync)|(kubectl|kustomize)-apply|argo-?cd-(app-)?sync)(-|$)/
/** `helm-upgrade-check`, `terraform-apply-comment`: what looks at a change, or tells of it. */
const onlyTells =
  /(^|-)(dry|diff|test|lint|undo|output)(-|$)|-(checks?|validate|verify|comment|notify|report|summary|status)$/
const ansible = /^(run-)?(action-)?ansible(-(playbook|runner|run|action|deploy|via|ssh|on|over)s?)*$/

/**
 * Whether the name of what is elsewhere says by its tool and what that does that something running is changed:
 * `terraform-plan-and-apply`, `helm-upgrade`, `argocd-sync`; with Ansible the tool alone, since its checks have other names
 * (`ansible-lint`, `setup-ansible`).
 * @param name the last part of its name, without a version
 */
export function saysChange(name: string): boolean {
  const joined = wordsOf(name).join('-')
  return (changing.test(joined) && !onlyTells.test(joined)) || ansible.test(joined)
}

/**
 * Whether what is elsewhere is told to change nothing: `command: plan`, `dry-run: true`, `apply: false`.
 * @param inputs what it is given, as written
 */
export const onlyLooks = (inputs: Readonly<Record<string, string>> = {}): boolean =>
  Object.entries(inputs).some(([name, value]) => {
    const words = wordsOf(name).join(' ')
    if (/^(dry ?run|plan only|check only)$/.test(words)) return /^(true|yes|1)$/i.test(value)
    if (/^(auto )?(apply|deploy|approve)$/.test(words)) return /^(false|no|0)$/i.test(value)
    return /^(command|action|mode|operation|sub ?command|tf command|step)$/.test(words) && looking.test(value)
  })

const looking = /^(plan|preview|diff|validate|lint|template|show|output|destroy|fmt|init|check)$/i
