import { count, flag, hideable, oneOf, place, record, type Static, text } from './form.ts'

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

export const environmentEntry = record(
  'EnvironmentEntry',
  'An environment of the inventory, with what is said of it.',
  {
    id: text('its class and name'),
    name: text('its name'),
    class: text('its class'),
    deployed: flag('a pipeline here deploys to it'),
    data: hideable(oneOf(['none', 'synthetic', 'sanitised', 'production'], 'what data is in it, as assay.yaml says')),
    access: hideable(text('the groups of people who have access, as assay.yaml says')),
    purpose: text('what it is for, as assay.yaml says'),
    live: flag('a file of its values says that live data is in it'),
    liveAt: place('where that file says so; else as the place'),
    place: place('the deployment to it, or where it is declared'),
  },
)

export const environmentConfiguration = record(
  'EnvironmentConfiguration',
  'An environment that is deployed to, and the file that configures it alone.',
  {
    id: text('its class and name'),
    name: text('its name'),
    class: text('its class; empty where its name tells none'),
    own: hideable(
      text(
        'a file that is its own, such as values-prod.yaml or one in overlays/prod; empty: there is none; hidden where only another environment of its class has one',
      ),
    ),
    others: count('how many other classes of environments are deployed to from here'),
    place: place('the first deployment to it'),
  },
)

export const environmentMention = record(
  'EnvironmentMention',
  'A class of environments that the path of a manifest, of values or of infrastructure code names.',
  {
    id: text('the class'),
    class: text('the class'),
    name: text('the environment as the path names it'),
    file: text('the first such file'),
    place: place('the file'),
  },
)

export type EnvironmentMention = Static<typeof environmentMention>
export type EnvironmentConfiguration = Static<typeof environmentConfiguration>
export type EnvironmentEntry = Static<typeof environmentEntry>
export type Environment = Static<typeof environment>
