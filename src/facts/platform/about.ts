/** What is said of platforms outside of Kubernetes in docs/infrastructure.md. */
export const about = {
  name: 'Platforms outside of Kubernetes',
  files:
    'services of ECS, Cloud Run, Container Apps and App Service in Terraform, CloudFormation or templates of Azure; compose files whose name has an environment or that a pipeline deploys; `*.nomad`, `*.nomad.hcl`, `fly*.toml`, `config/deploy*.yml` of Kamal, `app*.yaml` of App Engine, `render.yaml`, services of Knative, manifests of Cloud Foundry',
  read: [
    'how many of a service run in each environment: the least that scaling keeps, else what is desired',
    'what watches it: health checks of essential containers and of load balancers (ECS), probes (Cloud Run, Container Apps, Knative), the health check path (App Service, App Engine flexible), `healthcheck` or `HEALTHCHECK` (compose, Swarm), checks and `check_restart` (Nomad), checks of Fly and of the proxy of Kamal, `healthCheckPath` (Render)',
    'what takes a failed rollout back: circuit breaker and alarms of ECS, deployment groups of CodeDeploy, `failure_action: rollback` of Swarm, `auto_revert` of Nomad, blue-green of Fly; Cloud Run, Knative, single revisions of Container Apps, Kamal, and Render with a health check path leave the former version in place until the new one is ready',
  ],
  hidden: [
    'counts that code ignores or a variable holds; health checks of images from elsewhere; what a service `extends`',
    'probes that Container Apps add by themselves; traffic that is bound to a revision; what acts on a check of plain Compose, Fly and Kamal',
    'App Runner, Elastic Beanstalk, container groups, Spring Apps, App Platform, Heroku and workloads of Kubernetes that Terraform makes: by the name of the resource',
    'Procfile, app.json, functions (Lambda, Cloud Functions), Pulumi and CDK in code: no workload is told of them, and the rows say that none is seen in a form that is read',
  ],
  assumed: [
    'what is left out has the default of the platform: ECS runs one task by CloudFormation and none by Terraform, Nomad and compose one, Cloud Run none without load',
    'a service that needs none to run in production has its number from the load: staging is not compared with it',
    '`docker-compose.prod.yml` is put on top of the plain compose file beside it',
  ],
} as const
