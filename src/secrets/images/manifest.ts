/** What an image is made of: names of files in its layout, the layers from the lowest up. */
export interface Manifest {
  readonly config: string
  readonly layers: readonly string[]
}

/**
 * The images in a `docker save` (manifest.json) or an OCI image layout (index.json, image-spec/image-index.md), each once.
 * `used` gets the names of the manifests themselves.
 */
export function manifestsOf(files: ReadonlyMap<string, Buffer>, used: Set<string>): readonly Manifest[] {
  const saved = parsed(files.get('manifest.json'))
  const found: Manifest[] = []
  if (Array.isArray(saved)) {
    for (const one of saved.slice(0, 1000)) {
      const { Config, Layers } = (one ?? {}) as { Config?: unknown; Layers?: unknown }
      if (typeof Config === 'string' && Array.isArray(Layers))
        found.push({ config: Config, layers: Layers.filter(isText) })
    }
  }
  const isSaved = found.length > 0
  const ways = ['index.json']
  for (let at = 0; at < ways.length && at < 1000; at++) {
    const index = parsed(files.get(ways[at] as string)) as Described | undefined
    for (const { digest } of listOf(index?.manifests)) {
      const name = blobOf(digest)
      if (!used.has(name)) ways.push(name)
      used.add(name)
    }
    if (ways[at] !== 'index.json' && index?.config) used.add(ways[at] as string)
    if (index?.config && !isSaved)
      found.push({
        config: blobOf(index.config.digest),
        layers: listOf(index.layers).map(({ digest }) => blobOf(digest)),
      })
  }
  return found
}

interface Descriptor {
  readonly digest: string
}

interface Described {
  readonly manifests?: unknown
  readonly config?: Descriptor
  readonly layers?: unknown
}

const isText = (value: unknown): value is string => typeof value === 'string'

const listOf = (value: unknown): readonly Descriptor[] =>
  Array.isArray(value) ? value.filter((one) => isText((one as Descriptor | null)?.digest)) : []

/** `sha256:<hex>` lies in `blobs/sha256/<hex>`. */
const blobOf = (digest: unknown) => (isText(digest) ? `blobs/${digest.replace(':', '/')}` : '')

/** JSON of bounded size; undefined where it is none. */
export function parsed(bytes: Buffer | undefined): unknown {
  if (!bytes || bytes.length > 16 << 20) return undefined
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
