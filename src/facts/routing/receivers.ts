import { type DataNode, walk } from '../../documents/tree.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { AlertChannel } from '../schema/operation.ts'

/** Integrations of Alertmanager by their name before `_configs`, or `Configs` in objects of the operator. */
const integrations: Readonly<Record<string, AlertChannel>> = {
  pagerduty: 'page',
  opsgenie: 'page',
  victorops: 'page',
  incidentio: 'page',
  pushover: 'push',
  slack: 'chat',
  msteams: 'chat',
  msteamsv2: 'chat',
  discord: 'chat',
  telegram: 'chat',
  wechat: 'chat',
  webex: 'chat',
  rocketchat: 'chat',
  mattermost: 'chat',
  email: 'mail',
}

/** What a request is sent to: services that wake a person, and those that show a message. */
const pagers =
  /pagerduty|opsgenie|victorops|splunk.?on.?call|squadcast|xmatters|incident\.io|firehydrant|rootly|pagertree|oncall|zenduty|alertops|signl4|ilert|goalert|better(stack|uptime)/i
const chats =
  /slack|teams|webhook\.office|discord|mattermost|rocket.?chat|telegram|chat\.googleapis|zulip|webex|feishu|lark|dingtalk|wechat|weixin|matrix/i

/** A key that somebody is to fill in: whether it is known where this runs cannot be told. */
const placeholder =
  /\b(your|change[-_ ]?me|replace[-_ ]?(me|with|this)|todo|dummy|x{3,}|insert[-_ ]|placeholder|fixme|example\.(com|org|net)|example@email\.com)|<[a-z][\w -]*>|_here\b/i

/** By what a receiver tells people; of several the one that is hardest to miss. Nothing in it: nobody. */
export function channelOfReceiver(receiver: DataNode): Seen<AlertChannel> {
  const name = receiver.get('name')?.text ?? ''
  const found = receiver.entries.flatMap(({ key, value }) => {
    const kind = /^(\w+?)_?configs$/i.exec(key)?.[1]?.toLowerCase()
    return kind === undefined ? [] : value.items.map((item) => channelOf(kind, item, name))
  })
  return strongest(found) ?? 'nobody'
}

/** Grafana's own words for some, and what it has besides: its OnCall wakes people. */
const ofGrafana: Readonly<Record<string, string>> = {
  teams: 'msteams',
  oncall: 'incidentio',
  googlechat: 'slack',
  line: 'telegram',
  threema: 'telegram',
  wecom: 'wechat',
  dingding: 'wechat',
}

/** By what a contact point of Grafana tells people: its integrations have a type, and their settings. */
export function channelOfContactPoint(point: DataNode): Seen<AlertChannel> {
  const name = point.get('name')?.text ?? ''
  const found = (point.get('receivers')?.items ?? []).map((item) => {
    const type = (item.get('type')?.text ?? '').toLowerCase()
    return channelOf(ofGrafana[type] ?? type, item.get('settings') ?? item, name)
  })
  return strongest(found) ?? 'nobody'
}

function channelOf(kind: string, item: DataNode, name: string): Seen<AlertChannel> {
  const texts = [...walk(item)].flatMap((node) => (node.kind === 'scalar' ? (node.text ?? []) : []))
  if (texts.some((text) => !text.includes('{{') && placeholder.test(text)))
    return hidden(`whom the receiver ${name} reaches (its address is a placeholder)`, item)
  const known = integrations[kind.replace(/_/g, '')]
  if (known) return known
  const told = kind === 'webhook' ? channelOfAddress(`${name} ${texts.join(' ')}`) : undefined
  return told ?? hidden(`whom the receiver ${name} reaches (${kind})`, item)
}

/** By what the service that an address names tells people; undefined where it names none that is known. */
export function channelOfAddress(address: string): AlertChannel | undefined {
  if (pagers.test(address)) return 'page'
  return chats.test(address) ? 'chat' : undefined
}

const hidden = (what: string, { file }: DataNode) =>
  new Hidden(what, { kind: 'file', text: `let ${file} name the service that wakes the person on call` })

const ranks: readonly AlertChannel[] = ['page', 'push', 'chat', 'mail', 'nobody']

/** The channel that is hardest to miss; one that is hidden may be any, but no more than a page. */
export function strongest(all: readonly Seen<AlertChannel>[]): Seen<AlertChannel> | undefined {
  if (all.includes('page')) return 'page'
  const open = all.find(isHidden)
  if (open) return open
  return ranks.find((rank) => all.includes(rank))
}
