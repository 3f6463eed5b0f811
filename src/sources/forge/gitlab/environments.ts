import { flagIn, type Json, listIn, numberIn, textIn } from '../json.ts'
import { Refusal, tell } from '../refusal.ts'
import { type ForgeEnvironment, isUntold, type Told } from '../settings.ts'
import type { ForgeTarget } from '../target.ts'
import type { GitLab } from './client.ts'

/** The role that a token needs to see protected environments, with the scope `read_api`. */
export const maintainer = 'role Maintainer, scope read_api'

const mostEnvironments = 1000

/**
 * All environments with their protection (https://docs.gitlab.com/api/protected_environments/). One that is not protected
 * waits for nobody; groups may protect all production environments of their projects, which only their owners see.
 */
export function readEnvironments(
  gitlab: GitLab,
  target: ForgeTarget,
  project: string,
  about: Json,
): Promise<Told<readonly ForgeEnvironment[]>> {
  return tell(target, maintainer, async () => {
    const [{ members, whole }, kept, groups] = await Promise.all([
      gitlab.list(`${project}/protected_environments`, mostEnvironments),
      tell(target, 'role Reporter, scope read_api', () => gitlab.list(`${project}/environments`, mostEnvironments)),
      readGroups(gitlab, target, about),
    ])
    if (!whole) throw new Refusal('failed', `there are more than ${mostEnvironments} protected environments`)
    const tiers = new Map<string, string>()
    for (const one of isUntold(kept) ? [] : kept.members) tiers.set(textIn(one, 'name'), textIn(one, 'tier'))
    const names = new Set([...members.map((one) => textIn(one, 'name')), ...tiers.keys()])
    return [...names].sort().map((name) => {
      const own = members.filter((one) => textIn(one, 'name') === name)
      const tier = tiers.get(name)
      const shared = isUntold(groups) ? [] : groups.filter((one) => tier !== undefined && textIn(one, 'name') === tier)
      return environmentOf(name, [...own, ...shared], about, groups)
    })
  })
}

/** What the groups above a project protect, by tier. */
function readGroups(gitlab: GitLab, target: ForgeTarget, about: Json): Promise<Told<readonly Json[]>> {
  const namespace = about.namespace as Json | undefined
  if (textIn(namespace, 'kind') === 'user') return Promise.resolve([])
  return tell(target, 'role Owner of the group, scope read_api', async () => {
    const path = textIn(namespace, 'full_path') || target.repository.split('/').slice(0, -1).join('/')
    const groups = path.split('/').map((_, index, all) => all.slice(0, index + 1).join('/'))
    const found = await Promise.all(
      groups.map((group) => gitlab.list(`/groups/${encodeURIComponent(group)}/protected_environments`, 100)),
    )
    return found.flatMap(({ members }) => members)
  })
}

function environmentOf(
  name: string,
  protections: readonly Json[],
  about: Json,
  groups: Told<readonly Json[]>,
): ForgeEnvironment {
  const rules = protections.flatMap((one) => listIn(one, 'approval_rules'))
  const counts = protections.map((one) => numberIn(one, 'required_approval_count'))
  const approvals = Math.max(0, ...counts, ...rules.map((rule) => numberIn(rule, 'required_approvals')))
  const deployers = protections.flatMap((one) => listIn(one, 'deploy_access_levels').map(whoOf))
  const allowed = rules.filter((rule) => numberIn(rule, 'required_approvals') > 0).map(whoOf)
  const self = flagIn(about, 'allow_pipeline_trigger_approve_deployment')
  return {
    name,
    approvals,
    approvers: approvals > 0 ? [...new Set(allowed.length ? allowed : deployers)] : [],
    ...(approvals > 0 && self !== undefined && { selfApproval: self }),
    waitMinutes: 0,
    allowed: 'any',
    deployers: [...new Set(deployers)],
    // a group that is not seen may ask for approvals of its own
    services: approvals === 0 && isUntold(groups) ? groups : [],
  }
}

/** Who an access level or an approval rule speaks of: a role, a group or a person. */
export function whoOf(level: Json): string {
  if (numberIn(level, 'user_id')) return `user ${numberIn(level, 'user_id')}`
  if (numberIn(level, 'group_id'))
    return textIn(level, 'access_level_description') || `group ${numberIn(level, 'group_id')}`
  return textIn(level, 'access_level_description') || `access level ${numberIn(level, 'access_level')}`
}
