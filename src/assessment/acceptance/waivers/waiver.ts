import waiversSchema from '../../../../schemas/waivers.json' with { type: 'json' }
import type { Schema } from '../../../config/check.ts'
import type { Place } from '../../../documents/place.ts'
import type { Text } from '../../../documents/text.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Remark } from '../../assessment.ts'
import { type Form, readEntries } from '../entries.ts'

/** Where waivers are written. */
export const waiversFile = '.assay/waivers.yaml'

/** An approved exception, as it is written; schemas/waivers.json says what each field means. */
export interface Waiver {
  readonly place: Place
  readonly requirement: string
  readonly paths: readonly string[]
  readonly places: readonly string[]
  readonly environments: readonly string[]
  readonly components: readonly string[]
  readonly owner: string
  readonly approver: string
  readonly reason: string
  readonly ticket: string
  readonly created: string
  readonly expires: string
}

const form: Form = {
  list: 'waivers',
  name: 'waiver',
  schema: waiversSchema as Schema,
  days: ['created', 'expires'],
}

/** The waivers of a file whose form is right; whether they hold is another question. */
export async function readWaivers(text: Text): Promise<{ waivers: readonly Waiver[]; remarks: readonly Remark[] }> {
  const { nodes, remarks } = await readEntries(text, form)
  return { waivers: nodes.map(waiverOf), remarks }
}

function waiverOf(node: DataNode): Waiver {
  const text = (key: string) => node.get(key)?.text?.trim() ?? ''
  const texts = (key: string) => node.get(key)?.items.map((item) => item.text?.trim() ?? '') ?? []
  return {
    place: node.place,
    requirement: text('requirement'),
    paths: texts('paths'),
    places: texts('places'),
    environments: texts('environments'),
    components: texts('components'),
    owner: text('owner'),
    approver: text('approver'),
    reason: text('reason'),
    ticket: text('ticket'),
    created: text('created'),
    expires: text('expires'),
  }
}
