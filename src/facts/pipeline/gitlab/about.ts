import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'gitlab-ci',
  name: 'GitLab CI',
  files:
    '`.gitlab-ci.yml` (where there is none at the root: those in folders), with the local files that it includes and the child pipelines of the same repository that it starts; whole pipelines beside it that nothing includes (`.gitlab-ci-prod.yml`, of a project that mirrors the repository)',
  read: [
    'local includes with globs, their `rules` and `inputs` (`spec:`); `extends`, anchors, `!reference`, `default`, `inherit`',
    'stages and `needs` (also `[]`, `optional`, in `rules`); manual jobs that hold up later stages, and those that do not',
    '`rules` (`if`, `changes`, `exists`, `when`, `allow_failure`, `variables`, `needs`), `only` and `except`, `workflow: rules`: asked for a push to each branch that conditions name, for tags, merge requests, schedules, starts by hand and from outside',
    '`environment` with `action` and `deployment_tier`, also from variables, rules and `parallel: matrix`; one named after the branch is one for each branch that the rules name',
    '`before_script` and `script` as one shell; `after_script`, which changes nothing of the result; `release`, `pages`',
    "GitLab's own templates and components for scans, Auto DevOps, Terraform, ECS and others, with the jobs that they add: scans among them report and gate nothing",
  ],
  hidden: [
    'includes of other projects, remote files, components and templates that no table knows; what jobs extend from there',
    'pipelines of other projects and generated child pipelines',
    'protected environments and branches, schedules, variables of the project',
  ],
  tell: [
    'what the jobs do that an include from elsewhere defines: `kinds: [{step: acme/templates/scan.yml, kinds: [security-scan]}]`',
  ],
}
