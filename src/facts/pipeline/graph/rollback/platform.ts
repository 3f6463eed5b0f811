import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import type { RolloutGuard } from '../../../schema/operation.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { isOpen, plainName, targetOf } from '../deployment/target.ts'
import type { Atom } from '../run/atoms.ts'
import { stackGoesBack } from './stack.ts'

type Platform = RolloutGuard['platform'] | 'other'

/**
 * Platforms that go back by themselves where their settings say so, and what those settings are: the service's deployment
 * circuit breaker, a deployment group's automatic rollback. The pipeline does not show them; infrastructure code may.
 */
const platforms: readonly (readonly [RegExp, string, Platform])[] = [
  [
    /aws ecs (update-service|deploy)|ecs-deploy|ecspresso|^ecs |aws-ecs|amazon-ecs-deploy/i,
    'the deployment circuit breaker of the ECS service',
    'ecs',
  ],
  [/codedeploy|^aws deploy /i, 'the automatic rollback of the CodeDeploy deployment group', 'codedeploy'],
  [/elastic-?beanstalk|^eb deploy/i, 'the deployment policy of the Elastic Beanstalk environment', 'other'],
  [
    /^nais\/deploy|^argocd app sync|^flux reconcile|argocd-(sync|task)/i,
    'the rollout that the cluster makes of it',
    'other',
  ],
  [
    /^(npx )?(serverless|sls) deploy/i,
    'the rollback of the stack, which serverless.yml says with disableRollback',
    'serverless',
  ],
  [/clouddeploy|gcloud deploy (releases|rollouts)/i, 'the automation of the delivery pipeline', 'clouddeploy'],
]

/** What hides whether a platform goes back. */
class PlatformHidden extends Hidden {}

/** What the platform may do when a deployment fails; undefined where nothing says that it goes back. */
export function platformRollback({ act }: Atom): Hidden | undefined {
  const stack = act && stackGoesBack(act)
  if (isHidden(stack)) return stack
  const found = act && platforms.find(([pattern]) => pattern.test(act.tool))
  return (
    found &&
    new PlatformHidden(found[1], {
      kind: 'file',
      text: `define ${found[1]} in infrastructure code here, or let a job of the pipeline roll back`,
    })
  )
}

/**
 * Whether a deployment goes back, with what infrastructure code says of its platform. What the pipeline shows comes first;
 * where only the platform was hidden, its settings decide.
 * @param rollsBack what the pipeline alone shows
 */
export function settledByPlatform(
  rollsBack: Seen<boolean>,
  node: DeploymentNode,
  guards: readonly RolloutGuard[],
): Seen<boolean> {
  if (rollsBack === true || guards.length === 0) return rollsBack
  const answer = byPlatform(node, guards)
  if (answer === undefined || answer === rollsBack) return rollsBack
  if (answer === true) return true
  // a delivery pipeline of Cloud Deploy hides what it does by its own name
  const own = platformOf(node) === 'clouddeploy' && rollsBack === node.first.hidden?.value
  if (rollsBack instanceof PlatformHidden || own) return answer
  return rollsBack === false && isHidden(answer) ? answer : rollsBack
}

/** What all settings that may be those of a deployment say; undefined where there are none. */
function byPlatform(node: DeploymentNode, guards: readonly RolloutGuard[]): Seen<boolean> | undefined {
  const { first, environment } = node
  const { act } = first
  if (!act) return undefined
  // an apply rolls out the services that the code makes, where it makes any
  const applies = /^(terraform|tofu|terragrunt)( .*)? apply$/.test(act.tool)
  const platform = platformOf(node)
  const there = guards.filter(
    (guard) =>
      (applies
        ? guard.platform === 'ecs'
        : guard.platform === platform || (platform === 'ecs' && guard.platform === 'codedeploy')) &&
      (isHidden(environment.class) || guard.environmentClass === '' || guard.environmentClass === environment.class),
  )
  const names = targetOf(act).names.filter((name) => !isOpen(name))
  const named = there.filter(({ name }) => !isHidden(name) && names.includes(plainName(name) ?? ''))
  const meant = named.length > 0 ? named : there
  const answers = new Set(meant.map(({ goesBack }) => goesBack))
  if (answers.size === 0) return undefined
  const [only] = answers
  if (answers.size === 1 && only !== undefined) return only
  const hidden = [...answers].find(isHidden)
  return (
    hidden ??
    new Hidden(`which service ${act.tool} deploys, of those that go back when they fail and those that do not`, {
      kind: 'file',
      text: 'switch the rollback of failed deployments on for all services',
    })
  )
}

function platformOf({ first: { act } }: DeploymentNode): Platform | undefined {
  return act && platforms.find(([pattern]) => pattern.test(act.tool))?.[2]
}
