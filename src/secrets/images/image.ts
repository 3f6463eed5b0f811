import { gunzipSync } from 'node:zlib'
import { groupBy } from '../../documents/group.ts'
import { Allowance } from '../archives/allowance.ts'
import type { Entry } from '../archives/entry.ts'
import { isTar, tarEntries } from '../archives/tar.ts'
import { configEntries } from './config.ts'
import { manifestsOf } from './manifest.ts'

/** An entry of an image with what its layers do to it. */
export type ImageEntry = Entry & { readonly note?: string }

/** Whether the members of a tar are those of `docker save` or of an OCI image layout (image-spec/image-layout.md). */
export function isImage(entries: readonly Entry[]): boolean {
  return entries.some(({ path }) => path === 'manifest.json' || path === 'index.json')
    ? entries.some(
        ({ path }) => path === 'oci-layout' || /(?:^|\/)layer\.tar$|^[0-9a-f]{64}\.json$|^blobs\/sha256\//.test(path),
      )
    : false
}

/**
 * The files of an image, layer by layer in their order, the environment and the history of its configuration, and what else
 * lies in the layout. A file that a later layer deletes or writes over is still in the image, and that is said of it.
 */
export function* imageEntries(entries: readonly Entry[], allowance: Allowance): Generator<ImageEntry> {
  const files = new Map<string, Buffer>()
  for (const entry of entries) if ('bytes' in entry) files.set(entry.path, entry.bytes)
  const used = new Set(['manifest.json', 'index.json', 'oci-layout', 'repositories'])
  const seen = new Set<string>()
  for (const { config, layers } of manifestsOf(files, used)) {
    used.add(config)
    for (const layer of layers) used.add(layer)
    const described = files.get(config)
    if (described && !seen.has(config)) yield* configEntries(described)
    seen.add(config)
    yield* layerEntries(layers, files, allowance, seen)
  }
  for (const entry of entries) if (!used.has(entry.path) && !/(?:^|\/)(?:VERSION|json)$/.test(entry.path)) yield entry
}

function* layerEntries(
  layers: readonly string[],
  files: ReadonlyMap<string, Buffer>,
  allowance: Allowance,
  seen: Set<string>,
): Generator<ImageEntry> {
  const last = new Map<string, number>()
  const held = [...files.values()].reduce((sum, { length }) => sum + length, 0)
  const gone: Gone[] = []
  // only their names first: one layer at a time is in memory
  for (const [number, name] of layers.entries()) {
    for (const { path } of membersOf(files.get(name), new Allowance(held))) {
      last.set(path, number)
      const whiteout = /^(.*\/|)\.wh\.(.+)$/.exec(path)
      if (whiteout?.[2] === '.wh..opq') gone.push({ folder: whiteout[1] as string, number, opaque: true })
      else if (whiteout) gone.push({ folder: `${whiteout[1]}${whiteout[2]}`, number, opaque: false })
    }
  }
  const deleted = deletions(gone)
  for (const [number, name] of layers.entries()) {
    if (seen.has(name)) continue
    seen.add(name)
    const title = `layer ${number + 1}`
    for (const entry of membersOf(files.get(name), allowance)) {
      if ('bytes' in entry && entry.bytes.length === 0) continue
      const later = deleted(entry.path, number)
      const note =
        later !== undefined
          ? `layer ${later + 1} deletes it, yet it is still in the image`
          : (last.get(entry.path) ?? number) > number
            ? `layer ${(last.get(entry.path) as number) + 1} writes over it, yet this one is still in the image`
            : ''
      yield { ...entry, path: entry.path ? `${title}/${entry.path}` : title, note }
    }
  }
}

interface Gone {
  /** the path that is deleted; of an opaque one: the folder, with a slash at its end, whose content is */
  readonly folder: string
  readonly number: number
  readonly opaque: boolean
}

/** Which later layer deletes a path, by whiteouts of it or of a folder above it. */
function deletions(gone: readonly Gone[]): (path: string, number: number) => number | undefined {
  const by = groupBy(gone, ({ folder, opaque }) => (opaque ? folder : `${folder}\0`))
  return (path, number) => {
    const parts = path.split('/')
    for (let length = parts.length; length >= 0; length--) {
      const part = parts.slice(0, length).join('/')
      const members = [
        ...(by.get(`${part}\0`) ?? []),
        ...(length < parts.length ? (by.get(part ? `${part}/` : '') ?? []) : []),
      ]
      const later = members.find((one) => one.number > number)
      if (later) return later.number
    }
    return undefined
  }
}

function membersOf(layer: Buffer | undefined, allowance: Allowance): readonly Entry[] {
  if (!layer) return [{ path: '', refused: 'is not in this file' }]
  if (isTar(layer)) return allowance.take(0) ? [...tarEntries(layer)] : []
  if (layer[0] === 0x1f && layer[1] === 0x8b) {
    const unpacked = allowance.unpackLayer(layer, gunzipSync)
    return 'refused' in unpacked ? [{ path: '', ...unpacked }] : [...tarEntries(unpacked.bytes)]
  }
  if (layer.every((byte) => byte === 0)) return [] // an empty layer
  return [{ path: '', refused: 'is packed by a method that is not opened (zstd)' }]
}
