import type { Examples } from './idiom.ts'

/** GitHub Actions, by its workflow syntax. */
export const examples: Examples = {
  system: 'github-actions',
  name: 'GitHub Actions',
  reference: 'https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax',
  snippets: {
    order: `jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: ./test.sh
  deploy:
    needs: [test]
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh
`,
    approval: `# Settings → Environments → production: Required reviewers, Prevent self-review
jobs:
  deploy-production:
    environment: production
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh production
`,
    environment: `jobs:
  deploy:
    environment:
      name: production
      url: https://shop.example
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh production
`,
    defaultBranch: `# and in Settings → Environments → production: Deployment branches and tags
on:
  push:
    branches: [main]
`,
    failure: `jobs:
  roll-back:
    needs: [deploy, smoke-test]
    if: failure()
    runs-on: ubuntu-latest
    steps:
      - run: ./rollback.sh production
`,
    version: `on:
  workflow_dispatch:
    inputs:
      version: {description: 'The version, such as 1.3.2', required: true, type: string}
jobs:
  roll-back:
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh production "$VERSION"
        env:
          VERSION: \${{ inputs.version }}
`,
    schedule: `on:
  schedule:
    - cron: '17 5 * * 1-5'
`,
    timeout: `jobs:
  roll-back:
    timeout-minutes: 10
    runs-on: ubuntu-latest
    steps:
      - run: ./rollback.sh production
`,
  },
}
