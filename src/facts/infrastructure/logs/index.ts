import type { LogStore } from '../../schema/operation.ts'
import type { InfrastructureResource } from '../resource.ts'
import { runsOf } from '../where.ts'
import { azureStores } from './azure.ts'
import { cloudWatchStores } from './cloudwatch.ts'
import { s3Stores } from './entries.ts'
import { googleStores } from './google.ts'
import { otherStores } from './others.ts'

/** Where Terraform has logs kept, in each environment. */
export function logStoresOf(all: readonly InfrastructureResource[]): readonly LogStore[] {
  return runsOf(all).flatMap((run) => {
    const groups = cloudWatchStores(run)
    const found = [...groups, ...s3Stores(run), ...googleStores(run), ...azureStores(run), ...otherStores(run, groups)]
    // an entry point without logs counts only where no other one of this environment has them
    const kept = new Set(found.filter((one) => one.kind === 'access' && one.kept).map((one) => one.environmentClass))
    return found.filter((one) => one.kept || !kept.has(one.environmentClass))
  })
}
