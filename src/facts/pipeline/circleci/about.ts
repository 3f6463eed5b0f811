import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'circleci',
  name: 'CircleCI',
  files:
    '`.circleci/config.yml`, and the configuration that a setup workflow continues with where it lies in the repository',
  read: [
    'each workflow as a pipeline of its own; a file of version 2 without workflows as its job `build`',
    '`requires`, also with statuses (`failed`, `terminal`, lists); a requirement that is filtered out is ignored, as CircleCI does, and a job all of whose requirements are filtered out does not run',
    '`type: approval`, `no-op` and `release`; filters by branch and tag with their regular expressions (tags only where a filter says so), filters as expressions',
    '`when` and `unless` of workflows and steps: logic statements and expressions over pipeline values and parameters',
    'parameters of pipelines, jobs, commands and executors, put in for `<< >>`; a pipeline parameter that a condition asks for makes a start by hand with its choices',
    'commands, executors, anchors, matrices (each leg a job), `pre-steps` and `post-steps`, inline orbs, `when: always` and `on_fail` of a step',
    'setup workflows: `continuation` and `path-filtering` with a file of the repository; parameters that a mapping sets are limits to some paths',
    'a configuration that the setup workflow plainly joins (`cat` of files of the repository, `echo` of a key), in its commands or in a script',
    'the environment of a job from a parameter or variable that is called so (`env`, `environment`, `stage`), its name, its commands, and last its context',
    'scripts as CircleCI runs them, with `bash -eo pipefail`, unless `shell` says otherwise; what a step writes to `$BASH_ENV` is known to later ones',
  ],
  hidden: [
    'jobs and commands of orbs that no table knows, as far as their names leave it open',
    'a configuration that a setup workflow makes in any other way as it runs; pipelines with another file that the project settings name',
    'who may approve, what a context allows, and pipelines that are started on a schedule, by the settings of the project',
    '`no_output_timeout` bounds the silence of a command, not its time: it is no timeout',
  ],
  tell: [],
}
