import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { isOpen } from '../dialect/open-text.ts'
import type { Trigger } from '../model.ts'
import type { Reading } from './dialect.ts'
import { forgeTriggers } from './forge.ts'
import { type TemplateUse, templateUses } from './listeners.ts'
import { innerParams, noParams, type Params } from './params.ts'

/** A run as it is written here, and what starts it. */
export interface Start {
  /** the PipelineRun or TaskRun */
  readonly run: DataNode
  /** what is known where it is written: the parameters of a template */
  readonly params: Params
  readonly triggers: readonly Trigger[]
  readonly name: string
  readonly place: Place
}

/** All runs: those of files (by the forge's events, or by hand), and those in templates (by what listeners let through). */
export async function allStarts(reading: Reading): Promise<Start[]> {
  const { manifests } = reading
  const starts: Start[] = []
  for (const { node, name, place } of manifests.ofKind('PipelineRun', 'TaskRun')) {
    const triggers = (await forgeTriggers(node)) ?? [{ kind: 'manual', event: 'create', place, inputs: [] }]
    starts.push({ run: node, params: noParams, triggers, name, place })
  }
  const uses = await templateUses(reading)
  for (const template of manifests.ofKind('TriggerTemplate')) {
    const { node, name, place } = template
    const list = (node.at('spec', 'resourcetemplates') ?? node.at('spec', 'resourceTemplates'))?.asList ?? []
    const runs = list.filter((one) => /^(PipelineRun|TaskRun)$/.test(one.get('kind')?.text ?? ''))
    const outside: TemplateUse = {
      params: innerParams(node.at('spec', 'params'), noParams),
      triggers: [{ kind: 'external', event: 'outside', place }],
      name: '',
    }
    const all = alike(uses.get(template) ?? [outside])
    for (const run of runs) {
      for (const { params, triggers, name: by } of all) {
        const label = [name, runs.length > 1 ? nameOf(run) : '', all.length > 1 ? by : ''].filter(Boolean).join(' ')
        starts.push({ run, params, triggers, name: label, place })
      }
    }
  }
  return starts
}

/** Uses that hand over the same, as far as it is known, are one. */
function alike(uses: readonly TemplateUse[]): TemplateUse[] {
  const found = new Map<string, TemplateUse>()
  for (const use of uses) {
    const known = [...use.params].filter(([, value]) => typeof value === 'string' && !isOpen(value)).sort()
    const key = JSON.stringify(known)
    const before = found.get(key)
    found.set(key, before ? { ...before, triggers: [...before.triggers, ...use.triggers] } : use)
  }
  return [...found.values()]
}

function nameOf(run: DataNode): string {
  const metadata = run.get('metadata')
  return (
    (metadata?.get('name') ?? metadata?.get('generateName'))?.text?.replace(/\$\(.*?\)/g, '').replace(/^-+|-+$/g, '') ??
    ''
  )
}
