import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelOf, reachesPeople, wakesNobody } from '../../../src/facts/announcement/channel.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Act } from '../../../src/facts/pipeline/model.ts'
import { run } from '../../support/workflow.ts'

const tells = (change: Partial<Act>) => run('notify', change)
const post = (url: string, ...data: string[]) =>
  tells({ tool: 'curl', text: `curl ${url}`, words: ['--data', ...data, url] })

/* Which act, and by what it reaches people; undefined: nothing tells. */
const acts: readonly (readonly [string, Act, string | undefined, string?])[] = [
  ['an action of a chat', tells({ tool: 'slackapi/slack-github-action' }), 'chat'],
  ['an action of Teams', tells({ tool: 'acme/send-to-teams-channel' }), 'chat'],
  ['an action that mails', tells({ tool: 'dawidd6/action-send-mail' }), 'mail'],
  ['a template that mails', tells({ tool: 'MailExt' }), 'mail'],
  ['an orb that pages', tells({ tool: 'acme/pagerduty/notify' }), 'page'],
  ['an event for the person on call', post('https://events.pagerduty.com/v2/enqueue', '{}'), 'page'],
  [
    'a webhook of a chat',
    post('https://hooks.slack.com/services/T/B/x', '{"text": "the mail server is down"}'),
    'chat',
  ],
  ['a flow of Teams', post('https://prod-1.westeurope.logic.azure.com/workflows/1', '{}'), 'chat'],
  ['a mail service', post('https://api.sendgrid.com/v3/mail/send', '{}'), 'mail'],
  ['a letter of the government', post('https://api.notifications.service.gov.uk/v2/notifications/email', '{}'), 'mail'],
  ['an entry of a calendar', post('https://www.googleapis.com/calendar/v3/calendars/team/events', '{}'), 'calendar'],
  ['a variable with the address', post('$SLACK_WEBHOOK_URL', '{"text": "done"}'), 'chat'],
  ['an input with the address', tells({ tool: 'acme/notify', inputs: { 'slack-webhook': 'x' } }), 'chat'],
  ['mail of a command', tells({ tool: 'mail', text: 'mail -s released team@example.org' }), 'mail'],
  ['a push to a telephone', post('https://ntfy.sh/shop', 'released'), 'push'],
  ['what only the script tells', tells({ tool: 'tell.py' }), 'mail', 'import smtplib'],
  ['a word inside another one', tells({ tool: 'acme/steams-and-gmailable' }), undefined],
  ['nothing', tells({ tool: 'acme/notify', text: 'acme/notify' }), undefined],
]

for (const [name, act, expected, script] of acts) {
  test(`by what people are reached: ${name}`, () => {
    const channel = channelOf(act, script)
    assert.equal(isHidden(channel) ? undefined : channel, expected)
  })
}

test('the address decides before the words of the message', () => {
  assert.equal(channelOf(post('https://hooks.slack.com/services/x', '{"text": "PagerDuty was told"}')), 'chat')
})

test('an event that ends an alarm, or only notes a change, wakes nobody', () => {
  const event = (action: string) => post('https://events.pagerduty.com/v2/enqueue', `{"event_action": "${action}"}`)
  assert.equal(wakesNobody(event('resolve')), true)
  assert.equal(wakesNobody(event('acknowledge')), true)
  assert.equal(wakesNobody(event('trigger')), false)
  assert.equal(wakesNobody(post('https://events.pagerduty.com/v2/change/enqueue', '{}')), true)
  assert.equal(wakesNobody(post('https://api.opsgenie.com/v2/alerts/1/close', '{}')), true)
  assert.equal(wakesNobody(post('https://api.opsgenie.com/v2/alerts', '{}')), false)
})

test('a request that only asks wakes nobody, one that sends does, however its options are written', () => {
  const asks = (command: string) => wakesNobody(tells({ tool: 'curl', text: command, words: command.split(' ') }))
  const url = 'https://api.opsgenie.com/v2/alerts'
  for (const options of ['', '-sS', '-X GET', '--request=GET', '-f -H Accept:*'])
    assert.ok(asks(`curl ${options} ${url}`), options)
  for (const options of ['-d @alert.json', '-d@alert.json', '-sd {}', '-XPOST', '-sX POST', '-X $METHOD', '--json={}'])
    assert.ok(!asks(`curl ${options} ${url}`), options)
})

test('scripts that speak to a service which reaches people', () => {
  for (const text of ['from slack_sdk import WebClient', "require('nodemailer')", 'os.environ["SLACK_TOKEN"]'])
    assert.equal(reachesPeople(text), true, text)
  for (const text of ['import requests', 'console.log("slack off")']) assert.equal(reachesPeople(text), false, text)
})
