import type { Block } from '../../documents/markdown.ts'

/*
 * What people click in the console of a platform: a list of steps that goes there first ("Open the AWS console"), and then
 * changes something ("Click Edit", "change the variable"). What is only looked at, and what starts a run of a pipeline, changes nothing by hand.
 */

const entered =
  '(?:aws|amazon|azure|gcp|google cloud|ibm cloud|openshift|heroku|cloudflare|digital ?ocean|rancher|kubernetes|netlify|vercel|railway|scaleway)'
const service =
  '(?:lambda|ec2|ecs|eks|rds|s3|sqs|sns|iam|cloudfront|cloudwatch|dynamodb|elasticache|route ?53|parameter store|secrets manager|systems manager|app services?|function apps?|key ?vaults?|container apps?|cloud run|cloud sql|gke|compute engine|app engine|pub/sub)'
const enters = new RegExp(
  [
    String.raw`\b(?:log(?:ging)? ?(?:in|on)|sign(?:ing)? ?in|go(?:ing)?\b|navigat(?:e|ing)\b|open(?:ing)?\b|visit(?:ing)?\b|head\b|browse\b|switch\b)[^.!?]{0,60}(?:\b(?:${entered}(?:['’]s)?|cloud|web|management)(?: (?:web|management|admin|cloud|platform))? (?:console|portal|dashboard)|to (?:your |the )?${entered}(?! devops)\b)`,
    // "In the Azure Portal, …", "through the AWS console"
    String.raw`\b(?:in|on|from|via|using|through) (?:the |your )?${entered}(?:['’]s)?(?: (?:web|management|admin|cloud|platform))? (?:console|portal)\b`,
    // "Open the console, go to Lambda"
    String.raw`\b(?:console|portal)\b[^.!?]{0,60}\b(?:go|navigate|switch|head) to (?:the )?(?:aws |amazon |azure |google )?${service}\b`,
  ].join('|'),
  'i',
)
const quoted = '["\'“”‘’`*_]*'
const clicks = new RegExp(
  String.raw`\b(?:click|press|hit|tap)(?:ing)?(?: on)?(?: the)? ${quoted}(?:save|apply|update|delete|create|restart|redeploy|deploy|stop|start|scale|edit|add|remove|terminate|reboot|disable|enable|purge|swap)\b`,
  'i',
)
/* "… and change the variable FEATURE": what is done there, told without a button. */
const changes = new RegExp(
  String.raw`(?:^|[.,:;(]\s*|\b(?:and|then|please|must|should|(?:need|have) to)\s+)(?:change|set|update|edit|modify|add|remove|delete|increase|decrease|raise|lower|rotate|replace|restart|enable|disable|(?:turn|switch) (?:on|off))\s+(?:[^.,;:!?]{0,40}\s)?${quoted}(?:(?:environment )?variables?|secrets?|settings?|configuration|parameters?|flags?|instances?|tasks?|(?:firewall |ip )?rules?|(?:dns )?records?|capacity|concurrency|replicas?|memory|timeouts?|number of|allow(?:ed)? (?:list|sources?)|whitelist)\b`,
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
  const found = clicks.exec(textOf(block)) ?? changes.exec(textOf(block))
  if (!found) return undefined
  const at = earlier.findIndex((one) => enters.test(textOf(one)))
  const before = textOf(block).slice(0, found.index)
  if (at < 0 && !enters.test(before)) return undefined
  const steps = at < 0 ? [] : earlier.slice(at).map(textOf)
  if ([...steps, textOf(block)].some((text) => startsRun.test(text))) return undefined
  const isKnown = steps.some((text) => clicks.test(text) || changes.test(text))
  return isKnown ? undefined : found[0].replace(/^[\s.,:;(]+/, '')
}

const textOf = ({ text }: Block) => text.slice(0, 4000).replace(/\s+/g, ' ')
