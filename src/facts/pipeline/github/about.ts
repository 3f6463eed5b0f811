import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'github-actions',
  name: 'GitHub Actions',
  files:
    '`.github/workflows/*.yml` and `*.yaml`; `.gitea/workflows/` and `.forgejo/workflows/`, whose runners read the same dialect',
  read: [
    'triggers with branches, tags and paths; `workflow_run`, `workflow_dispatch` and `workflow_call` with their inputs',
    '`needs`, `if` with its status functions, `continue-on-error` of jobs and steps, `timeout-minutes`',
    'matrices, with `include` and `exclude`; legs that differ in their environment or commands are jobs of their own',
    'reusable workflows and composite actions of the same repository, ten levels deep',
    'what waits for the check of another workflow’s job on the same commit (`lewagon/wait-on-check-action`)',
    '`environment`, also from an input, a matrix or an expression; `deployment: false`',
    'values through `env`, `GITHUB_ENV`, `GITHUB_OUTPUT`, step and job outputs, as far as they are literal',
  ],
  hidden: [
    'reusable workflows of other repositories; actions that no table knows, as far as their name leaves it open',
    'reviewers, branch policies and secrets of environments; branch protection',
    'a matrix from `fromJSON` of something computed',
  ],
  tell: [],
}
