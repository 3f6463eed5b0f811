import { defaultSettings } from '../../../../config/settings.ts'
import type { Kind } from '../../../../config/vocabulary.ts'
import { Hidden, isHidden } from '../../../hidden.ts'
import { classify, type EnvironmentWord, environmentWord } from '../../environment.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { making, type ReadyMade } from './ready-made.ts'

/**
 * Whether a run that builds nothing deploys the images of another environment, which its job gives to this one under the
 * same name and tag (docs.openshift.com, "Tagging images"). They are judged by the run that built them (verdicts.md).
 */
export function madeForAnother(node: DeploymentNode): ReadyMade | undefined {
  const asked = readElsewhere(node)
  if (asked !== undefined)
    return takenFrom(node, asked.words.join(''), classify(asked.environment, defaultSettings) === 'staging')
  const tags = node.job.steps.flatMap(({ acts }) => acts.filter(({ tool }) => tool === 'oc tag'))
  const from = tags.map(projectOfSource)
  const [first] = from
  if (first === undefined || from.includes(undefined)) return undefined
  return takenFrom(node, first)
}

/** @param ranThere what it deploys runs in staging, by which the run before must have brought it there */
function takenFrom({ job }: DeploymentNode, first: string, ranThere = false): ReadyMade {
  const hidden = new Hidden(`how the artifact was made that ${job.id} takes from ${first}`, {
    kind: 'file',
    text: 'build in the pipeline that deploys, or check the pipeline that deploys to the environment before it',
  })
  const kinds = ranThere ? new Set<Kind>([...making, 'deploy', 'smoke-test']) : making
  return { hidden, kinds, redeploys: false, wayBack: false }
}

/**
 * Commands that tell which version runs: the description of an application (docs.digitalocean.com/reference/doctl,
 * "apps spec get"), and what is asked for its image.
 */
const describes =
  /^(?:doctl apps (?:spec )?get|doctl apps spec|(?:kubectl|oc) get|aws ecs describe-(?:task-definition|services|tasks)|az (?:containerapp|webapp)\b.* show|gcloud run services describe|helm get (?:values|manifest)|argocd app get)\b/
const ofImage = /\bimages?\b|\btag\b|\bapps spec get\b|\bhelm get\b|containerDefinitions/i

/**
 * The environment of another class that a job asks, before it deploys, which version runs there: `doctl apps spec get
 * $STAGING_ID`. Undefined where it asks none, or its own.
 */
function readElsewhere({ job, atoms, environment }: DeploymentNode): EnvironmentWord | undefined {
  const deploying = new Set(atoms.map(({ act }) => act))
  const acts = job.steps.flatMap((step) => step.acts)
  const before = acts.slice(
    0,
    Math.max(
      0,
      acts.findIndex((act) => deploying.has(act)),
    ),
  )
  for (const { tool, words, text } of before) {
    const command = [tool, ...words].join(' ')
    if (!describes.test(command) || !ofImage.test(command)) continue
    const named = environmentWord(text.replace(/[^A-Za-z0-9]+/g, '-'))
    const other = named && classify(named.environment, defaultSettings)
    if (named && !isHidden(other) && !isHidden(environment.class) && other !== environment.class) return named
  }
  return undefined
}

/** `test` of `oc tag test/shop:v1 prod/shop:v1`; undefined where it is not the same image for another project. */
function projectOfSource({ words }: Act): string | undefined {
  const [source = '', target = ''] = words.filter((word) => word !== 'tag' && !word.startsWith('-'))
  const [from, image] = split(source)
  const [to, copy] = split(target)
  return from !== to && image === copy && /.:./.test(image) ? from : undefined
}

const split = (reference: string): readonly [project: string, image: string] => {
  // a command that tells the tag may hold anything
  const at = reference.split('$(', 1)[0]?.lastIndexOf('/') ?? -1
  return [reference.slice(0, Math.max(0, at)), reference.slice(at + 1)]
}
