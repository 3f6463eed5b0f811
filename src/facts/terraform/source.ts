import { Hidden } from '../hidden.ts'
import { attributeOf, type Declared } from './configuration.ts'

/** Where a module that is called comes from. */
export type Source =
  | { readonly kind: 'local'; readonly folder: string; readonly written: string }
  | { readonly kind: 'remote' | 'outside' | 'unknown'; readonly written: string; readonly hidden: Hidden }

/**
 * What `source` of a call names (developer.hashicorp.com/terraform/language/modules/sources): a path that begins with
 * `./` or `../` is a folder beside the caller; anything else is fetched from elsewhere.
 */
export function source(declared: Declared, folder: string): Source {
  const value = attributeOf(declared.block.body, 'source')?.value
  const parts = value?.kind === 'template' ? value.parts : undefined
  const written = parts?.every((part) => part.kind === 'text') ? parts.map((part) => part.value).join('') : undefined
  const name = `module.${declared.block.labels[0] ?? ''}`
  if (written === undefined) {
    const hidden = new Hidden(`where ${name} comes from`, { kind: 'file', text: `write out the source of ${name}` })
    return { kind: 'unknown', written: '', hidden }
  }
  if (!/^\.\.?(\/|$)/.test(written)) {
    const hidden = new Hidden(`what the module ${written} makes`, {
      kind: 'file',
      text: `keep the module ${written} in this repository`,
    })
    return { kind: 'remote', written, hidden }
  }
  const segments = folder ? folder.split('/') : []
  for (const segment of written.split('/')) {
    if (segment === '..' && segments.pop() === undefined) {
      const hidden = new Hidden(`the module ${written}, which is outside of this repository`, {
        kind: 'file',
        text: `keep the module ${written} in this repository`,
      })
      return { kind: 'outside', written, hidden }
    }
    if (segment && segment !== '.' && segment !== '..') segments.push(segment)
  }
  return { kind: 'local', folder: segments.join('/'), written }
}
