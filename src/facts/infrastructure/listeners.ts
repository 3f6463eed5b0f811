import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { channelOfAddress } from '../routing/receivers.ts'
import { isForMachine } from './alert.ts'
import { attribute, type InfrastructureResource, isOf, madeOf, resourcesOf, textIn } from './resource.ts'
import type { Value } from './value.ts'
import { names } from './where.ts'

/**
 * Whether an action of an alarm, or a target of a rule, tells somebody: a topic does, but for one that only programs here
 * read. What a program does with what it is told is not seen, unless its name tells whom it tells.
 */
export function tellsSomebody(action: Value, run: readonly InfrastructureResource[]): Seen<boolean> {
  if (isForMachine(action)) return false
  if (typeof action === 'string' && ofProgram.test(action)) return channelOfAddress(action) ? true : unseen(action)
  const program = resourcesOf(run, programs).find((one) => isOf(action, one))
  if (program) return namesChannel(program) || unseen(program.name)
  const topic = resourcesOf(run, ['aws_sns_topic']).find((one) => names(action, one, textIn(one, 'name')))
  return topic ? isHeard(topic, run) : true
}

/** Actions that run something, or keep what happened for somebody to look at (OpsCenter). */
const ofProgram = /^arn:[\w-]+:(?:lambda|states|ssm|sqs|firehose):/
const programs = ['aws_lambda_function', 'aws_lambda_alias', 'aws_sfn_state_machine', 'aws_ssm_document']

/** Whether somebody reads a topic: who subscribes elsewhere is not seen, and a topic is there for them. */
function isHeard(topic: InfrastructureResource, run: readonly InfrastructureResource[]): Seen<boolean> {
  const name = textIn(topic, 'name')
  const subscriptions = resourcesOf(run, ['aws_sns_topic_subscription']).filter((one) =>
    names(attribute(one, 'topic_arn').value, topic, name),
  )
  const onlyPrograms = subscriptions.every((one) => {
    const protocol = textIn(one, 'protocol')
    return protocol === 'sqs' || protocol === 'firehose' || (protocol === 'lambda' && !namesChannel(one))
  })
  const isForChat = resourcesOf(run, chats).length > 0
  return subscriptions.length === 0 || !onlyPrograms || isForChat || unseen(topic.name)
}

const chats = ['aws_chatbot_slack_channel_configuration', 'aws_chatbot_teams_channel_configuration']

/** Whether what a resource is called, or its endpoint, names a service that tells people: `notify-slack`. */
function namesChannel(one: InfrastructureResource): boolean {
  const texts = [
    one.name,
    ...['name', 'function_name', 'endpoint'].map((path) => textIn(one, path)),
    ...madeOf(attribute(one, 'endpoint').value),
  ]
  return texts.some((text) => typeof text === 'string' && tellingName.test(text))
}

const tellingName = /slack|teams|pager|opsgenie|notif|alert|discord|chat|telegram|mail|sms|on-?call/i

const unseen = (name: string) =>
  new Hidden(`whether somebody is told by ${name}, a program that alarms are handed to`, {
    kind: 'file',
    text: `let the alarm also reach a topic that a person reads`,
  })

/** Whether some of several tell somebody. */
export function someTell(actions: readonly Value[], run: readonly InfrastructureResource[]): Seen<boolean> {
  const all = actions.map((one) => tellsSomebody(one, run))
  return all.includes(true) || (all.find(isHidden) ?? false)
}
