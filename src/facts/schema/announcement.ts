import { channels, environmentClasses, moments, statusStates } from '../../config/vocabulary.ts'
import { flag, hideable, oneOf, place, record, type Static, Type, text, trace } from './form.ts'

export const told = record('Told', 'One thing that is told to people at a moment of a deployment.', {
  kind: oneOf(['message', 'status'], 'a message to people, or a state that a status page is set to'),
  channel: hideable(
    oneOf(channels, 'by what people are reached: mail, chat, page (a person on call), calendar, status-page, push'),
  ),
  state: hideable(oneOf(statusStates, 'what the status page says; `none` for a message')),
  tool: text('what tells it: an action, a command, the host of a request'),
  by: oneOf(['pipeline', 'runbook', 'configuration'], '`configuration`: assay.yaml says so'),
  job: text('the job as it is used; empty where no job tells it'),
  place: place('the step, the sentence of the runbook, or the key of assay.yaml'),
})

export const announcement = record(
  'Announcement',
  'A moment of a production deployment, and what is told then. A deployment has one for each moment; where the ways to it differ, one for each way.',
  {
    id: text('unique in the repository'),
    file: text('the pipeline file'),
    pipeline: text('the id of its pipeline'),
    job: text('the job that deploys, as it is used'),
    environment: hideable(oneOf(environmentClasses, 'the class of the environment')),
    environmentName: text('the environment as named'),
    moment: oneOf(
      moments,
      'before the day of the deployment, just before it, at any time of its run, after its success, on its failure, in its rollback',
    ),
    told: Type.Array(told, {
      description: 'in the order of the pipeline; what may tell and cannot be seen has a hidden channel',
    }),
    messages: text('the visible messages with their channels, for printing: `slackapi/slack-github-action (chat)`'),
    states: text('the visible states that are set, for printing: `maintenance by curl`'),
    rollsBack: flag('something is seen to take a deployment back: there is a rollback to tell of'),
    way: text('how the run is started that tells it so: `a push to main`'),
    place: place('the job that deploys'),
    at: place('the command that deploys'),
    path: trace('from the trigger to the deployment'),
  },
)

export type Told = Static<typeof told>
export type Announcement = Static<typeof announcement>
