import type { DataNode } from '../../../documents/tree.ts'
import type { Trigger, TriggerKind } from '../model.ts'
import { branchesIn } from './expression.ts'

/** What an event of `triggers:` is; all others are `external`. */
const kindOf: Readonly<Record<string, TriggerKind>> = {
  'repository-push': 'push',
  'pullrequest-created': 'pull-request',
  'pullrequest-updated': 'pull-request',
  'pullrequest-push': 'pull-request',
  'pullrequest-reviewer-status-updated': 'pull-request',
}

/** The events of `triggers:` that start a custom pipeline (api.bitbucket.org, schema of the pipelines' configuration). */
export function eventTriggers(root: DataNode, pipeline: string): Trigger[] {
  const events = root.get('triggers')?.entries ?? []
  return events.flatMap(({ key: event, value }) =>
    value.asList
      .filter((one) => one.get('pipelines')?.asList.some((name) => name.text === pipeline))
      .map((one) => {
        const kind = kindOf[event] ?? 'external'
        const branches = kind === 'push' ? branchesIn(one.get('condition')?.text ?? '') : undefined
        return { kind, event, place: one.keyPlace('pipelines'), ...(branches && { branches }) }
      }),
  )
}
