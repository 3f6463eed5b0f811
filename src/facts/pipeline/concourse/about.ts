import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'concourse',
  name: 'Concourse',
  files:
    'YAML files with `jobs` that have a `plan`, in folders called `ci`, `concourse` or `pipelines`, or with `pipeline` or `concourse` in their names',
  read: [
    'jobs in the order that `passed` demands; a job that nothing triggers waits for a person; what triggers the first ones: branches, tags, pull requests, the clock, other resources',
    '`get`, `put`, `task`, `do`, `in_parallel`, `try`, hooks (`on_success`, `on_failure`, `on_error`, `on_abort`, `ensure`) of steps and jobs',
    'tasks with their configuration in the pipeline or in a file of this repository: `run` and the scripts that it calls, below the folder of the checkout; `params` as variables',
    'resources that are put, by a table of their types: images by the commands that they stand for',
  ],
  hidden: [
    'tasks whose files are fetched from elsewhere, and resource types that the table does not know, as far as their names leave it open',
    'pipelines that are made of templates (ytt, Spruce); values between `((` and `))`, which are set with the pipeline; which pipelines are set at all, and with which files',
  ],
  tell: [],
}
