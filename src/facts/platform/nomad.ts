import type { Settings } from '../../config/settings.ts'
import { type HclBlock, type HclExpression, plainTextOf } from '../../documents/hcl/index.ts'
import { basename, dirname } from '../../documents/path.ts'
import { environmentOfName, environmentOfPath } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { plainName, type Running, unseen } from '../workload/model.ts'

/**
 * The groups of services of Nomad (developer.hashicorp.com/nomad/docs/job-specification): a rollout waits for the checks of
 * its services, an ill task is started anew by `check_restart`, and `auto_revert` goes back. One of a group runs where no
 * count is written. What a variable holds is hidden.
 */
export async function nomadWorkloads(repository: Repository, settings: Settings): Promise<Running[]> {
  const found: Running[] = []
  for (const { path, area } of repository.ending('.nomad', '.nomad.hcl')) {
    if (area !== 'main') continue
    const name = basename(path).replace(/\.nomad(\.hcl)?$/, '')
    const environment = environmentOfName(name, settings) ?? environmentOfPath(dirname(path), settings)
    const file = await repository.hcl(path)
    for (const job of blocks(file?.body, 'job')) {
      const type = textOf(written(job, 'type')) ?? 'service'
      if (type === 'batch' || type === 'sysbatch') continue
      for (const group of blocks(job.body, 'group')) {
        const shown = plainName(`${job.labels[0] ?? name} ${group.labels[0] ?? ''}`.trim(), settings)
        const update = [...blocks(group.body, 'update'), ...blocks(job.body, 'update')]
        const inside = [group, ...blocks(group.body, 'task')]
        const checks = inside.flatMap((one) => blocks(one.body, 'service')).flatMap((one) => blocks(one.body, 'check'))
        const restarts = [...checks, ...inside.flatMap((one) => blocks(one.body, 'service'))].some(
          (one) => blocks(one.body, 'check_restart').length > 0,
        )
        found.push({
          kind: type === 'system' ? 'global service' : 'Nomad group',
          name: shown,
          service: `Nomad ${shown}`,
          environment,
          replicas: count(written(group, 'count'), shown, path),
          readiness: checks.length > 0,
          liveness: restarts,
          goesBack:
            update.map((one) => truth(written(one, 'auto_revert'), shown, path)).find((one) => one !== false) ?? false,
          source: path,
          byHelm: false,
          file: path,
          place: { file: path, ...group.head },
        })
      }
    }
  }
  return found
}

const blocks = (body: { readonly blocks: readonly HclBlock[] } | undefined, type: string) =>
  body?.blocks.filter((one) => one.type === type) ?? []

const written = ({ body }: HclBlock, name: string) => body.attributes.find((one) => one.name === name)?.value

function textOf(value: HclExpression | undefined): string | undefined {
  return value?.kind === 'literal' ? String(value.value) : plainTextOf(value)
}

function count(value: HclExpression | undefined, name: string, file: string): Seen<number> {
  if (!value) return 1
  const text = textOf(value) ?? ''
  return /^\d+$/.test(text) ? Number(text) : unseen(`how many of ${name} run`, file)
}

function truth(value: HclExpression | undefined, name: string, file: string): Seen<boolean> {
  if (!value) return false
  const text = textOf(value)
  return text === undefined ? unseen(`whether ${name} reverts by itself`, file) : text === 'true'
}
