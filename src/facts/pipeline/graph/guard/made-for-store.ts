import { Hidden } from '../../../hidden.ts'
import type { Act, Job } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { making, type ReadyMade } from './ready-made.ts'

/**
 * What fetches an artifact of somebody's own from where such are kept (docs.jfrog.com, "Generic files";
 * maven.apache.org/plugins/maven-dependency-plugin; oras.land, "oras pull"; learn.microsoft.com, "Universal Packages").
 */
const fetching =
  /^(?:(?:jf|jfrog) rt (?:dl|download)|mvn dependency:(?:get|copy)|oras pull|az artifacts universal download|gh release download|rtDownload|artifactResolver|Artifactory\.\w+\.download|DownloadPackage|UniversalPackages|ArtifactoryGenericDownload|JFrogGenericArtifacts)$/i

/** An archive that a bucket holds, copied from there: `aws s3 cp s3://builds/shop-1.4.0.zip .` */
const ofBucket = /^(?:s3|gs):\/\/\S+\.(?:jar|war|ear|zip|tgz|tar(?:\.\w+)?|nupkg|deb|rpm)$/

/**
 * Whether a pipeline that builds nothing deploys what it fetches from a store of artifacts (verdicts.md, "Where the image
 * arrives ready-made"); what is fetched once it is deployed, for its tests say, is not that.
 * @param waiting the jobs that wait for the deployment's own
 */
export function madeForStore(
  { plan, job, jobIndex, atoms }: DeploymentNode,
  waiting: ReadonlySet<number>,
): ReadyMade | undefined {
  const deploying = new Set(atoms.map(({ act }) => act))
  const actsBefore = ({ steps }: Job, index: number): readonly Act[] => {
    if (waiting.has(index)) return []
    const acts = steps.flatMap((step) => step.acts)
    return index === jobIndex ? acts.slice(0, acts.findLastIndex((act) => deploying.has(act)) + 1) : acts
  }
  const fetched = plan.workflow.jobs.flatMap(actsBefore).find(fetches)
  if (!fetched) return undefined
  const hidden = new Hidden(`how the artifact was made that ${job.id} deploys and ${fetched.tool} fetches`, {
    kind: 'file',
    text: `build in the pipeline that deploys, or check the repository that makes what ${fetched.tool} fetches`,
  })
  return { hidden, kinds: making, redeploys: false, wayBack: false }
}

function fetches({ tool, words }: Act): boolean {
  if (fetching.test(tool)) return true
  const [from = '', to = ''] = words.filter((word) => !word.startsWith('-') && !/^(?:s3|cp|storage)$/.test(word))
  return /^(?:aws s3 cp|gsutil cp|gcloud storage cp)$/.test(tool) && ofBucket.test(from) && !/^\w+:\/\//.test(to)
}
