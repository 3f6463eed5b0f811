import type { Examples } from './idiom.ts'

/** Bitbucket Pipelines, by its configuration reference. */
export const examples: Examples = {
  system: 'bitbucket-pipelines',
  name: 'Bitbucket Pipelines',
  reference: 'https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/',
  snippets: {
    order: `pipelines:
  branches:
    main:
      - step:
          name: Test
          script: [./test.sh]
      - step:
          name: Deploy
          script: [./deploy.sh]
`,
    approval: `# Repository settings → Deployments → production: who may deploy
pipelines:
  branches:
    main:
      - step:
          name: Test
          script: [./test.sh]
      - step:
          name: Deploy to production
          deployment: production
          trigger: manual
          script: [./deploy.sh production]
`,
    environment: `pipelines:
  branches:
    main:
      - step:
          name: Deploy
          deployment: production
          script: [./deploy.sh production]
`,
    defaultBranch: `pipelines:
  branches:
    main:
      - step:
          name: Deploy
          script: [./deploy.sh production]
`,
    failure: `pipelines:
  branches:
    main:
      - step:
          name: Smoke test
          script: [./smoke-test.sh production]
          after-script:
            - if [ "$BITBUCKET_EXIT_CODE" != 0 ]; then ./rollback.sh production; fi
`,
    version: `pipelines:
  custom:
    roll-back:
      - variables:
          - name: VERSION
      - step:
          name: Roll back
          deployment: production
          script: [./deploy.sh production "$VERSION"]
`,
    schedule: `# the time itself: Pipelines → Schedules
pipelines:
  custom:
    drift:
      - step:
          name: Drift
          script: [./plan.sh]
`,
    timeout: `pipelines:
  custom:
    roll-back:
      - step:
          name: Roll back
          max-time: 10
          script: [./rollback.sh production]
`,
  },
}
