import type { Text } from '../../documents/text.ts'
import { withoutBlocks } from '../manifests/blocks.ts'

/** An image in a manifest as its lines tell it. */
export interface LineImage {
  readonly reference: string
  /** offsets in the file */
  readonly start: number
  readonly end: number
  readonly namespace: string
}

/** Kinds of Kubernetes objects that run containers; a Service does where Knative serves it. */
export const workloads =
  /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|Job|CronJob|Pod|DeploymentConfig|Rollout)$/

const separator = /^---[^\n]*$/gm
/** A key at the left, as every generator and nearly every person writes it. */
const kindLine = /^kind:[ \t]*["']?(\w+)["']?[ \t]*(?:#.*)?\r?$/m
const imageLine = /^[ \t]+(?:-[ \t]+)?image:[ \t]+(["']?)([^\s"'#{}&*!|>[\]]+)\1[ \t]*(?:[ \t]#.*)?\r?$/gm

/**
 * The images of plain Kubernetes manifests, without parsing them: most of a repository's YAML is manifests, and parsing it
 * for one line each would cost more than all the rest of a run.
 * @returns undefined where the lines leave any doubt (flow style, anchors, text blocks, lists of objects): parse then
 */
export function imagesByLines(text: Text): readonly LineImage[] | undefined {
  const found: LineImage[] = []
  const { content } = text
  let start = 0
  for (const end of [...[...content.matchAll(separator)].map((match) => match.index), content.length]) {
    const document = withoutBlocks(content.slice(start, end))
    const images = ofDocument(document, start)
    if (!images) return undefined
    found.push(...images)
    start = end
  }
  return found
}

function ofDocument(document: string, offset: number): readonly LineImage[] | undefined {
  const mentions = document.match(/\bimage["']?[ \t]*:/g)?.length ?? 0
  if (!mentions) return []
  const kind = kindLine.exec(document)?.[1]
  if (!kind || kind === 'List' || kind === 'Template' || kind === 'Service') return undefined
  if (!workloads.test(kind)) return []
  const images = [...document.matchAll(imageLine)]
  // Each mention is such a line, and nothing else could hide or invent one.
  if (images.length !== mentions || /<<:|^[ \t]*\?/m.test(document)) return undefined
  const namespace =
    /^metadata:[ \t]*\r?\n(?:[ \t].*\r?\n)*?[ \t]+namespace:[ \t]*["']?([\w.-]+)/m.exec(document)?.[1] ?? ''
  return images.map((match) => {
    const reference = match[2] as string
    const start = offset + match.index + match[0].indexOf(reference, match[0].indexOf('image:') + 6)
    return { reference, start, end: start + reference.length, namespace }
  })
}
