import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'tekton',
  name: 'Tekton',
  files:
    'YAML with `apiVersion: tekton.dev/…` or `triggers.tekton.dev/…` of the service itself, wherever it is kept; all of `.tekton/`, which Pipelines as Code reads',
  read: [
    'one pipeline for each way in which a Pipeline is started: a PipelineRun, a TaskRun, a TriggerTemplate; those that nothing here starts',
    'the annotations of Pipelines as Code (`on-event`, `on-target-branch`, `on-cel-expression`); EventListeners and Triggers with their interceptors and CEL filters; CronJobs that call a listener',
    '`runAfter`, results that make an order, `when`, `finally` with `$(tasks.x.status)`, `onError`, `timeout`, `matrix`, pipelines in pipelines',
    'ApprovalTask as a manual gate',
    'Tasks and StepActions of the repository with their parameters and defaults; `script`, `command` and `args`, images',
    'environments, which Tekton does not know: from parameters, namespaces and names of tasks',
  ],
  hidden: [
    'Tasks, StepActions and Pipelines of other repositories, bundles, clusters and the hub, unless a table knows their name',
    'who may start a PipelineRun; what calls a listener whose interceptors do not say',
    'files that Helm or another engine fills in',
  ],
  tell: [],
}
