import { type Hidden, isHidden, type Seen } from '../../hidden.ts'
import type { Node } from '../../infrastructure/node.ts'
import {
  attribute,
  type InfrastructureResource,
  isOf,
  nested,
  resourcesOf,
  textIn,
  truthIn,
} from '../../infrastructure/resource.ts'
import { runsOf } from '../../infrastructure/where.ts'
import { type Delivery, type Stage, targetElsewhere } from './stage.ts'

/** Delivery pipelines that Terraform makes; those that are alike but for their name are one. */
export function deliveriesOf(all: readonly InfrastructureResource[]): readonly Delivery[] {
  const found = new Map<string, Delivery>()
  for (const run of runsOf(all)) {
    for (const pipeline of resourcesOf(run, ['google_clouddeploy_delivery_pipeline'])) {
      const delivery = deliveryOf(pipeline, run)
      const targets = delivery.stages.map(({ target }) => (isHidden(target) ? '?' : target)).join(' ')
      const key = `${pipeline.file} ${pipeline.name} ${targets}`
      const known = found.get(key)
      found.set(key, known ? { ...known, names: [...known.names, ...delivery.names] } : delivery)
    }
  }
  return [...found.values()]
}

function deliveryOf(pipeline: InfrastructureResource, run: readonly InfrastructureResource[]): Delivery {
  const stages = nested(pipeline, 'serial_pipeline.stages')
  const hidden = (value: Hidden): Stage => ({
    target: value,
    place: pipeline.place,
    asks: value,
    verifies: value,
    hooks: false,
  })
  return {
    name: pipeline.name,
    names: [textIn(pipeline, 'name') ?? pipeline.name],
    file: pipeline.file,
    place: pipeline.place,
    stages: isHidden(stages) ? [hidden(stages)] : stages.map((stage) => stageOf(stage, pipeline, run)),
    promotes: promotion(run),
  }
}

function stageOf(stage: Node, { file }: InfrastructureResource, run: readonly InfrastructureResource[]): Stage {
  const { value } = attribute(stage, 'target_id')
  const written = textIn(stage, 'target_id')
  const target = resourcesOf(run, ['google_clouddeploy_target']).find(
    (one) => isOf(value, one) || (typeof written === 'string' && written === textIn(one, 'name')),
  )
  const name = (target && textIn(target, 'name')) ?? written ?? targetElsewhere('of a stage', file)
  const strategies = ['standard', 'canary.canary_deployment'].map((path) => `strategy.${path}`)
  const verifies = strategies.map((path) => truthIn(stage, `${path}.verify`)).find((one) => one !== undefined)
  return {
    target: name,
    place: stage.place,
    asks: target
      ? (truthIn(target, 'require_approval') ?? false)
      : targetElsewhere(isHidden(name) ? 'of a stage' : name, file),
    verifies: verifies ?? false,
    hooks: strategies.some((path) =>
      ['predeploy', 'postdeploy'].some((hook) => attribute(stage, `${path}.${hook}`).value !== undefined),
    ),
  }
}

function promotion(run: readonly InfrastructureResource[]): Seen<boolean> {
  for (const automation of resourcesOf(run, ['google_clouddeploy_automation'])) {
    const rules = nested(automation, 'rules')
    if (isHidden(rules)) return rules
    if (rules.some((rule) => attribute(rule, 'promote_release_rule').value !== undefined)) return true
  }
  return false
}
