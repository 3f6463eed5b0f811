import type { Place } from '../../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import type { Node } from '../node.ts'
import { attribute, type InfrastructureResource, nested, numberIn, resourcesOf, textIn, truthIn } from '../resource.ts'
import { hiddenIn, type Value } from '../value.ts'
import { names } from '../where.ts'

/** How long something keeps what is put in it, and where that is said. */
export interface Retention {
  /** 0: for ever */
  readonly days: Seen<number>
  readonly place: Place
}

/** How long an S3 bucket keeps its objects: for ever, unless a rule of its life cycle lets them expire. */
export function bucketRetention(
  bucket: Value | undefined,
  run: readonly InfrastructureResource[],
  otherwise: Place,
): Retention {
  const made = resourcesOf(run, ['aws_s3_bucket']).find((one) => names(bucket, one, textIn(one, 'bucket')))
  if (!made) {
    const what = typeof bucket === 'string' ? `the bucket ${bucket}` : (hiddenIn(bucket ?? null)?.what ?? 'its bucket')
    const hidden = new Hidden(`how long ${what} keeps what is in it`, {
      kind: 'file',
      text: 'define the bucket of the logs, with its life cycle, beside what writes them',
    })
    return { days: hidden, place: otherwise }
  }
  const rules: Node[] = []
  for (const [of, path] of [
    [made, 'lifecycle_rule'] as const,
    ...resourcesOf(run, ['aws_s3_bucket_lifecycle_configuration'])
      .filter((one) => names(attribute(one, 'bucket').value, made, textIn(made, 'bucket')))
      .map((one) => [one, 'rule'] as const),
  ]) {
    const found = nested(of, path)
    if (isHidden(found)) return { days: found, place: of.place }
    rules.push(...found)
  }
  return shortest(rules, made.place)
}

function shortest(rules: readonly Node[], otherwise: Place): Retention {
  let found: Retention = { days: 0, place: otherwise }
  for (const rule of rules) {
    const enabled = truthIn(rule, 'enabled') ?? textIn(rule, 'status')
    if (enabled === false || enabled === 'Disabled') continue
    const days = numberIn(rule, 'expiration.days')
    if (days === undefined) continue
    const { place } = attribute(rule, 'expiration.days')
    const prefix = textIn(rule, 'prefix') ?? textIn(rule, 'filter.prefix') ?? ''
    // a rule for some of what is in it may be for the logs or not
    const partial = isHidden(prefix) || prefix !== '' || isHidden(enabled)
    const seen = partial && !isHidden(days) ? someOf(place) : days
    if (isHidden(seen)) return { days: seen, place }
    if (found.days === 0 || seen < (found.days as number)) found = { days: seen, place }
  }
  return found
}

const someOf = ({ file }: Place) =>
  new Hidden(`whether the rule of the bucket’s life cycle in ${file} is for these logs`, {
    kind: 'file',
    text: 'let the rule of the life cycle be for the whole bucket of the logs',
  })
