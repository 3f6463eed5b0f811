/**
 * What a forge tells of one repository: plain data that JSON keeps whole, read once by `readForge` and judged by nobody
 * here. Each part is a value, or says why it is none.
 */
export interface ForgeSettings {
  readonly kind: ForgeKind
  /** `github.com`, `gitlab.example.org` */
  readonly host: string
  /** `owner/name`, for GitLab with all groups */
  readonly repository: string
  /** when it was read, RFC 3339 in UTC, to the second */
  readonly readAt: string
  /** it was asked without a token: only what everybody may see is told */
  readonly anonymous?: true
  readonly defaultBranch: Told<string>
  /** All environments that the forge knows. */
  readonly environments: Told<readonly ForgeEnvironment[]>
  /** The branches that were asked for, each with all rules that hold for it. */
  readonly branches: readonly ForgeBranch[]
  /** What is asked of whoever makes a tag. */
  readonly tags: Told<readonly TagRule[]>
  /** Whether the forge scans code by itself, without a pipeline here. */
  readonly codeScanning: Told<CodeScanning>
  /** The newest releases that are published, newest first, at most {@link mostReleases}. */
  readonly releases: Told<readonly ForgeRelease[]>
  /** The newest deployments, newest first, at most {@link mostDeployments}. */
  readonly deployments: Told<readonly ForgeDeployment[]>
}

export type ForgeKind = 'github' | 'gitlab'

/** How many releases and deployments are read: the newest tell what rules ask for. */
export const mostReleases = 100
export const mostDeployments = 100

/** What could not be read. */
export interface Untold {
  /** one sentence without its full stop: "403: the token may not read it" */
  readonly untold: string
  /** the permission that would tell it ("Actions: read"); undefined where none would (a time-out) */
  readonly needs?: string
}

export type Told<T> = T | Untold

/** Whether a part could not be read. */
export function isUntold(part: unknown): part is Untold {
  return typeof part === 'object' && part !== null && 'untold' in part
}

/** An environment with what holds a deployment to it. */
export interface ForgeEnvironment {
  readonly name: string
  /** how many approvals of people a deployment waits for; 0: it waits for nobody */
  readonly approvals: number
  /** who may give them, as the forge calls them: `octocat`, `team release`, `Maintainers` */
  readonly approvers: readonly string[]
  /** whether the person who starts a deployment may approve it; undefined where the forge does not say */
  readonly selfApproval?: boolean
  /** whether administrators may go past it all; undefined where the forge does not say */
  readonly adminsBypass?: boolean
  readonly waitMinutes: number
  /** which branches and tags may deploy: any, those that are protected, or these patterns */
  readonly allowed: 'any' | 'protected' | readonly string[]
  /** who may start a deployment; empty where everyone may who may start pipelines */
  readonly deployers: readonly string[]
  /** services that have a say (custom protection rules), which may ask a person */
  readonly services: Told<readonly string[]>
}

/** The rules of one branch, all of their sources put together. */
export interface ForgeBranch {
  readonly name: string
  readonly rules: Told<BranchRules>
}

/** What a branch demands before a change comes to it. */
export interface BranchRules {
  /** how many other people must approve a change; 0: none */
  readonly reviews: Told<number>
  /** the owners of what is changed must approve it */
  readonly ownersReview: boolean
  /** names of checks that must have passed on a commit before it comes to the branch */
  readonly checks: readonly RequiredCheck[]
  /** every check of a merge request must pass (GitLab: "pipelines must succeed") */
  readonly allChecks: boolean
  /** code scanning must have found nothing */
  readonly codeScanning: boolean
  /** environments that a commit must have been deployed to */
  readonly deployedTo: readonly string[]
  /** pipelines of other repositories that must pass: `owner/name/.github/workflows/x.yml` */
  readonly workflows: readonly string[]
  /** only these may push to it; empty: nobody may, changes come by merge requests; undefined: whoever may write */
  readonly pushers?: readonly string[]
  /** whether administrators may go past it; undefined where the forge does not say */
  readonly adminsBypass?: boolean
}

export interface RequiredCheck {
  readonly name: string
  /** the number of the app that must report it; undefined: any */
  readonly app?: number
}

/** A rule on tags. */
export interface TagRule {
  /** patterns of names that it holds for, `*` within a segment; `**` any */
  readonly tags: readonly string[]
  readonly except: readonly string[]
  /** only named persons or roles may make such a tag */
  readonly creation: boolean
}

export interface CodeScanning {
  readonly on: boolean
  readonly languages: readonly string[]
}

export interface ForgeRelease {
  readonly tag: string
  readonly name: string
  /** its notes, Markdown as written */
  readonly notes: string
  /** RFC 3339 */
  readonly date: string
  readonly prerelease: boolean
}

export interface ForgeDeployment {
  readonly environment: string
  readonly commit: string
  readonly ref: string
  /** RFC 3339 */
  readonly date: string
  /** who started it, by the name on the forge; empty where the forge names nobody */
  readonly by: string
  /** what became of it, in the forge's word: success, failure, inactive … */
  readonly state: Told<string>
}
