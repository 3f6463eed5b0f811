import type { InfrastructureResource } from '../infrastructure/resource.ts'

/** Whether Terraform leaves an attribute as others have set it (`lifecycle { ignore_changes = […] }`). */
export function ignores({ node }: InfrastructureResource, attribute: string): boolean {
  if (node.kind !== 'body') return false
  return node.body.blocks.some(({ type, body }) => {
    if (type !== 'lifecycle') return false
    const ignored = body.attributes.find(({ name }) => name === 'ignore_changes')?.value
    if (ignored?.kind === 'name') return ignored.name === 'all'
    return ignored?.kind === 'list' && ignored.items.some((item) => item.kind === 'name' && item.name === attribute)
  })
}
