import type { Examples } from './idiom.ts'

/** CircleCI, by its configuration reference. */
export const examples: Examples = {
  system: 'circleci',
  name: 'CircleCI',
  reference: 'https://circleci.com/docs/reference/configuration-reference/',
  snippets: {
    order: `workflows:
  ship:
    jobs:
      - test
      - deploy:
          requires: [test]
`,
    approval: `workflows:
  ship:
    jobs:
      - test
      - hold-production:
          type: approval
          requires: [test]
      - deploy-production:
          requires: [hold-production]
          context: production
`,
    environment: `# Organization Settings → Contexts → production: who may use its secrets
workflows:
  ship:
    jobs:
      - deploy-production:
          context: production
`,
    defaultBranch: `workflows:
  ship:
    jobs:
      - deploy-production:
          filters:
            branches:
              only: main
`,
    failure: `workflows:
  ship:
    jobs:
      - deploy
      - smoke-test:
          requires: [deploy]
      - roll-back:
          requires:
            - smoke-test: [failed]
`,
    version: `parameters:
  version:
    type: string
    default: ''
workflows:
  roll-back:
    when: << pipeline.parameters.version >>
    jobs:
      - deploy-production:
          version: << pipeline.parameters.version >>
`,
    schedule: `# the time itself: Project Settings → Triggers
workflows:
  drift:
    when:
      equal: [scheduled_pipeline, << pipeline.trigger_source >>]
    jobs:
      - plan
`,
    timeout: `# a job has no limit of its own; no_output_timeout only ends silence
jobs:
  roll-back:
    docker:
      - image: cimg/base:current
    steps:
      - run: timeout 10m ./rollback.sh production
`,
  },
}
