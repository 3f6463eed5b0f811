import type { Examples } from './idiom.ts'

/** Azure Pipelines, by its YAML schema. */
export const examples: Examples = {
  system: 'azure-pipelines',
  name: 'Azure Pipelines',
  reference: 'https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/',
  snippets: {
    order: `stages:
  - stage: test
    jobs:
      - job: test
        steps:
          - script: ./test.sh
  - stage: deploy
    dependsOn: test
    jobs:
      - job: deploy
        steps:
          - script: ./deploy.sh
`,
    approval: `# Pipelines → Environments → production → Approvals and checks: Approvals
jobs:
  - deployment: deploy_production
    environment: production
    strategy:
      runOnce:
        deploy:
          steps:
            - script: ./deploy.sh production
`,
    environment: `jobs:
  - deployment: deploy
    environment: production
    strategy:
      runOnce:
        deploy:
          steps:
            - script: ./deploy.sh production
`,
    defaultBranch: `# and in the checks of the environment: Branch control
stages:
  - stage: production
    condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))
    jobs:
      - job: deploy
        steps:
          - script: ./deploy.sh production
`,
    failure: `stages:
  - stage: roll_back
    dependsOn: [production, verify]
    condition: failed()
    jobs:
      - job: roll_back
        steps:
          - script: ./rollback.sh production
`,
    version: `trigger: none
parameters:
  - name: version
    displayName: The version, such as 1.3.2
    type: string
steps:
  - script: ./deploy.sh production "$VERSION"
    env:
      VERSION: \${{ parameters.version }}
`,
    schedule: `schedules:
  - cron: '17 5 * * 1-5'
    displayName: Drift
    branches:
      include: [main]
    always: true
`,
    timeout: `jobs:
  - job: roll_back
    timeoutInMinutes: 10
    steps:
      - script: ./rollback.sh production
`,
  },
}
