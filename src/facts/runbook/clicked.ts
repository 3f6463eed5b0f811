import type { Block } from '../../documents/markdown.ts'

/*
 * What people click in the console of a platform: a list of steps that goes there first ("Open the AWS console"), and then
 * changes something ("Click Edit"). What is only looked at, and what starts a run of a pipeline, changes nothing by hand.
 */

const entered =
  '(?:aws|amazon|azure|gcp|google cloud|ibm cloud|openshift|heroku|cloudflare|digital ?ocean|rancher|kubernetes|netlify|vercel|railway|scaleway)'
const enters = new RegExp(
  String.raw`\b(?:log(?:ging)? ?(?:in|on)|sign(?:ing)? ?in|go(?:ing)?\b|navigat(?:e|ing)\b|open(?:ing)?\b|visit(?:ing)?\b|head\b|browse\b|switch\b)[^.!?]{0,60}(?:\b(?:${entered}(?:['’]s)?|cloud|web|management)(?: (?:web|management|admin|cloud|platform))? (?:console|portal|dashboard)|to (?:your |the )?${entered}(?! devops)\b)`,
  'i',
)
const quoted = '["\'“”‘’`*_]*'
const clicks = new RegExp(
  String.raw`\b(?:click|press|hit|tap)(?:ing)?(?: on)?(?: the)? ${quoted}(?:save|apply|update|delete|create|restart|redeploy|deploy|stop|start|scale|edit|add|remove|terminate|reboot|disable|enable|purge|swap)\b`,
  'i',
)
const startsRun =
  /\b(?:pipelines?|workflows?|code ?pipeline|code ?build|devops|jenkins|github|gitlab|circleci|backups?|snapshots?)\b/i

/**
 * The words by which a step has a person change something in the console of a platform that its chapter has gone to.
 * @param block a step, or a paragraph that tells them all
 * @param earlier what its chapter says before it
 * @returns 'Click "Save"' as it is written, where it is the first of its chapter
 */
export function toldToClick(block: Block, earlier: readonly Block[]): string | undefined {
  const found = clicks.exec(textOf(block))
  if (!found) return undefined
  const at = earlier.findIndex((one) => enters.test(textOf(one)))
  const before = textOf(block).slice(0, found.index)
  if (at < 0 && !enters.test(before)) return undefined
  const steps = at < 0 ? [] : earlier.slice(at).map(textOf)
  if ([...steps, textOf(block)].some((text) => startsRun.test(text))) return undefined
  return steps.some((text) => clicks.test(text)) ? undefined : found[0]
}

const textOf = ({ text }: Block) => text.slice(0, 4000).replace(/\s+/g, ' ')
