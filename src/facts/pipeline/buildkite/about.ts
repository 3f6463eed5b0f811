import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'buildkite',
  name: 'Buildkite',
  files: '`.buildkite/*.yml` with `steps`',
  read: [
    'steps, groups, `wait` and `block`; a step with `depends_on` waits for what it names alone, not for a `wait` or `block` before it; what is left out counts as done',
    '`branches` and `if` for the branch, tag and request of a build; `soft_fail`, `allow_dependency_failure`, `continue_on_failure`, `skip`, timeouts; legs of a `matrix` that names environments',
    'the plugins `docker` and `docker-compose` by the commands that they run, those that are known by their settings, others by their names',
    'files that `buildkite-agent pipeline upload` names, in the place of the step; a `trigger` of a pipeline whose file is here by its name, as the last step, starts that one; in the middle, for the same commit and waited for, it takes it in, with the environment and the variables of `build.env`',
  ],
  hidden: [
    'which pushes and requests start a pipeline, which is set in the service: a push and a request, it is taken; what starts other files than `pipeline.yml`',
    'pipelines of elsewhere that are triggered, steps that a script makes and uploads, by name',
  ],
  tell: [
    'the job of a step is called by its `label` or `name` without emoji; of a trigger that has none, `trigger <pipeline>`',
  ],
}
