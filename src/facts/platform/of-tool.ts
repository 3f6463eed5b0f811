/**
 * The platform that a tool changes by nature, by its name and the verbs behind it, or by the name of an action or task;
 * tools that may change any (git, terraform, a script, ssh) are left out. A release of Helm is `cluster`, and so is what sets
 * a workload that may be of one; manifests that are applied or kept in step (`manifests`) are no release of Helm.
 */
const platforms: readonly (readonly [platform: string, tool: RegExp])[] = [
  ['cluster', /^(helm|helmfile|werf|skaffold|flux)\b|helm[-_]?(deploy|upgrade|action)/i],
  [
    'manifests',
    /^((kubectl|oc) (apply|create|replace)|kustomize|kapp|argocd|kubectl-argo-rollouts)\b|^argo-cd$|k8s-(deploy|bake)/i,
  ],
  ['cluster', /^(kubectl|oc|k8s|kubernetes)\b/i],
  ['cloud-foundry', /^cf\b/],
  ['ecs', /^(aws ecs|ecs-cli|ecs-deploy|copilot)\b|amazon-ecs-deploy/i],
  ['lambda', /^aws lambda\b/],
  ['cloud-run', /^gcloud (beta )?run\b|deploy-cloudrun/i],
  ['app-engine', /^gcloud app\b|deploy-appengine/i],
  [
    'app-service',
    /^az (webapp|functionapp)\b|azure\/(webapps-deploy|functions-action)|AzureWebApp|AzureRmWebAppDeployment|AzureFunctionApp/i,
  ],
  ['container-apps', /^az containerapp\b|container-apps-deploy|AzureContainerApps/i],
  ['beanstalk', /^(eb|aws elasticbeanstalk)\b|beanstalk-deploy/i],
  ['heroku', /^heroku\b|heroku-deploy/i],
  ['vercel', /^vercel\b|vercel-action/i],
  ['netlify', /^netlify\b|actions-netlify/i],
  ['fly', /^(fly|flyctl)\b/],
  ['firebase', /^firebase\b|action-hosting-deploy/i],
  ['cloudflare', /^wrangler\b|wrangler-action|pages-action/i],
  ['railway', /^railway\b/],
  ['kamal', /^kamal\b/],
  ['nomad', /^nomad\b/],
  [
    'host',
    /^(docker-compose|docker (compose|run|service|stack|start|restart)|podman-compose|systemctl|service|pm2|supervisorctl)\b/,
  ],
]

/**
 * The platform that a tool changes; empty where that cannot be told from its name.
 * @param tool a program with its verbs (`kubectl rollout undo`), or the name of an action (`azure/webapps-deploy`)
 */
export const platformOf = (tool: string): string => platforms.find(([, pattern]) => pattern.test(tool))?.[0] ?? ''

/** The platforms on which what a tool takes back may have been deployed: workloads of a cluster by manifests, too. */
export function platformsTakenBackWith(tool: string): readonly string[] {
  const own = platformOf(tool)
  if (own === '') return []
  return own === 'manifests' || (own === 'cluster' && !/^(helm|helmfile)\b/.test(tool))
    ? ['cluster', 'manifests']
    : [own]
}
