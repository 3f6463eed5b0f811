import { Hidden, type Seen } from '../hidden.ts'
import type { Act } from '../pipeline/model.ts'

/* Variables in which the CI systems name who started a run. */
const starter =
  /github\.(actor|triggering_actor)|GITHUB_(TRIGGERING_)?ACTOR|GITLAB_USER|BUILD_?_?REQUESTEDFOR|Build\.RequestedFor|CIRCLE_USERNAME|BITBUCKET_STEP_TRIGGERER|BUILD_USER|CHANGE_AUTHOR|BUILDKITE_(BUILD_CREATOR|UNBLOCKER)|DRONE_COMMIT_AUTHOR|\bwhoami\b/i
/* Fields in which records name a person, inside data that is sent, with something in them. */
const field =
  /["']?\b(?:user(?:name)?|deployer|deployed[_-]?by|author|actor|initiator|initiated[_-]?by|triggered[_-]?by|requested[_-]?by|started[_-]?by|local_username|assigned_to|reporter)\b["']?\s*[:=](?!\s*["'\\]*\s*(?:(?:unknown|none|null|undefined|nobody|todo|tbd|n\/?a)?\s*["'\\]*\s*(?:[,}\]&\n]|$)))/i

/* Actions that name the starter without being told to. */
const byItself = /^newrelic\/deployment-marker-action$|^bugsnag|^rollbar\/github-deploy-action$/i

/** Whether the record that an act writes names who started the deployment; hidden where what is sent cannot be seen. */
export function namesWho(act: Act): Seen<boolean> {
  const inputs = Object.entries(act.inputs ?? {}).map(([name, value]) => `${name}: ${value}`)
  const data = [...act.words.filter((word) => /[{}:=]/.test(word) && !/^https?:/.test(word)), ...inputs]
  if (byItself.test(act.tool) || starter.test([act.text, ...act.words, ...inputs].join(' '))) return true
  if (act.words.some((word) => /^--(user|deployer|author)$/.test(word)) && !/^(curl|wget)$/.test(act.tool)) return true
  if (data.some((word) => field.test(word))) return true
  if (/^(curl|wget|https?)$/.test(act.tool) && act.words.some((word) => /^@|^\$\{?\w+\}?$/.test(word))) {
    return new Hidden(`what ${act.tool} sends as the record`, {
      kind: 'file',
      text: 'write the fields of the record, with who started the deployment, in the step that sends it',
    })
  }
  return false
}
