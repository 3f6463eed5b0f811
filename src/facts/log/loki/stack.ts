import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { hiddenOf } from '../../manifests/unseen.ts'
import type { LogKind } from '../../schema/operation.ts'
import type { Kept } from '../kept.ts'

/**
 * How long a LokiStack of the operator keeps logs: `limits.global.retention.days`, and those of tenants. Without it nothing
 * is deleted (loki-operator.dev/docs/api.md, RetentionLimitSpec).
 */
export function retentionOfStack(root: DataNode): readonly Kept[] {
  const limits = root.at('spec', 'limits')
  const general = limits?.at('global', 'retention')
  const of = (name: string) => limits?.at('tenants', name, 'retention')
  const one = (kind: LogKind, own: DataNode | undefined): Kept => {
    const said = own ?? general
    const node = said?.get('days')
    const days = hiddenOf(limits) ?? hiddenOf(node) ?? (node ? numberIn(node) : said ? unread(root) : 0)
    return {
      kind,
      days,
      place: said ? said.keyPlace('days') : root.keyPlace('spec'),
      of: kind === 'audit' ? 'audit' : '',
    }
  }
  return [one('application', of('application')), ...(of('audit') ? [one('audit', of('audit'))] : [])]
}

const numberIn = (node: DataNode) => (/^[1-9]\d*$/.test(node.text ?? '') ? Number(node.text) : unread(node))

const unread = ({ file }: DataNode) =>
  new Hidden(`how long the LokiStack of ${file} keeps logs`, {
    kind: 'file',
    text: `say limits.global.retention.days of the LokiStack in ${file}`,
  })
