import type { Kind } from '../../config/vocabulary.ts'
import { anything } from '../pipeline/commands/hidden.ts'
import type { DeploymentNode } from '../pipeline/graph/deployment/deployments.ts'
import { deploymentsOf } from '../pipeline/graph/deployment/where.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'

/** Kinds whose work is to look, to ask or to tell. */
const changesNothing = new Set<Kind>(['smoke-test', 'verify', 'notify', 'status', 'record', 'approve', 'rollback'])

/* What a tag of an image stream starts is a rollout of the platform's, and no hand there. */
const startsRollouts = /^oc tag\s/

/**
 * Whether something hidden may change a running system: where its purpose can serve that, or where its job works on an
 * environment or is elsewhere as a whole. An action of which nothing is known, in a job that has to do with no
 * environment (a label, a report, a badge), hides nothing of this kind.
 */
export function mayChange({ hidden, job, text }: Atom, nodes: readonly DeploymentNode[]): boolean {
  if (!hidden) return false
  if (hidden.couldBe.every((kind) => changesNothing.has(kind)) || startsRollouts.test(text)) return false
  if (hidden.couldBe.length < anything.length || hidden === job.hidden) return true
  if (/\b(ssh|scp|s?ftp|rsync|remote|servers?|kubectl|exec)\b/i.test(text)) return true
  return job.environment !== undefined || deploymentsOf(job, nodes).length > 0
}
