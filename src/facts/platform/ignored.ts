import { attribute, type InfrastructureResource } from '../infrastructure/resource.ts'
import { isList } from '../infrastructure/value.ts'

/** Whether code leaves an attribute as others have set it (`lifecycle { ignore_changes = […] }`, Pulumi's `ignoreChanges`). */
export function ignores(resource: InfrastructureResource, attributeName: string): boolean {
  const { node } = resource
  if (node.kind === 'foreign') {
    const ignored = attribute(resource, 'lifecycle.ignore_changes').value ?? null
    return isList(ignored) && (ignored.includes(attributeName) || ignored.includes('*'))
  }
  if (node.kind !== 'body') return false
  return node.body.blocks.some(({ type, body }) => {
    if (type !== 'lifecycle') return false
    const ignored = body.attributes.find(({ name }) => name === 'ignore_changes')?.value
    if (ignored?.kind === 'name') return ignored.name === 'all'
    return ignored?.kind === 'list' && ignored.items.some((item) => item.kind === 'name' && item.name === attributeName)
  })
}
