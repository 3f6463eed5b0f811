import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'argo-workflows',
  name: 'Argo Workflows',
  files:
    'YAML with `apiVersion: argoproj.io/…` and a Workflow, CronWorkflow, WorkflowTemplate or ClusterWorkflowTemplate of the service itself; Sensors and EventSources of Argo Events',
  read: [
    'one pipeline for each Workflow (started by hand), CronWorkflow and submission of a Sensor; templates with an entrypoint that nothing here uses',
    '`steps`, `dag` with `dependencies` and `depends`, `when`, `continueOn`, `withItems` and `withParam`, `onExit` and `hooks`, `inline`',
    '`templateRef` and `workflowTemplateRef` of the same repository, parameters with their defaults; an `enum` that names environments is a choice at the start',
    '`suspend` without a duration as a manual gate; `activeDeadlineSeconds`',
    '`container`, `script`, `containerSet`, `resource` and `http` templates',
    'events of a forge by the `events` of the EventSource and the filters of the Sensor',
  ],
  hidden: [
    'templates of other repositories and of the cluster',
    'who may submit or resume a workflow; events whose source does not tell what they are',
    'files that Helm or another engine fills in',
  ],
  tell: [],
}
