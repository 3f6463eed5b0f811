import { Hidden } from '../../hidden.ts'
import type { Atom } from './atoms.ts'

/**
 * Platforms that go back by themselves where their settings say so, and what those settings are: the service's deployment
 * circuit breaker, a deployment group's automatic rollback. The pipeline does not show them.
 */
const platforms: readonly (readonly [RegExp, string])[] = [
  [
    /aws ecs (update-service|deploy)|ecs-deploy|ecspresso|^ecs |aws-ecs|amazon-ecs-deploy/i,
    'the deployment circuit breaker of the ECS service',
  ],
  [/codedeploy/i, 'the automatic rollback of the CodeDeploy deployment group'],
  [/elastic-?beanstalk|^eb deploy/i, 'the deployment policy of the Elastic Beanstalk environment'],
  [/^nais\/deploy|^argocd app sync|^flux reconcile|argocd-(sync|task)/i, 'the rollout that the cluster makes of it'],
  [
    /^(npx )?(serverless|sls) deploy/i,
    'the rollback of the stack, which a failed update starts unless serverless.yml switches it off',
  ],
  [/clouddeploy|gcloud deploy (releases|rollouts)/i, 'the automation of the delivery pipeline'],
]

/** What the platform may do when a deployment fails; undefined where nothing says that it goes back. */
export function platformRollback({ act }: Atom): Hidden | undefined {
  const found = act && platforms.find(([pattern]) => pattern.test(act.tool))
  return (
    found &&
    new Hidden(found[1], {
      kind: 'version',
      text: 'a later version of Assay reads the settings of platforms; until then let a job of the pipeline roll back',
    })
  )
}
