import { type Interest, mostAsked } from '../interest.ts'
import { textIn } from '../json.ts'
import { notAsked, type Pace, Refusal } from '../refusal.ts'
import type { ForgeSettings } from '../settings.ts'
import type { ForgeTarget } from '../target.ts'
import { readBranch } from './branches.ts'
import { openGitHub } from './client.ts'
import { readEnvironments } from './environments.ts'
import { readCodeScanning, readDeployments, readReleases, readTags } from './rest.ts'

/** Reads what GitHub tells of a repository. Throws a ForgeError where it tells nothing at all. */
export async function readGitHub(
  target: ForgeTarget,
  interest: Interest,
  pace: Pace,
): Promise<Omit<ForgeSettings, 'readAt'>> {
  const github = await openGitHub(target, pace)
  const about = await github.get(`/repos/${target.repository}`).catch((error) => {
    throw error instanceof Refusal ? notAsked(error, target) : error
  })
  const defaultBranch = textIn(about, 'default_branch')
  const branches = [...new Set([defaultBranch, ...interest.branches])].filter(Boolean).slice(0, mostAsked)
  const [environments, rules, tags, codeScanning, releases, deployments] = await Promise.all([
    readEnvironments(github, target, interest),
    Promise.all(branches.map((name) => readBranch(github, target, name))),
    readTags(github, target),
    readCodeScanning(github, target),
    readReleases(github, target),
    readDeployments(github, target),
  ])
  return {
    kind: 'github',
    host: target.host,
    repository: target.repository,
    defaultBranch: defaultBranch || { untold: 'the forge does not name it' },
    environments,
    branches: rules,
    tags,
    codeScanning,
    releases,
    deployments,
  }
}
