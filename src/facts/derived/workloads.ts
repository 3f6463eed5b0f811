import { collector } from '../collector.ts'

/** What is kept running: how many of it, what watches it, what takes a failed rollout back. */
export default collector({
  yields: ['workloads', 'scales'],
  needs: ['deployments', 'workflows', 'terraform', 'templateResources'],
  reads:
    'manifests of Kubernetes and OpenShift, kustomizations, templates of Helm with the values of each environment, manifests of Cloud Foundry; services of ECS, Cloud Run, Container Apps and App Service that Terraform or CloudFormation makes; compose files that are deployed, jobs of Nomad, and the files of Fly, Kamal, App Engine, Render, App Platform, Railway and Knative; processes of Procfile and heroku.yml',
  touches: [
    {
      path: /\.(toml|nomad|hcl)$|(^|\/)((docker-|podman-)?(compose|stack)[\w.-]*|app[\w.-]*|render|deploy[\w.-]*|Dockerfile)\.?(ya?ml)?$/,
    },
    { path: /(^|\/)(Procfile|CHECKS|heroku\.yml|app\.json|railway\.(json|toml)|\.do\/[^/]+\.ya?ml)$/ },
    { path: /\.tpl$|(^|\/)(Chart\.yaml|values[\w.-]*\.ya?ml|[Kk]ustomization(\.ya?ml)?)$/ },
    { path: /\.(ya?ml|json)$/, text: /kind:|"kind"|applications:|instances|replicas|Probe|\{\{|"op"|op:/ },
  ],
  async collect({ repository, settings, observed }) {
    const { workloadFacts } = await import('../workload/facts.ts')
    return workloadFacts(repository, settings, observed)
  },
})
