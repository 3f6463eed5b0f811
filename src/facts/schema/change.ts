import { environmentClasses } from '../../config/vocabulary.ts'
import { ways } from '../change/vocabulary.ts'
import { count, flag, hideable, oneOf, place, record, type Static, text, texts, trace } from './form.ts'

export const directChange = record(
  'DirectChange',
  'A command that changes a running system past the files that declare it: in a pipeline, a script that it calls, or a document that tells a person to.',
  {
    id: text('unique in the repository'),
    file: text('where it stands'),
    source: oneOf(['pipeline', 'document'], 'who runs it: a pipeline, or a person whom a document tells to'),
    way: oneOf(
      ways,
      '`ssh`: a shell on a server or in a container; `database`: statements past the migration tool; `file-copy`; `configuration`: settings; `infrastructure`: made by a command',
    ),
    changes: hideable(flag('it changes something; hidden where what it runs cannot be seen')),
    command: text('the command, or the sentence'),
    job: text('the job that runs it; the heading in a document'),
    environment: hideable(oneOf(environmentClasses, 'what it changes')),
    place: place('the command'),
    path: trace('from the trigger to the command; empty in a document'),
  },
)

export const apply = record('Apply', 'A step that applies infrastructure code or manifests.', {
  id: text('unique in the repository'),
  file: text('the pipeline file'),
  job: text('the job as it is used'),
  tool: text('what applies: terraform apply, kubectl apply, helm upgrade …'),
  environment: hideable(oneOf(environmentClasses, 'what it changes')),
  validated: hideable(
    flag('on every path a validation, plan or lint ran before, and its failure would have stopped it'),
  ),
  place: place('the job'),
  at: place('the command'),
  gap: trace('a path without one; empty where there is none'),
})

export const driftControl = record('DriftControl', 'What finds or takes back changes past the infrastructure code.', {
  id: text('unique in the repository'),
  file: text('where it is defined'),
  how: oneOf(
    ['plan', 'apply', 'controller', 'hidden'],
    'a scheduled plan, a scheduled apply, a GitOps controller, something hidden',
  ),
  tool: text('terraform plan, Argo CD, Flux …'),
  environment: oneOf(
    ['development', 'integration', 'staging', 'production', 'unknown'],
    'what it looks after, as far as names tell',
  ),
  works: hideable(flag('it notices: a plan fails on a difference, a controller heals by itself')),
  sure: flag('it is known to notice'),
  lacks: text('what keeps it from noticing; empty where nothing does'),
  place: place('the command, or the manifest'),
})

export const infrastructureCode = record('InfrastructureCode', 'A folder or file of infrastructure code.', {
  id: text('the folder or file'),
  file: text('the file that shows it'),
  what: oneOf(
    [
      'terraform',
      'cloudformation',
      'sam',
      'serverless',
      'cdk',
      'pulumi',
      'bicep',
      'arm',
      'ansible',
      'kubernetes',
      'helm',
      'platform',
    ],
    'in what it is written; `platform`: the manifest of a platform as a service',
  ),
  watches: flag('it makes nothing that a service runs on: alarms and dashboards alone, or nothing at all (Terraform)'),
  owned: hideable(flag('code owners cover it; hidden where there is no file of owners')),
  owners: text('who'),
  applicationOwned: flag('code owners cover other code of this repository'),
  reviews: hideable(count('how many people must approve a change to the default branch, by the settings of the forge')),
  place: place('the file'),
})

export const dataFix = record('DataFix', 'A script that mends data once.', {
  id: text('the file'),
  file: text('the file'),
  owned: hideable(flag('code owners cover it; hidden where there is no file of owners')),
  owners: texts('who'),
  place: place('the script'),
})

export type DirectChange = Static<typeof directChange>
export type Apply = Static<typeof apply>
export type DriftControl = Static<typeof driftControl>
export type InfrastructureCode = Static<typeof infrastructureCode>
export type DataFix = Static<typeof dataFix>
