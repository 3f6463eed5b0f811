import type { Named } from './named.ts'

/** The images that `--set image.repository=r,image.tag=t` of helm gives; a tag alone is a tag alone. */
export function fromHelm(sets: readonly string[]): Named[] {
  const pairs = sets
    .flatMap((set) => set.split(/,(?=[\w.[\]"\\-]+=)/))
    .flatMap((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0
        ? []
        : [[pair.slice(0, equals), pair.slice(equals + 1).replace(/^(["'])(.*)\1$/s, '$2')] as const]
    })
  const given = new Map(pairs.map(([key, value]) => [key.toLowerCase(), value]))
  /** what stands beside a tag: `image.tag` → `image.repository`, `imageTag` → `imageName` */
  const beside = (prefix: string, names: readonly string[]) =>
    names.flatMap((name) => given.get(`${prefix}${name}`.toLowerCase()) ?? []).find((value) => value !== '')
  return pairs.flatMap(([key, value]): Named[] => {
    if (value === '') return []
    const overrides = 'values' as const
    const last = { key: /[^.[\]"'\\]*$/.exec(key)?.[0] ?? key }
    const tag = /^(.*?)(tag|imageTag|image_tag|imageVersion|digest)$/i.exec(key)
    if (tag && /(^|[._-]|image|docker|app)(tag|imageTag|image_tag|imageVersion|digest)$/i.test(key)) {
      const prefix = tag[1] ?? ''
      // what all images of a chart have in common (`global.repository`) is the name of none
      const names = /^global\.$/i.test(prefix)
        ? ['imageName', 'image', 'imageRepository']
        : ['repository', 'repo', 'name', 'imageName', 'image', 'imageRepository']
      const repository = beside(prefix, names)
      const registry = beside(prefix, ['registry', 'imageRegistry'])
      const separator = /digest$/i.test(key) ? '@' : ':'
      const path = pathOf(prefix)
      if (!repository) return [{ reference: value, tagOnly: true, overrides, ...last, ...path }]
      const name = registry ? `${registry}/${repository}` : repository
      return [{ reference: `${name}${separator}${value}`, tagOnly: false, overrides, ...last, ...path }]
    }
    // `image=name:tag`, `api.image=…`, `apiImage=…`; a name alone stands beside a tag
    return /image$/i.test(key) && /[:@][^/]*$/.test(value)
      ? [{ reference: value, tagOnly: false, overrides, ...last, ...pathOf(`${key}.`) }]
      : []
  })
}

/** `image.` → `image`; `global.` is there for all, and a prefix that ends in a key (`imageTag`) tells no place. */
function pathOf(prefix: string): Pick<Named, 'path'> {
  return prefix.endsWith('.') && !/^global\./i.test(prefix) ? { path: plainPath(prefix.slice(0, -1)) } : {}
}

/** A path of keys as both `--set` and a values file give it. */
export const plainPath = (path: string) => path.replace(/[\\"']/g, '').toLowerCase()
