import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'bitbucket-pipelines',
  name: 'Bitbucket Pipelines',
  files: '`bitbucket-pipelines.yml` in the root of the repository; each pipeline in it is a pipeline of its own',
  read: [
    '`default`, `branches`, `tags`, `pull-requests` and `custom` pipelines, the most specific pattern of a branch first; `triggers` with their conditions',
    'variables of custom pipelines, with their allowed values: a step that uses one which names an environment is read for each of them',
    'steps in order, `parallel` groups, `stage`s, `final`; a step with `trigger: manual` holds all that follow',
    '`deployment` of steps and stages, `max-time`, `condition` (changed paths and expressions)',
    '`script` as one bash with `set -e` and without pipefail; `after-script`, which cannot change the result, for a success and a failure apart',
    'pipes, by a table; anchors and merge keys; child pipelines; pipelines imported from a file of this repository',
  ],
  hidden: [
    'pipelines imported from other repositories; pipes that the table does not know, as far as their name leaves it open',
    'permissions of deployments, branch restrictions and merge checks; variables of the repository and its deployments',
    'schedules, which are settings of the repository: a custom pipeline is taken to be started by hand',
  ],
  tell: [],
}
