import { environmentClasses } from '../../config/vocabulary.ts'
import { count, flag, hideable, oneOf, place, record, type Static, Type, text, trace } from './form.ts'

export const written = record('Written', 'A record of the deployment that its pipeline writes.', {
  kind: hideable(
    oneOf(
      ['forge', 'service'],
      '`forge`: a deployment that the forge keeps; `service`: a marker, a change, an annotation',
    ),
  ),
  tool: text('what writes it'),
  who: hideable(flag('it names who started the deployment')),
  place: place('the step, or the environment of the job'),
})

export const deploymentRecord = record(
  'DeploymentRecord',
  'A production deployment, and the records of it that its pipeline writes; where the ways to it differ, one for each way.',
  {
    id: text('unique in the repository'),
    file: text('the pipeline file'),
    job: text('the job that deploys, as it is used'),
    environment: hideable(oneOf(environmentClasses, 'the class of the environment')),
    environmentName: text('the environment as named'),
    written: Type.Array(written, { description: 'what cannot be seen and may write a record has a hidden kind' }),
    tools: text('what writes the visible ones, for printing'),
    way: text('how the run is started: `a push to main`'),
    place: place('the job'),
    at: place('the command that deploys'),
    path: trace('from the trigger to the deployment'),
  },
)

export const emergencyDeployment = record('EmergencyDeployment', 'The record of an emergency deployment.', {
  id: text('the file'),
  file: text('the file'),
  environment: text('where it was deployed'),
  finished: text('the day on which it ended'),
  approvers: text('who approved it; empty: nobody is recorded'),
  writeUp: text('where it is written up; empty: nowhere yet'),
  days: hideable(count('days from its end to the write-up, or to the newest commit where there is none')),
  place: place('the record'),
})

export const smokePolicy = record(
  'SmokePolicy',
  'A place that says, or decides, what follows when some of the smoke tests fail.',
  {
    id: text('unique in the repository'),
    file: text('a runbook or a pipeline'),
    many: flag('what follows when many of those that are not critical fail: somebody investigates and decides'),
    few: flag('what follows when few of them fail: it goes on, and is watched'),
    by: oneOf(['pipeline', 'runbook'], 'who decides'),
    place: place('the sentence, or the branch'),
  },
)

export type Written = Static<typeof written>
export type DeploymentRecord = Static<typeof deploymentRecord>
export type SmokePolicy = Static<typeof smokePolicy>

export type EmergencyDeployment = Static<typeof emergencyDeployment>
