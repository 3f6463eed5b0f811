import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Atom } from '../run/atoms.ts'
import type { JobPass, Pass } from '../run/pass.ts'
import type { Standings } from './guards.ts'

/** What sends an image that is there already, under whatever name. */
const sendsImage =
  /^((docker|podman|buildah|nerdctl|img|crane|oras)( image)? (push|tag|copy)|docker buildx imagetools create|skopeo copy|regctl image copy|gcloud (artifacts docker tags add|container images add-tag)|az acr import)$|^(shrink\/actions-docker-registry-tag|akhilerm\/tag-push-action)$/

/**
 * Whether all that a run publishes before a deployment are images that it did not build: each gets a further name
 * (`docker pull`, `docker tag`, `docker push`), and nothing is made.
 */
export function namesAgain(node: DeploymentNode, pass: Pass, { sure, perhaps }: Standings): boolean {
  const published = [...sure, ...perhaps.keys()].filter(publishes)
  if (published.length === 0 || !published.every(({ act }) => act && sendsImage.test(act.tool))) return false
  return !node.plan.atoms.some((atom) => builds(atom) && (pass.jobs[atom.jobIndex] as JobPass).runs !== 'no')
}

const publishes = ({ kinds, hidden }: Atom): boolean =>
  kinds.includes('publish') || hidden?.couldBe.includes('publish') === true

const builds = ({ kinds, hidden }: Atom): boolean =>
  (['build', 'package'] as const).some((kind) => kinds.includes(kind) || hidden?.couldBe.includes(kind))
