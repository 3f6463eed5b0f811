import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'travis',
  name: 'Travis CI',
  files: '`.travis.yml` in the root of the repository',
  read: [
    'the phases of a job in their order, with the usual `script` of the language where none is given; a line of `script` that fails fails the job',
    '`jobs.include` (and `matrix.include`) with their `stage`, `name` and `if`; `stages` in their order, `allow_failures`; a matrix of versions is one job',
    '`branches.only` and `except`; the condition language of `if` over branch, tag, type and the like',
    '`deploy` by a table of providers, with `on`: the default branch where no branch is named, `tags`, `all_branches`, `condition`; `app` of Heroku by branch; `provider: script`',
    '`after_success`, `after_failure`, `after_script` and `after_deploy`, which cannot change the result',
  ],
  hidden: [
    'cron jobs, builds that are started by the API, and which pushes and requests are built: settings of the service',
    'imported configuration (`import`); providers that the table does not know',
    'who is told: mails go out unless the file says otherwise, integrations are settings',
  ],
  tell: [],
}
