import type { Examples } from './idiom.ts'

/** GitLab CI/CD, by its YAML reference. */
export const examples: Examples = {
  system: 'gitlab-ci',
  name: 'GitLab CI',
  reference: 'https://docs.gitlab.com/ci/yaml/',
  snippets: {
    order: `stages: [test, deploy]
test:
  stage: test
  script: ./test.sh
deploy:
  stage: deploy
  script: ./deploy.sh
`,
    approval: `# Settings → CI/CD → Protected environments → production: Approvers
deploy-production:
  stage: deploy
  environment: production
  script: ./deploy.sh production
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
      allow_failure: false
`,
    environment: `deploy:
  environment:
    name: production
    url: https://shop.example
  script: ./deploy.sh production
`,
    defaultBranch: `deploy:
  script: ./deploy.sh production
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
`,
    failure: `stages: [deploy, verify, recover]
roll-back:
  stage: recover
  when: on_failure
  script: ./rollback.sh production
`,
    version: `variables:
  VERSION:
    description: The version, such as 1.3.2
roll-back:
  script: ./deploy.sh production "$VERSION"
  rules:
    - if: $CI_PIPELINE_SOURCE == "web" && $VERSION
`,
    schedule: `# the time itself: Build → Pipeline schedules
drift:
  script: ./plan.sh
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
`,
    timeout: `roll-back:
  timeout: 10 minutes
  script: ./rollback.sh production
`,
  },
}
