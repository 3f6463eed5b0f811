import { flagIn, type Json, listIn, numberIn, textIn } from '../json.ts'
import { Refusal, tell } from '../refusal.ts'
import { type ForgeBranch, isUntold, type TagRule, type Told } from '../settings.ts'
import type { ForgeTarget } from '../target.ts'
import type { GitLab } from './client.ts'
import { maintainer, whoOf } from './environments.ts'

const mostRules = 500

/**
 * The rules of branches: who may push and merge, whether pipelines must succeed, how many must approve
 * (https://docs.gitlab.com/api/protected_branches/, …/api/merge_request_approvals/).
 */
export async function readBranches(
  gitlab: GitLab,
  target: ForgeTarget,
  project: string,
  about: Json,
  names: readonly string[],
): Promise<readonly ForgeBranch[]> {
  const developer = 'role Developer, scope read_api (Premium)'
  const [protectedOnes, rules, settings] = await Promise.all([
    tell(target, maintainer, () => all(gitlab, `${project}/protected_branches`)),
    tell(target, developer, () => all(gitlab, `${project}/approval_rules`)),
    tell(target, developer, () => gitlab.get(`${project}/approvals`)),
  ])
  return names.map((name) => ({ name, rules: rulesOf(name, protectedOnes, { rules, settings }, about) }))
}

/** What is asked of merge requests (https://docs.gitlab.com/api/merge_request_approvals/). */
interface Approvals {
  readonly rules: Told<readonly Json[]>
  readonly settings: Told<Json>
}

async function all(gitlab: GitLab, path: string): Promise<readonly Json[]> {
  const { members, whole } = await gitlab.list(path, mostRules)
  if (!whole) throw new Refusal('failed', `there are more than ${mostRules} rules`)
  return members
}

function rulesOf(
  name: string,
  protectedOnes: Told<readonly Json[]>,
  approvals: Approvals,
  about: Json,
): ForgeBranch['rules'] {
  if (isUntold(protectedOnes)) return protectedOnes
  const own = protectedOnes.filter((one) => matches(textIn(one, 'name'), name))
  const pushers = own.flatMap((one) => mayDo(one, 'push_access_levels'))
  const mergeOnly = own.length > 0 && pushers.length === 0
  const success = flagIn(about, 'only_allow_merge_if_pipeline_succeeds')
  if (mergeOnly && success === undefined) {
    return { untold: 'whether pipelines must succeed is not shown', needs: maintainer }
  }
  const skipped = flagIn(about, 'allow_merge_on_skipped_pipeline') ?? false
  return {
    // who may push needs no approval of anybody
    reviews: own.length === 0 || !mergeOnly ? 0 : reviewsOf(name, approvals),
    ownersReview: mergeOnly && own.some((one) => flagIn(one, 'code_owner_approval_required')),
    checks: [],
    allChecks: mergeOnly && success === true && !skipped,
    codeScanning: false,
    deployedTo: [],
    workflows: [],
    ...(own.length > 0 && { pushers: [...new Set(pushers)] }),
  }
}

/** Who may do it; "No one" (access level 0) is nobody. */
const mayDo = (branch: Json, what: string): readonly string[] =>
  listIn(branch, what)
    .filter((level) => numberIn(level, 'access_level') > 0 || numberIn(level, 'user_id') || numberIn(level, 'group_id'))
    .map(whoOf)

function reviewsOf(name: string, { rules, settings }: Approvals): Told<number> {
  if (isUntold(rules)) return rules
  const here = rules.filter((rule) => {
    const of = listIn(rule, 'protected_branches')
    return of.length === 0 || of.some((branch) => matches(textIn(branch, 'name'), name))
  })
  const asked = Math.max(0, ...here.map((rule) => numberIn(rule, 'approvals_required')))
  if (asked === 0) return 0
  if (isUntold(settings)) return settings
  // whoever may approve what they wrote themselves asks for one person less
  return flagIn(settings, 'merge_requests_author_approval') ? asked - 1 : asked
}

/** Names of protected branches and tags may hold `*`, which takes in anything. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  if (!others.length) return pattern === name
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const [index, part] of others.entries()) {
    const found = index === others.length - 1 ? name.length - part.length : name.indexOf(part, at)
    if (found < at || !name.startsWith(part, found)) return false
    at = found + part.length
  }
  return true
}

/** Protected tags (https://docs.gitlab.com/api/protected_tags/); only those named may make them. */
export function readTags(gitlab: GitLab, target: ForgeTarget, project: string): Promise<Told<readonly TagRule[]>> {
  return tell(target, maintainer, async () =>
    (await all(gitlab, `${project}/protected_tags`)).map((tag) => ({
      // a star takes in slashes too
      tags: [textIn(tag, 'name').replaceAll('*', '**')],
      except: [],
      creation: true,
    })),
  )
}
