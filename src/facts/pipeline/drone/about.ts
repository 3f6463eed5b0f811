import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'drone',
  name: 'Drone',
  files: '`.drone.yml` in the root of the repository, and `.drone-*.yml` where a server is told so (also `.yaml`)',
  read: [
    'pipelines of all types with their `depends_on` and `trigger`; the form of Drone 0.8 with one `pipeline:` map',
    'steps, one after the other or by `depends_on`; `when` with events, branches, refs, targets and cron jobs, `status`, `failure: ignore`, `detach`',
    'promotions (`event: promote` or `deployment`) as starts by hand, with each `target` as an environment; what runs on `rollback` alone is a way back',
    '`commands` as one `sh -e`; plugins by a table, those that build images and roll out charts by the commands that they run',
  ],
  hidden: [
    'plugins and images without commands that the table does not know, as far as their name leaves it open; templates (`kind: template`)',
    'who may promote, whether the repository is protected, cron jobs and secrets, which are settings of the server',
    'pipelines in Starlark and Jsonnet (`.drone.star`, `.drone.jsonnet`)',
  ],
  tell: [],
}
