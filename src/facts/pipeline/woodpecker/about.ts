import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'woodpecker',
  name: 'Woodpecker CI',
  files: '`.woodpecker.yml` and `.woodpecker/*.yml` (also `.yaml`)',
  read: [
    'workflows with their `when` and `depends_on`: those that wait for one another are one pipeline',
    'steps, one after the other or by `depends_on`; `when` as a map or a list of alternatives, with events, branches, refs, `evaluate` of the target of a deployment, `status`, `failure: ignore`, `detach`, `directory`',
    'deployments (`event: deployment`) as starts by hand; legs of a `matrix` that names environments',
    '`commands` as one `sh -e`; plugins by a table, those that build images and roll out charts by the commands that they run',
  ],
  hidden: [
    'plugins and images without commands that the table does not know, as far as their name leaves it open',
    'who may deploy, which runs wait for an approval, cron jobs and secrets, which are settings of the server; paths that a run is limited to',
  ],
  tell: [],
}
