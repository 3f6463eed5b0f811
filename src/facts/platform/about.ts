/** What is said of platforms outside of Kubernetes in docs/infrastructure.md. */
export const about = {
  name: 'Platforms outside of Kubernetes',
  files:
    'services of ECS, Cloud Run, Container Apps and App Service in Terraform, CloudFormation or templates of Azure; compose files whose name has an environment or that a pipeline deploys; `*.nomad`, `*.nomad.hcl`, `fly*.toml`, `config/deploy*.yml` of Kamal, `app*.yaml` of App Engine, `render.yaml`, `.do/*.yaml` of App Platform, `railway.json` and `railway.toml`, `Procfile` and `heroku.yml` with `app.json`, services of Knative, manifests of Cloud Foundry',
  read: [
    'how many of a service run in each environment: the least that scaling keeps, else what is desired',
    'what watches it: health checks of essential containers and of load balancers (ECS), probes (Cloud Run, Container Apps, Knative), the health check path (App Service, App Engine flexible), `healthcheck` or `HEALTHCHECK` (compose, Swarm), checks and `check_restart` (Nomad), checks of Fly and of the proxy of Kamal, `healthCheckPath` (Render), the port or path of a service and `liveness_health_check` (App Platform), `healthcheckPath` (Railway), `healthchecks` of app.json and `CHECKS` (Dokku)',
    'what takes a failed rollout back: circuit breaker and alarms of ECS, deployment groups of CodeDeploy, `failure_action: rollback` of Swarm, `auto_revert` of Nomad, blue-green of Fly; Cloud Run, Knative, single revisions of Container Apps, Kamal, services of App Platform, and Render, Railway and Dokku with a health check leave the former version in place until the new one is ready',
  ],
  hidden: [
    'counts that code ignores or a variable holds; health checks of images from elsewhere; what a service `extends`',
    'whether a gateway or Front Door asks a web app that has no health check path; probes that Container Apps add by themselves; traffic that is bound to a revision; what acts on a check of plain Compose, Fly and Kamal',
    'App Runner, Elastic Beanstalk, container groups, Spring Apps, App Platform and Heroku, and workloads of Kubernetes, that Terraform makes: by the name of the resource',
    'how many processes of a Procfile run on Heroku, Scalingo and the like, and what these do with ill ones; what Railway keeps in its dashboard',
    'functions (Lambda, Cloud Functions, those of Netlify and Vercel), Pulumi and CDK in code: no workload is told of them, and the rows say that none is seen in a form that is read',
  ],
  assumed: [
    'what is left out has the default of the platform: ECS runs one task by CloudFormation and none by Terraform, Nomad and compose one, Cloud Run none without load',
    'a service that needs none to run in production has its number from the load: staging is not compared with it',
    'a Procfile is of the platform that a pipeline deploys to; one that no pipeline speaks of counts where app.json or heroku.yml stands beside it and nothing else is deployed to production',
    '`docker-compose.prod.yml` is put on top of the plain compose file beside it',
  ],
} as const
