import { flagIn, type Json, listIn, numberIn, objectIn, textIn, textsIn } from '../json.ts'
import { Refusal, tell, untold } from '../refusal.ts'
import { type BranchRules, type ForgeBranch, isUntold, type RequiredCheck, type Told } from '../settings.ts'
import type { ForgeTarget } from '../target.ts'
import type { GitHub } from './client.ts'

/** The permissions that show rules of branches, and the older protection of branches. */
export const metadataRead = 'Metadata: read'
export const administrationRead = 'Administration: read'

/**
 * The rules of one branch: those of rulesets (of the repository and the organisation, as far as they are in force), and
 * those of the older branch protection (https://docs.github.com/rest/repos/rules, …/rest/branches/branch-protection).
 */
export async function readBranch(github: GitHub, target: ForgeTarget, name: string): Promise<ForgeBranch> {
  const [rules, protection] = await Promise.all([
    tell(target, metadataRead, async () => {
      const route = `/repos/${target.repository}/rules/branches/{branch}`
      return (await github.list(route, { branch: name }, 500)).members
    }),
    readProtection(github, target, name),
  ])
  if (isUntold(rules)) return { name, rules }
  if (isUntold(protection)) return { name, rules: protection }
  return { name, rules: together(rules, protection) }
}

/** The older protection, as far as the token shows it. */
interface Protection {
  readonly checks: readonly RequiredCheck[]
  readonly reviews: Told<number>
  readonly ownersReview: boolean
  readonly pushers?: readonly string[]
  readonly adminsBypass?: boolean
}

const none: Protection = { checks: [], reviews: 0, ownersReview: false }

async function readProtection(github: GitHub, target: ForgeTarget, branch: string): Promise<Told<Protection>> {
  const route = `/repos/${target.repository}/branches/{branch}`
  // whoever may read the repository sees whether a branch is protected, and which checks it demands
  const summary = await tell(target, 'Contents: read', () => github.get(route, { branch }))
  const shown = isUntold(summary) ? undefined : objectIn(summary, 'protection')
  if (shown && flagIn(shown, 'enabled') === false) return none
  try {
    return protectionOf(await github.get(`${route}/protection`, { branch }))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.kind === 'missing' && /not protected|branch not found/i.test(error.said)) return none
    const why = untold(error, administrationRead, target)
    return shown
      ? { checks: checksOf(objectIn(shown, 'required_status_checks')), reviews: why, ownersReview: false }
      : why
  }
}

function protectionOf(json: Json): Protection {
  const reviews = objectIn(json, 'required_pull_request_reviews')
  const restrictions = objectIn(json, 'restrictions')
  const enforced = flagIn(objectIn(json, 'enforce_admins'), 'enabled')
  return {
    checks: checksOf(objectIn(json, 'required_status_checks')),
    reviews: numberIn(reviews, 'required_approving_review_count'),
    ownersReview: flagIn(reviews, 'require_code_owner_reviews') ?? false,
    ...(restrictions && { pushers: pushersOf(restrictions) }),
    ...(enforced !== undefined && { adminsBypass: !enforced }),
  }
}

/** `checks` names the app too; older servers have `contexts` alone. */
function checksOf(json: Json | undefined): readonly RequiredCheck[] {
  if (textIn(json, 'enforcement_level') === 'off') return []
  const checks = listIn(json, 'checks').map((check) =>
    requiredCheck(textIn(check, 'context'), numberIn(check, 'app_id')),
  )
  const known = new Set(checks.map(({ name }) => name))
  const others = textsIn(json, 'contexts').filter((name) => !known.has(name))
  return [...checks, ...others.map((name) => ({ name }))]
}

const requiredCheck = (name: string, app: number): RequiredCheck => (app > 0 ? { name, app } : { name })

const pushersOf = (restrictions: Json): readonly string[] => [
  ...listIn(restrictions, 'users').map((user) => textIn(user, 'login')),
  ...listIn(restrictions, 'teams').map((team) => `team ${textIn(team, 'slug')}`),
  ...listIn(restrictions, 'apps').map((app) => `app ${textIn(app, 'slug')}`),
]

/** All rules that hold: of several, the strictest. */
function together(rules: readonly Json[], protection: Protection): BranchRules {
  const of = (type: string) =>
    rules.filter((rule) => textIn(rule, 'type') === type).map((rule) => objectIn(rule, 'parameters'))
  const requests = of('pull_request')
  const demanded = Math.max(0, ...requests.map((one) => numberIn(one, 'required_approving_review_count')))
  const checks = of('required_status_checks').flatMap((one) =>
    listIn(one, 'required_status_checks').map((check) =>
      requiredCheck(textIn(check, 'context'), numberIn(check, 'integration_id')),
    ),
  )
  const { reviews, pushers, adminsBypass } = protection
  return {
    reviews: isUntold(reviews) ? (demanded > 0 ? demanded : reviews) : Math.max(demanded, reviews),
    ownersReview: protection.ownersReview || requests.some((one) => flagIn(one, 'require_code_owner_review')),
    checks: [...protection.checks, ...checks],
    allChecks: false,
    codeScanning: of('code_scanning').some((one) => listIn(one, 'code_scanning_tools').length > 0),
    deployedTo: of('required_deployments').flatMap((one) => textsIn(one, 'required_deployment_environments')),
    workflows: of('workflows').flatMap((one) => listIn(one, 'workflows').map((workflow) => textIn(workflow, 'path'))),
    // an `update` rule lets only those who may go past it push
    ...(of('update').length ? { pushers: [] } : pushers && { pushers }),
    ...(adminsBypass !== undefined && { adminsBypass }),
  }
}
