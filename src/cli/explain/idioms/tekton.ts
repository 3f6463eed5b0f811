import type { Examples } from './idiom.ts'

/** Tekton Pipelines and Triggers; approvals by the approval task of OpenShift Pipelines. */
export const examples: Examples = {
  system: 'tekton',
  name: 'Tekton',
  reference: 'https://tekton.dev/docs/pipelines/pipelines/',
  snippets: {
    order: `spec:
  tasks:
    - name: test
      taskRef: {name: test}
    - name: deploy
      runAfter: [test]
      taskRef: {name: deploy}
`,
    approval: `# Tekton has no approval of its own; this task is of github.com/openshift-pipelines/manual-approval-gate
spec:
  tasks:
    - name: approve
      taskRef:
        apiVersion: openshift-pipelines.org/v1alpha1
        kind: ApprovalTask
      params:
        - name: approvers
          value: [release-approver]
        - name: numberOfApprovalsRequired
          value: '1'
    - name: deploy-production
      runAfter: [approve]
      taskRef: {name: deploy}
`,
    environment: `spec:
  tasks:
    - name: deploy-production
      taskRef: {name: deploy}
      params:
        - name: environment
          value: production
`,
    defaultBranch: `kind: EventListener
apiVersion: triggers.tekton.dev/v1beta1
metadata: {name: ship}
spec:
  triggers:
    - interceptors:
        - ref: {name: cel}
          params:
            - name: filter
              value: body.ref == 'refs/heads/main'
      bindings: [{ref: push}]
      template: {ref: ship}
`,
    failure: `spec:
  tasks:
    - name: smoke-test
      taskRef: {name: smoke-test}
  finally:
    - name: roll-back
      when:
        - input: $(tasks.smoke-test.status)
          operator: in
          values: [Failed]
      taskRef: {name: roll-back}
`,
    version: `# tkn pipeline start roll-back --param version=1.3.2
spec:
  params:
    - name: version
      type: string
  tasks:
    - name: deploy
      taskRef: {name: deploy}
      params:
        - name: version
          value: $(params.version)
`,
    schedule: `# Tekton has no schedule of its own; a CronJob calls the listener
kind: CronJob
apiVersion: batch/v1
metadata: {name: drift}
spec:
  schedule: '17 5 * * 1-5'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: start
              image: curlimages/curl
              command: [curl, --fail, --data, '{}', 'http://el-drift:8080']
`,
    timeout: `spec:
  tasks:
    - name: roll-back
      timeout: 10m
      taskRef: {name: roll-back}
`,
  },
}
