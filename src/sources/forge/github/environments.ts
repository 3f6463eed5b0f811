import { type Interest, mostAsked } from '../interest.ts'
import { flagIn, type Json, listIn, numberIn, objectIn, textIn } from '../json.ts'
import { Refusal, tell } from '../refusal.ts'
import type { ForgeEnvironment, Told } from '../settings.ts'
import type { ForgeTarget } from '../target.ts'
import type { GitHub } from './client.ts'

/** The fine-grained permission that shows environments and their rules. */
const actionsRead = 'Actions: read'

const mostEnvironments = 1000

/**
 * All environments with reviewers, timers and branch policies
 * (https://docs.github.com/rest/deployments/environments).
 */
export function readEnvironments(
  github: GitHub,
  target: ForgeTarget,
  interest: Interest,
): Promise<Told<readonly ForgeEnvironment[]>> {
  return tell(target, actionsRead, async () => {
    const route = `/repos/${target.repository}/environments`
    const { members, whole } = await github.list(route, {}, mostEnvironments)
    if (!whole) throw new Refusal('failed', `there are more than ${mostEnvironments} environments`)
    const named = new Set(interest.environments.map((name) => name.toLowerCase()))
    const first = [...members].sort((a, b) => Number(named.has(nameOf(b))) - Number(named.has(nameOf(a))))
    const asked = new Set(first.slice(0, mostAsked))
    return Promise.all(members.map((one) => environmentOf(one, asked.has(one), github, target)))
  })
}

const nameOf = (environment: Json) => textIn(environment, 'name').toLowerCase()

async function environmentOf(
  json: Json,
  asked: boolean,
  github: GitHub,
  target: ForgeTarget,
): Promise<ForgeEnvironment> {
  const rules = listIn(json, 'protection_rules')
  const timer = rules.find((rule) => textIn(rule, 'type') === 'wait_timer')
  const reviewers = rules.find((rule) => textIn(rule, 'type') === 'required_reviewers')
  const approvers = listIn(reviewers, 'reviewers').map(approverOf)
  const prevented = flagIn(reviewers, 'prevent_self_review')
  const adminsBypass = flagIn(json, 'can_admins_bypass')
  const route = `/repos/${target.repository}/environments/{environment}`
  const environment = textIn(json, 'name')
  const notAsked = { untold: `only ${mostAsked} environments are asked for this` }
  // one approval is enough, however many may give it
  const approvals = approvers.length ? 1 : 0
  const services = approvals
    ? []
    : asked
      ? await tell(target, actionsRead, async () => {
          const answer = await github.get(`${route}/deployment_protection_rules`, { environment })
          const enabled = listIn(answer, 'custom_deployment_protection_rules').filter((rule) => flagIn(rule, 'enabled'))
          return enabled.map((rule) => textIn(objectIn(rule, 'app'), 'slug') || 'an app')
        })
      : notAsked
  return {
    name: environment,
    approvals,
    approvers,
    ...(prevented !== undefined && approvals > 0 && { selfApproval: !prevented }),
    ...(adminsBypass !== undefined && { adminsBypass }),
    waitMinutes: numberIn(timer, 'wait_timer'),
    allowed: await allowedRefs(json, asked, github, route, target),
    deployers: [],
    services,
  }
}

function approverOf(reviewer: Json): string {
  const who = objectIn(reviewer, 'reviewer')
  return textIn(reviewer, 'type') === 'Team'
    ? `team ${textIn(who, 'slug') || textIn(who, 'name')}`
    : textIn(who, 'login') || 'a person'
}

async function allowedRefs(
  json: Json,
  asked: boolean,
  github: GitHub,
  route: string,
  target: ForgeTarget,
): Promise<ForgeEnvironment['allowed']> {
  const policy = objectIn(json, 'deployment_branch_policy')
  if (!policy) return 'any'
  if (flagIn(policy, 'protected_branches')) return 'protected'
  const environment = textIn(json, 'name')
  const names = !asked
    ? { untold: '' }
    : await tell(target, actionsRead, async () => {
        const { members } = await github.list(`${route}/deployment-branch-policies`, { environment }, 100)
        return members.map((one) => (textIn(one, 'type') === 'tag' ? 'tag ' : '') + textIn(one, 'name'))
      })
  // that some are named is known even where their names are not
  return 'untold' in names ? ['…'] : names
}
