import { Hidden, isHidden, or, type Seen } from '../hidden.ts'
import { ignores } from '../platform/ignored.ts'
import { channelOfAddress, strongest } from '../routing/receivers.ts'
import type { AlertChannel } from '../schema/operation.ts'
import { enabledOf, told } from './alert.ts'
import { type InfrastructureResource, listIn, nested, textIn } from './resource.ts'
import { names } from './where.ts'

const receiversOfAzure: Readonly<Record<string, AlertChannel>> = {
  sms_receiver: 'push',
  voice_receiver: 'push',
  azure_app_push_receiver: 'push',
  email_receiver: 'mail',
  arm_role_receiver: 'mail',
}

/** Receivers that hand it on, to whom does not show. */
const others = ['logic_app_receiver', 'azure_function_receiver', 'itsm_receiver']

/** All of them that may reach a person. */
const receivers = [...Object.keys(receiversOfAzure), 'webhook_receiver', ...others]

/**
 * By what an action group of Azure tells people (registry.terraform.io/providers/hashicorp/azurerm, "monitor_action_group"):
 * nobody where it is switched off or has no receiver but a stream, for its receivers are nowhere else.
 */
export function channelOfGroup(group: InfrastructureResource): Seen<AlertChannel> {
  if (enabledOf(group) === false) return 'nobody'
  const has = (block: string) => {
    const blocks = nested(group, block)
    return isHidden(blocks) || blocks.length > 0
  }
  const plain = Object.entries(receiversOfAzure).flatMap(([block, channel]): Seen<AlertChannel>[] => {
    const blocks = nested(group, block)
    return isHidden(blocks) ? [blocks] : blocks.length > 0 ? [channel] : []
  })
  const open = new Hidden(`whom the action group ${group.name} reaches`, {
    kind: 'file',
    text: `let ${group.file} say whom ${group.name} tells`,
  })
  const webhooks = nested(group, 'webhook_receiver')
  const called = (isHidden(webhooks) ? [] : webhooks).map((one): Seen<AlertChannel> => {
    const address = textIn(one, 'service_uri') ?? ''
    return channelOfAddress(`${String(textIn(one, 'name') ?? '')} ${isHidden(address) ? '' : address}`) ?? open
  })
  // receivers that code leaves as somebody has set them elsewhere
  const isLeft = receivers.some((one) => ignores(group, one))
  const unknown = isHidden(webhooks) || isLeft || others.some(has) ? [open] : []
  return strongest([...plain, ...called, ...unknown]) ?? 'nobody'
}

/** Whether one of the action groups that an alert names tells somebody; groups from elsewhere do. */
export function toldByGroups(
  alert: InfrastructureResource,
  path: string,
  groups: readonly InfrastructureResource[],
): Seen<boolean> {
  const list = listIn(alert, path)
  const any = told(alert, path)
  if (any !== true || list === undefined || isHidden(list)) return any
  const each = list.map((value) => {
    const group = groups.find((one) => names(value, one, textIn(one, 'name')))
    return !group || reachesSomebody(group)
  })
  return or(...each)
}

/** Whether a group has a receiver, whoever that is; hidden where all that it may have is given or set elsewhere. */
function reachesSomebody(group: InfrastructureResource): Seen<boolean> {
  const channel = channelOfGroup(group)
  if (!isHidden(channel)) return channel !== 'nobody'
  const hasOne = receivers.some((block) => {
    const blocks = nested(group, block)
    return !isHidden(blocks) && blocks.length > 0
  })
  return hasOne || channel
}
