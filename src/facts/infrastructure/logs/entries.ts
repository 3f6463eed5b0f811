import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import type { LogStore } from '../../schema/operation.ts'
import { attribute, type InfrastructureResource, resourcesOf, textIn, truthIn } from '../resource.ts'
import type { Value } from '../value.ts'
import { bucketRetention } from './bucket.ts'
import { storeOf } from './store.ts'

/**
 * What writes logs to S3: load balancers and CloudFront of who came in, trails of who did what. An entry point whose logs
 * are not switched on is told too, unless another one before or behind it has them.
 */
export function s3Stores(run: readonly InfrastructureResource[]): readonly LogStore[] {
  const entries = [
    ...resourcesOf(run, ['aws_lb', 'aws_alb'])
      .filter((lb) => !/^(network|gateway)$/.test(String(textIn(lb, 'load_balancer_type') ?? '')))
      .map((lb) => entry(lb, 'access_logs', truthIn(lb, 'access_logs.enabled') ?? false, 'access_logs.bucket', run)),
    ...resourcesOf(run, ['aws_elb']).map((elb) => {
      const block = attribute(elb, 'access_logs').value
      const enabled =
        block === undefined ? false : isHidden(block) ? block : (truthIn(elb, 'access_logs.enabled') ?? true)
      return entry(elb, 'access_logs', enabled, 'access_logs.bucket', run)
    }),
    ...distributions(run),
  ]
  return [...entries, ...trails(run)]
}

/** With the second form of standard logging, what is delivered where stands in resources of CloudWatch Logs. */
function distributions(run: readonly InfrastructureResource[]): readonly LogStore[] {
  const delivered =
    resourcesOf(run, ['aws_cloudwatch_log_delivery_source', 'aws_cloudfront_realtime_log_config']).length > 0
  if (delivered) return []
  return resourcesOf(run, ['aws_cloudfront_distribution']).map((one) => {
    const { value } = attribute(one, 'logging_config')
    return entry(one, 'logging_config', isHidden(value) ? value : value !== undefined, 'logging_config.bucket', run)
  })
}

function entry(
  of: InfrastructureResource,
  block: string,
  enabled: Seen<boolean>,
  bucket: string,
  run: readonly InfrastructureResource[],
): LogStore {
  const { place } = attribute(of, block)
  const kept = enabled !== false
  const { days, place: at } = isHidden(enabled)
    ? { days: enabled, place }
    : enabled
      ? bucketRetention(bareBucket(attribute(of, bucket).value), run, attribute(of, bucket).place)
      : { days: notKept(of), place }
  return storeOf(of, { kind: 'access', system: 's3', kept, days, place: at })
}

/** CloudFront names a bucket by its host. */
function bareBucket(value: Value | undefined): Value | undefined {
  return typeof value === 'string' ? value.replace(/\.s3[.\w-]*\.amazonaws\.com$/, '') : value
}

function notKept({ address, exists }: InfrastructureResource): Seen<number> {
  return isHidden(exists) ? exists : new Hidden(`logs of ${address}, which are not switched on`, switchOn)
}

const switchOn = { kind: 'file', text: 'switch the access logs on' } as const

function trails(run: readonly InfrastructureResource[]): readonly LogStore[] {
  // one that is switched off writes nothing
  const on = resourcesOf(run, ['aws_cloudtrail']).filter((trail) => truthIn(trail, 'enable_logging') !== false)
  return on.map((trail) => {
    const { value, place } = attribute(trail, 's3_bucket_name')
    const retention = bucketRetention(value, run, place)
    return storeOf(trail, { kind: 'audit', system: 's3', ...retention })
  })
}
