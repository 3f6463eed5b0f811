import { hideable, oneOf, place, record, type Static, text } from './form.ts'

export const configurationReference = record(
  'ConfigurationReference',
  'A file of configuration that a pipeline or a manifest names, or that a command there reads without being told: values, variables, manifests, parts of a kustomization.',
  {
    id: text('unique in the repository: who names it, and what'),
    file: text('the file, or the ConfigMap, that is named'),
    by: text('what reads it: helm upgrade, terraform apply, kustomization …'),
    state: hideable(
      oneOf(
        ['tracked', 'untracked', 'ignored', 'missing', 'made'],
        'whether git tracks it; `made`: the pipeline writes it; hidden where something unseen may make it',
      ),
    ),
    place: place('where it is named'),
  },
)

export const secretUse = record(
  'SecretUse',
  'A use of a secret in a pipeline by which it may get where it should not.',
  {
    id: text('unique in the repository'),
    file: text('the pipeline file'),
    way: oneOf(
      [
        'build-argument',
        'argument',
        'printed',
        'environment',
        'all',
        'inherited',
        'perhaps-inherited',
        'condition',
        'packed',
      ],
      '`environment`: all variables of the job are printed; `all`: the whole store at once; `inherited`: every secret goes to a workflow of another owner; `perhaps-inherited`: git knows no remote, so whose it is cannot be seen; `packed`: it is written into a file that goes into an archive or an artifact of the run',
    ),
    name: text('the name of the secret; empty where there is none'),
    by: text('the command or key that uses it; `set -x`: the shell that tells of each command'),
    place: place('the use'),
  },
)

export type ConfigurationReference = Static<typeof configurationReference>
export type SecretUse = Static<typeof secretUse>
