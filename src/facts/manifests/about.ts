/** What is said of Kubernetes, Kustomize and Helm in docs/infrastructure.md. */
export const about = {
  name: 'Kubernetes, Kustomize and Helm',
  files:
    'manifests (`apiVersion:` and `kind:`), `kustomization.yaml` with what it takes in, charts (`Chart.yaml`, `values*.yaml`, `templates/`), Applications of Argo CD and HelmReleases of Flux that deploy a chart of this repository',
  read: [
    'Kustomize, as `kustomize build` (v5): `resources`, `bases`, `components`, `namePrefix`, `nameSuffix`, `namespace`, `labels`, `commonLabels`, `commonAnnotations`, `images`, `replicas`, strategic merge patches (lists by their keys, `$patch`) and RFC 6902 patches, inline or by path, with a `target`; `configMapGenerator` and `secretGenerator` with the names that they make',
    'Helm, as `helm template` (v3): the template language with variables, `if`, `with`, `range`, `define`, `include`, `tpl`; the functions of texts, numbers, lists, maps, YAML, JSON, hashes, patterns and versions; `.Values`, `.Release`, `.Chart`, `.Capabilities`, `.Files`, `.Template`; charts below and libraries of this repository with conditions, tags and global values',
    'files that a chart (`.Files.Get`, `.Files.Glob`) or a generator puts into an object, in their own places',
    'as they are built so: images, workloads, rollouts with an analysis, rules of Prometheus, routes of Alertmanager, role bindings, policies of admission, controllers of GitOps, CronJobs that refresh staging and dashboards; what configuration consists of is read as it is written',
    'manifests under the name of a template (`*.tmpl`, `*.template`, `*.tpl`) of which only values are left open (`__TAG__`, `$TAG`), which a pipeline puts in',
    'OpenShift: objects of a `Template`, BuildConfigs (the Dockerfile that they name or hold, what takes the place of its last FROM), blank images that a trigger of a DeploymentConfig fills',
    'each environment: by its files of values, its overlay, folder or namespace, or what an Application or HelmRelease says, whose own values and parameters win over files; Applications that an ApplicationSet makes by lists, folders and files of git, and products of these',
    'every part of an object has the place that wrote it: the template, the values, the patch; no other program is run',
  ],
  hidden: [
    'charts, bases and components from elsewhere, by name, and charts that lie here as archives; plugins; `helmCharts` of a kustomization',
    'ApplicationSets whose generators ask the cluster or a forge; what they fill in of what stands in files, by functions other than `default`, or patch',
    'values that a pipeline sets with `--set`, or that come from objects of the cluster; what `lookup`, the clock or chance give',
    'what a tag of an ImageStream stands for in the cluster',
    'what `replacements` and `vars` of a kustomization write, and what a patch changes that cannot be read',
    'manifests that another engine fills in first; templates and files of a chart of more than 500 kB',
    'a template that does not render with these values, or takes too long: by its name and the reason. What hangs on a hidden condition is rendered both ways, and what is the same in both is certain',
    'a kustomization that takes itself in: with the way round; a path that leads out of the repository is not followed',
  ],
  assumed: [
    'the cluster is of Kubernetes 1.33 and serves its stable kinds; whether it serves others is hidden',
    'a release is called as its chart where nobody says otherwise; its namespace is hidden',
    'a value that a chart demands (`required`) is given by whoever deploys it, and hidden here',
    'what is left out has the default that the platform documents: one replica, no probe',
  ],
} as const
