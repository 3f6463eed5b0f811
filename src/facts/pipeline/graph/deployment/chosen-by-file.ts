import { Hidden } from '../../../hidden.ts'
import type { DeploymentNode } from './deployments.ts'

/** A version that is read where the command runs: `image:$(cat versions/api)`, `--version=$(<VERSION)`. */
const read = /[:@=]\$\((?:cat\s+|<\s*)([^()]+)\)|^\$\((?:cat\s+|<\s*)([^()]+)\)$/

/** A checkout of something that an earlier step has told: `ref: ${{ env.RELEASE }}`. */
const told = /\$\{\{\s*(?:env|steps)\.|\$\((?:cat\s|<)/

/**
 * What a deployment takes its version from where no start asks for one: a file that it reads, or a commit that an earlier
 * step names and the job then checks out. Whether a commit there brings an earlier version back is not seen: the file may
 * as well be made in the run.
 */
export function versionOfFile({ atoms, job }: DeploymentNode): Hidden | undefined {
  for (const { act } of atoms) {
    for (const word of act?.words ?? []) {
      const [, first, second] = read.exec(word) ?? []
      const file = (first ?? second)?.trim()
      if (file) return hidden(file)
    }
  }
  for (const { acts } of job.steps) {
    for (const { tool, inputs } of acts) {
      const ref = /^actions\/checkout(@|$)/.test(tool) ? inputs?.ref : undefined
      if (typeof ref === 'string' && told.test(ref)) return hidden(ref)
    }
  }
  return undefined
}

const hidden = (where: string) =>
  new Hidden(`whether an earlier version can be deployed by what ${where} says`, {
    kind: 'file',
    text: 'let the deploying workflow be started with a version as its input, or write down the rollback with its commands',
  })
