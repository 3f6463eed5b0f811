import { type Interest, mostAsked } from '../interest.ts'
import { type Json, objectIn, textIn } from '../json.ts'
import { notAsked, type Pace, Refusal, tell } from '../refusal.ts'
import { type ForgeSettings, mostDeployments, mostReleases } from '../settings.ts'
import { type ForgeTarget, jobToken } from '../target.ts'
import { readBranches, readTags } from './branches.ts'
import { openGitLab } from './client.ts'
import { readEnvironments } from './environments.ts'

const limited = new Set(['token', 'forbidden', 'missing'])

/** Reads what GitLab tells of a project. Throws a ForgeError where it tells nothing at all. */
export async function readGitLab(
  target: ForgeTarget,
  interest: Interest,
  pace: Pace,
): Promise<Omit<ForgeSettings, 'readAt'>> {
  const gitlab = openGitLab(target, pace)
  const project = `/projects/${encodeURIComponent(target.repository)}`
  const about = await gitlab.get(project).catch((error): Json => {
    if (!(error instanceof Refusal)) throw error
    // the token of a job may ask for environments, releases and deployments alone
    if (target.token?.variable === jobToken && limited.has(error.kind)) return {}
    throw notAsked(error, target)
  })
  const defaultBranch = textIn(about, 'default_branch')
  const branches = [...new Set([defaultBranch, ...interest.branches])].filter(Boolean).slice(0, mostAsked)
  const [environments, rules, tags, releases, deployments] = await Promise.all([
    readEnvironments(gitlab, target, project, about),
    readBranches(gitlab, target, project, about, branches),
    readTags(gitlab, target, project),
    tell(target, 'role Guest, scope read_api', async () => {
      const { members } = await gitlab.list(`${project}/releases`, mostReleases)
      return members.map((release) => ({
        tag: textIn(release, 'tag_name'),
        name: textIn(release, 'name'),
        notes: textIn(release, 'description'),
        date: textIn(release, 'released_at'),
        prerelease: false,
      }))
    }),
    tell(target, 'role Reporter, scope read_api', async () => {
      const { members } = await gitlab.list(`${project}/deployments?order_by=id&sort=desc`, mostDeployments)
      return members.map((one) => ({
        environment: textIn(objectIn(one, 'environment'), 'name'),
        commit: textIn(one, 'sha'),
        ref: textIn(one, 'ref'),
        date: textIn(one, 'created_at'),
        by: textIn(objectIn(one, 'user'), 'username'),
        state: textIn(one, 'status'),
      }))
    }),
  ])
  return {
    kind: 'gitlab',
    host: target.host,
    repository: target.repository,
    defaultBranch: defaultBranch || { untold: 'the forge does not name it', needs: 'role Reporter, scope read_api' },
    environments,
    branches: rules,
    tags,
    // it has none apart from pipelines
    codeScanning: { on: false, languages: [] },
    releases,
    deployments,
  }
}
