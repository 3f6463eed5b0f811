import { count, flag, hideable, place, record, type Static, text } from './form.ts'

export const environment = record(
  'Environment',
  'An environment that jobs declare to the forge, with its settings there (`--forge`).',
  {
    id: text('its name'),
    name: text('as the pipelines call it'),
    class: text('its class where the name or assay.yaml tells; else empty'),
    exists: hideable(flag('the forge has settings for it; one that it has not is made open when it is first deployed')),
    approvals: hideable(count('how many approvals of people a deployment waits for')),
    approvers: text('who may give them; empty where nobody is asked, or it was not read'),
    limited: hideable(flag('only some branches or tags may be deployed to it')),
    allowed: text('these branches and tags, in words'),
    deployers: hideable(text('who alone may deploy to it (GitLab); empty: whoever may start the pipeline')),
    place: place('the job that names it, with the name of the setting where it was read'),
  },
)

export type Environment = Static<typeof environment>
