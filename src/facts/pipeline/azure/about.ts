import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'azure-pipelines',
  name: 'Azure Pipelines',
  files:
    '`azure-pipelines*.yml` anywhere; other YAML in folders such as `.azure-pipelines`, `.pipelines`, `.ado`, `pipelines`, `ci`, `deploy` that only this system writes so; templates where a pipeline uses them',
  read: [
    '`trigger` (any branch where it is left out), `pr`, `schedules`, `resources.pipelines`; runtime parameters as what is asked for at a manual start',
    'stages one after the other and jobs side by side unless `dependsOn` says otherwise; `condition`, which stands in the place of `succeeded()`; `continueOnError`, `enabled`, `timeoutInMinutes`',
    'deployment jobs with the hooks of `runOnce`, `rolling` and `canary`; `on.failure` runs only after a failure',
    'templates of the same repository with their parameters, `extends`, `${{ if }}` and `${{ each }}`, as far as the values are known',
    '`variables` in all forms, `$(x)`, `$[ ]` and `${{ }}`, and what scripts set for the later steps of their job (`task.setvariable`); matrices whose legs differ in their environment',
    'scripts: the last command decides, unless the script says `set -e`; tasks that put a command together are that command, others stand in a table',
    '`ManualValidation` and `trigger: manual` of a stage as manual gates',
  ],
  hidden: [
    'approvals and checks of environments and service connections, which the service keeps',
    'templates of other repositories, tasks that no table knows, variable groups',
    'requests and branch policies where there is no `pr`',
  ],
  tell: [],
}
