import { type DataNode, walk } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Delivery, type Stage, targetElsewhere } from './stage.ts'

/** Delivery pipelines in YAML (cloud.google.com/deploy/docs/config-files). */
export async function deliveriesInManifests(repository: Repository): Promise<readonly Delivery[]> {
  const all: DataNode[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || path.startsWith('.github/') || !repository.mayHold(path, 'apiVersion')) continue
    const content = (await repository.text(path))?.content
    if (!content || !/^apiVersion:\s*["']?deploy\.cloud\.google\.com\//m.test(content)) continue
    all.push(...((await repository.yaml(path)) ?? []))
  }
  const ofKind = (kind: string) => all.filter((one) => one.get('kind')?.text === kind)
  const nameOf = (one: DataNode) => one.at('metadata', 'name')?.text
  const promoting = ofKind('Automation').filter((one) =>
    [...walk(one)].some((node) => node.entry('promoteReleaseRule') ?? node.entry('promoteRelease')),
  )
  return ofKind('DeliveryPipeline').map((pipeline) => {
    const name = nameOf(pipeline) ?? 'pipeline'
    const stages = (pipeline.at('serialPipeline', 'stages')?.items ?? []).map((stage): Stage => {
      const id = stage.get('targetId')?.text ?? ''
      const target = ofKind('Target').find((one) => nameOf(one) === id)
      const strategy = stage.get('strategy')
      const nodes = strategy ? [...walk(strategy)] : []
      return {
        target: id || targetElsewhere('a stage', stage.file),
        place: (stage.get('targetId') ?? stage).place,
        asks: target ? target.get('requireApproval')?.text === 'true' : targetElsewhere(id, stage.file),
        verifies: nodes.some((node) => node.get('verify')?.text === 'true'),
        hooks: nodes.some((node) => node.entry('predeploy') ?? node.entry('postdeploy')),
      }
    })
    const place = (pipeline.at('metadata', 'name') ?? pipeline).place
    const promotes = promoting.some((one) => (nameOf(one) ?? '').split('/')[0] === name || !nameOf(one)?.includes('/'))
    return { name, names: [name], file: pipeline.file, place, stages, promotes }
  })
}
