import type { Examples } from './idiom.ts'

/** Argo Workflows, by its field reference; events by Argo Events. */
export const examples: Examples = {
  system: 'argo-workflows',
  name: 'Argo Workflows',
  reference: 'https://argo-workflows.readthedocs.io/en/latest/fields/',
  snippets: {
    order: `templates:
  - name: ship
    dag:
      tasks:
        - name: test
          template: test
        - name: deploy
          template: deploy
          depends: test
`,
    approval: `# goes on by: argo resume <workflow>; who may do that is said by RBAC
templates:
  - name: ship
    steps:
      - - {name: approve, template: approve}
      - - {name: deploy-production, template: deploy}
  - name: approve
    suspend: {}
`,
    environment: `templates:
  - name: ship
    steps:
      - - name: deploy-production
          template: deploy
          arguments:
            parameters:
              - {name: environment, value: production}
`,
    defaultBranch: `kind: Sensor
apiVersion: argoproj.io/v1alpha1
metadata: {name: ship}
spec:
  dependencies:
    - name: push
      eventSourceName: github
      eventName: shop
      filters:
        data:
          - path: body.ref
            type: string
            value: [refs/heads/main]
`,
    failure: `templates:
  - name: ship
    dag:
      tasks:
        - name: smoke-test
          template: smoke-test
        - name: roll-back
          template: roll-back
          depends: smoke-test.Failed || smoke-test.Errored
`,
    version: `# argo submit --from workflowtemplate/roll-back -p version=1.3.2
kind: WorkflowTemplate
apiVersion: argoproj.io/v1alpha1
metadata: {name: roll-back}
spec:
  entrypoint: deploy
  arguments:
    parameters:
      - name: version
`,
    schedule: `kind: CronWorkflow
apiVersion: argoproj.io/v1alpha1
metadata: {name: drift}
spec:
  schedules: ['17 5 * * 1-5']
  workflowSpec:
    workflowTemplateRef: {name: plan}
`,
    timeout: `templates:
  - name: roll-back
    activeDeadlineSeconds: 600
    container:
      image: registry.example/tools
      command: [./rollback.sh, production]
`,
  },
}
