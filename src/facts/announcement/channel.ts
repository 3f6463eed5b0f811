import type { Channel } from '../../config/vocabulary.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Act } from '../pipeline/model.ts'

/* By what people are reached: names of services and of the tools that speak to them, whatever the CI system calls them. */
const names: readonly (readonly [Channel, RegExp])[] = [
  [
    'page',
    /pager[-_ ]?duty|opsgenie|victor[-_ ]?ops|splunk[-_ ]?on[-_ ]?call|squadcast|xmatters|incident\.io|fire[-_ ]?hydrant|rootly|pagertree|(grafana[-_ ]?)?on[-_]?call[-_ ]?(alert|hook|url|webhook)|zenduty|alertops|signl4|ilert|goalert|\bpd[-_]send\b/i,
  ],
  ['calendar', /calendar|\bgcalcli\b|graph\.microsoft\.com[^\s"']*\/events|caldav/i],
  [
    'mail',
    /(^|[^a-z])e?-?mail(s|x|er|ext|[-_ ]|[^a-z]|$)|send[-_ ]?(e-?)?mail|smtp|sendgrid|mailgun|mailjet|mailchimp|postmark|mandrill|\bses\b|\bmutt\b|\bswaks\b|\bssmtp\b|resend\.com|gov(uk)?[-_ ]?notify|notifications\.service\.gov\.uk|api\.notification\.(canada|alpha)/i,
  ],
  [
    'chat',
    /slack|slatify|ms[-_ ]?teams|microsoft[-_ ]?teams|(^|[^a-z])teams([^a-z]|$)|send[-_]?to[-_]?teams|webhook\.office|outlook\.office|office[-_ ]?365|logic\.azure\.com|discord|mattermost|rocket[-_. ]?chat|telegram|google[-_ ]?chat|chat\.googleapis|hangouts|zulip|webex|hipchat|lark|feishu|dingtalk|wechat|gitter|\birc\b|matrix[-_](message|chat|notif)|matrix\.org|\bgchat\b|\bzoom\b|cliq|flowdock|twist/i,
  ],
  ['push', /pushover|ntfy|pushbullet|twilio|bark|line[-_ ]?notify|simplepush|\bsms\b/i],
]

/**
 * By what an act reaches people: its tool first, then its address, then names of variables and inputs, then all it says.
 * @param script the text of the script that it runs, where it is one of the repository
 */
export function channelOf(act: Act, script = ''): Seen<Channel> {
  const inputs = Object.entries(act.inputs ?? {})
  const words = [...act.words, ...inputs.map(([, value]) => value)]
  const addresses = words.flatMap((word) => word.match(/(?:https?|smtps?):\/\/[^\s"'\\]+/g) ?? [])
  const variables = [act.text, ...words].flatMap((word) => word.match(/\$\{?\{?[^}\s"']+/g) ?? [])
  const known = [act.tool, addresses.join(' '), [...variables, ...inputs.map(([name]) => name)].join(' '), act.text]
  for (const text of [...known, script]) {
    const found = names.find(([, pattern]) => pattern.test(text))
    if (found) return found[0]
  }
  return new Hidden(`by what ${act.tool} reaches people`, {
    kind: 'answer',
    text: `say in assay.yaml who is told: announced: {<moment>: [mail, chat or page]}`,
  })
}

/** Whether a script's text speaks to a service that reaches people. */
export function reachesPeople(script: string): boolean {
  return /hooks\.slack\.com|slack_sdk|slackclient|chat_postMessage|chat\.postMessage|webhook\.office|discord(app)?\.com\/api\/webhooks|smtplib|nodemailer|api\.sendgrid|pagerduty|opsgenie|SLACK_|TEAMS_WEBHOOK|statuspage\.io|notifications\.service\.gov\.uk/i.test(
    script,
  )
}

/** Whether a request only reads, or asks whether its key is good: it tells nobody anything. A message may stand in its address. */
export const saysNothing = (act: Act): boolean =>
  asksOnly.test(act.text) ||
  (onlyReads(act) && !/[?&](?:text|message|msg|title|body|content|payload)=|sendMessage|--data|\s-G\b/i.test(act.text))

const asksOnly =
  /slack\.com\/api\/(?:auth|api)\.test\b|slack\.com\/api\/(?:conversations|users|channels)\.(?:list|info|lookup\w*)\b/i

/** An event that ends an alarm, or only notes a change, a sign of life, and what is only asked for: none wakes anybody. */
export function wakesNobody(act: Act): boolean {
  const text = [act.text, ...act.words, ...Object.values(act.inputs ?? {})].join(' ')
  if (
    /opsgenie[^\s"']*\/heartbeats?\//i.test(text) ||
    (/api\.(?:\w+\.)?(?:pagerduty|opsgenie)\.com/i.test(text) && onlyReads(act))
  )
    return true
  return /["']?event_action["']?\s*[:=]\s*["']?(resolve|acknowledge)|\/change\/enqueue|\/close\b.*opsgenie|opsgenie.*\/close\b/i.test(
    text,
  )
}

/** Whether a request sends nothing along and names no other method than GET: it reads what is there. */
export const onlyReads = ({ tool, words, text }: Act): boolean =>
  /^(?:curl|wget)\b/.test(tool) &&
  (asksToGet.test(text) || (!words.some((word) => sends.test(word)) && !otherMethod.test(text)))

/** Options with what is sent, also joined to others and to their value: `-d`, `-sd`, `-d@alert.json`, `--json={}`. */
const sends =
  /^(?:-[fgikLnNsSv]*[dFT]|--(?:data[\w-]*|json|form[\w-]*|post-(?:data|file)|body-(?:data|file)|upload-file)(?:=|$))/
const asksToGet = /\s(?:-[fgikLnNsSv]*X|--(?:request|method))[\s=]*["']?(?:GET|HEAD)\b/
const otherMethod = /\s(?:-[fgikLnNsSv]*X|--(?:request|method))[\s=]*["']?(?!GET\b|HEAD\b|["'\s=])/
