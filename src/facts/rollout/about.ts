/** What is said of rollouts with an analysis in docs/infrastructure.md. */
export const about = {
  name: 'Argo Rollouts and Flagger',
  files: 'manifests with a `Rollout`, `AnalysisTemplate`, `ClusterAnalysisTemplate`, `Canary` or `MetricTemplate`',
  read: [
    'the analyses of a Rollout (in the background, in steps, in experiments, before and after a promotion) with the templates that they name and the values of their arguments',
    'conditions that compare the result of a PromQL query with numbers: of `successCondition` what breaks it, of `failureCondition` what meets it',
    'canaries of Flagger: `request-success-rate`, `request-duration`, metric templates of Prometheus, queries of the older form',
    'all of these as kustomizations and charts build them for each environment, with patches and values',
    'in which environments they run: by what builds them, else by the workload that they roll out, namespace, folder or file',
  ],
  hidden: [
    'what a template of a chart writes that cannot be told; analysis templates that are not here, or of which several have the name',
    'queries of other providers than Prometheus, jobs, plugins, and what webhooks of Flagger test, unless they only make load',
    'bounds from Secrets and variables, conditions that do more than compare',
  ],
  assumed: [
    'a metric without a condition, in `dryRun`, or with a `failureLimit` below zero takes nothing back',
    'series that are labelled stable, baseline or primary are those of the version before',
    'a patch of a Rollout that comes from elsewhere tells nothing of that one',
    'a Rollout without an analysis, and a plain rolling update, watch no metric',
  ],
} as const
