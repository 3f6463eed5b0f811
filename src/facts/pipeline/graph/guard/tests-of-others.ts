import { basename } from '../../../../documents/path.ts'
import { Hidden, type Seen } from '../../../hidden.ts'
import type { Repository } from '../../../repository.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Atom } from '../run/atoms.ts'
import type { Judge } from './judge.ts'

/*
 * In a repository of several packages, the tests of one say nothing of another that is deployed: `deploy-api` may wait for
 * `test-web` alone.
 */

/** What deploys the folder that it is called in; others bring an image, or code of wherever it is. */
const ofFolder =
  /^(serverless deploy|flyctl deploy|vercel|vercel deploy|wrangler deploy|netlify deploy|gcloud (app|run) deploy|chalice deploy|zappa (deploy|update)|eb deploy|railway up|shuttle deploy)$/

const manifests = /^(package\.json|go\.mod|Cargo\.toml|pyproject\.toml|composer\.json|pom\.xml|build\.gradle(\.kts)?)$/

/** Words that make a command work on other folders than the one it is called in. */
const reachesOut =
  /\.\.(\/|$)|\b(nx|turbo|lerna|rush|bazel|moon)\b|\s-(r|w|-filter|-workspaces?|-recursive|-prefix|-project)\b/

/** What a package says where it takes code of its neighbours. */
const takesOthers = /\.\.\/|"(workspace|file|link|portal):|\bpath\s*=/

/**
 * Whether unit tests guard a deployment, where all of them belong to other packages: that is not seen then. It is asked only
 * where the folders of both are known, each a package of its own and neither within the other, and the deployed one says
 * nothing of its neighbours.
 * @param guarded what holds of unit tests, whatever they test
 */
export async function unlessOfOthers(
  guarded: Seen<boolean>,
  node: DeploymentNode,
  judge: Judge,
  repository: Repository,
): Promise<Seen<boolean>> {
  if (guarded !== true) return guarded
  const deployed = folderOf(node)
  if (!deployed) return guarded
  const paths = judge.paths(node)
  if (paths.some(({ pass }) => judge.requests.answerFor('unit-test', pass.info.run))) return guarded
  const standing = paths.flatMap(({ standings }) => [...standings.sure, ...standings.perhaps.keys()])
  if (standing.some(({ hidden }) => hidden?.couldBe.includes('unit-test'))) return guarded
  const folders = new Set(standing.filter(isTest).map(({ act }) => testedIn(act)))
  const own = manifestsIn(deployed, repository)
  for (const folder of folders) {
    if (!folder || isWithin(folder, deployed) || isWithin(deployed, folder)) return guarded
    if (manifestsIn(folder, repository).length === 0) return guarded
  }
  if (own.length === 0 || (await takesFrom(folders, deployed, repository))) return guarded
  return new Hidden(
    `whether the tests of ${[...folders].join(' and ')} test ${deployed}, which ${node.job.id} deploys`,
    {
      kind: 'file',
      text: `let ${node.job.id} wait for tests that run in ${deployed}`,
    },
  )
}

const isTest = ({ kinds }: Atom): boolean => kinds.includes('unit-test')

/** The one folder below the root that all of a deployment is called in, and that it deploys. */
function folderOf({ atoms }: DeploymentNode): string | undefined {
  const folders = new Set(
    atoms.map(({ act }) => (act && ofFolder.test(act.tool) && !reachesOut.test(act.text) ? act.directory : undefined)),
  )
  const [folder] = folders
  return folders.size === 1 ? folder : undefined
}

/** The folder that a test is called in, where it tests no other. */
const testedIn = (act: Act | undefined): string | undefined =>
  act && !reachesOut.test(`${act.text} ${act.words.join(' ')}`) ? act.directory : undefined

const isWithin = (folder: string, other: string): boolean => `${folder}/`.startsWith(`${other}/`)

const manifestsIn = (folder: string, repository: Repository): readonly string[] =>
  repository.files
    .map(({ path }) => path)
    .filter((path) => manifests.test(basename(path)) && path === `${folder}/${basename(path)}`)

/** Whether what stands beside the manifest of a package speaks of its neighbours, or names one of the folders. */
async function takesFrom(
  folders: ReadonlySet<string | undefined>,
  deployed: string,
  repository: Repository,
): Promise<boolean> {
  const settings = repository.files.filter(
    ({ path }) =>
      path === `${deployed}/${basename(path)}` && /\.(json|toml|ya?ml|xml|mod|gradle|kts|[cm]?[jt]s)$/.test(path),
  )
  for (const { path } of settings) {
    const content = (await repository.text(path))?.content ?? ''
    if (takesOthers.test(content)) return true
    if ([...folders].some((folder) => folder && content.includes(basename(folder)))) return true
  }
  return false
}
