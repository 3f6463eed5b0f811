import { Hidden, type Seen } from '../../../hidden.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from './deployments.ts'
import { slotOf } from './slot.ts'

/* Commands and options that hand over step by step, by their own documentation. */
const gradualTools =
  /argo rollouts|^flagger|codedeploy|deployment slot swap|AzureAppServiceManage|app set-deployment|ingress traffic set|services (update|set)-traffic|^cf (v3-)?zdt-push|blue-?green|canary/i
const gradualWords =
  /^--?(canary\b.*|no-traffic|no-promote|strategy[= ](rolling|canary|blue-?green)|traffic-percentage.*|deployment-preference.*|blue-?green|rolling)$/i

/** What CodeDeploy itself calls its ways of handing over (docs.aws.amazon.com/codedeploy, "Working with deployment configurations"). */
const gradualConfiguration = /^(--deployment-config-name=)?CodeDeployDefault\.(?!\w*AllAtOnce$)\w+$/

/** Programs that put files or containers in the place of the old ones. */
const atOnceTools =
  /^(scp|rsync|sftp|lftp|ftp|git[- ]ftp|ssh|docker compose up|docker-compose up|docker run|docker-compose|docker compose)\b|(ssh|scp|ftp|rsync)[-_ ]?(action|deploy|run|upload)/i

/**
 * How a new version takes over, as far as the commands tell. What a platform does with it (a rolling update of
 * Kubernetes, a cloud's own strategy) is in its settings.
 */
export function mannerOf(node: DeploymentNode): Seen<'gradual' | 'at-once'> {
  const acts = node.atoms.flatMap(({ act }) => act ?? [])
  if (acts.some(isGradual)) return 'gradual'
  if (acts.length > 0 && acts.every(({ tool }) => atOnceTools.test(tool))) return 'at-once'
  return new Hidden(`how ${node.first.act?.tool ?? node.first.text} replaces the running version`, {
    kind: 'version',
    text: 'a later version of Assay reads the strategies of manifests and platforms',
  })
}

/** Tools that hand manifests to a cluster of Kubernetes, or to the controller that does so. */
const clusterTools =
  /^(kubectl|oc|helm|helmfile|kustomize|skaffold|argocd|flux|kapp|werf)\b|^(argo-cd|flux)$|k8s-(deploy|bake)|kubernetes|helm[-_]?(deploy|upgrade|action)|nais\/deploy/i

/** Whether all that deploys it goes to Kubernetes. */
export function isInCluster(node: DeploymentNode): boolean {
  const acts = node.atoms.flatMap(({ act }) => act ?? [])
  return acts.length > 0 && acts.every(({ tool }) => clusterTools.test(tool))
}

function isGradual(act: Act): boolean {
  const { tool, words, inputs } = act
  if (gradualTools.test(tool)) return true
  // beside the version that serves, until they change places
  if (/^(?!production$)./i.test(slotOf(act) ?? '')) return true
  if (words.some((word) => gradualConfiguration.test(word))) return true
  if (words.some((word, i) => gradualWords.test(word) || gradualWords.test(`${word} ${words[i + 1] ?? ''}`)))
    return true
  return Object.entries(inputs ?? {}).some(
    ([key, value]) => /strategy/i.test(key) && /rolling|canary|blue-?green/i.test(value),
  )
}
