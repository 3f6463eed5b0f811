import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Atom } from '../run/atoms.ts'
import type { JobPass, Pass } from '../run/pass.ts'
import type { Standings } from './guards.ts'

/** What sends an image from this machine. */
const sends = /^(docker|podman|buildah|nerdctl|img|crane|oras)( image)? push$/
const fetches = /^(docker|podman|buildah|nerdctl|img|crane|oras)( image)? pull$/

/** What gives an image a further name where it lies, or takes it from one registry to another. */
const renames =
  /^((crane|oras) (copy|tag)|(regctl image|skopeo) copy|docker buildx imagetools create|gcloud (artifacts docker tags add|container images add-tag)|az acr import)$|^(shrink\/actions-docker-registry-tag|akhilerm\/tag-push-action)$/

/** Where skopeo finds an image that is in no registry yet (containers-transports). */
const ofThisMachine = /^(docker-daemon|docker-archive|containers-storage|oci|oci-archive|dir|tarball):/

/**
 * Whether all that a run publishes before a deployment are images that it did not build: each gets a further name
 * (`docker pull`, `docker tag`, `docker push`), and nothing is made. What was not fetched before it is sent, something made
 * that no table knows.
 */
export function namesAgain(node: DeploymentNode, pass: Pass, { sure, perhaps }: Standings): boolean {
  const published = [...sure, ...perhaps.keys()].filter(publishes)
  if (published.length === 0 || !published.every(givesName)) return false
  return !node.plan.atoms.some((atom) => builds(atom) && (pass.jobs[atom.jobIndex] as JobPass).runs !== 'no')
}

function givesName({ act, job }: Atom): boolean {
  if (!act) return false
  if (renames.test(act.tool)) return !act.words.some((word) => ofThisMachine.test(word))
  return sends.test(act.tool) && job.steps.some(({ acts }) => acts.some(({ tool }) => fetches.test(tool)))
}

const publishes = ({ kinds, hidden }: Atom): boolean =>
  kinds.includes('publish') || hidden?.couldBe.includes('publish') === true

const builds = ({ kinds, hidden }: Atom): boolean =>
  (['build', 'package'] as const).some((kind) => kinds.includes(kind) || hidden?.couldBe.includes(kind))
