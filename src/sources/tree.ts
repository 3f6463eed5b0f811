import { misleading, submodule } from './index-listing.ts'
import { isPointer } from './lfs.ts'
import type { ObjectReader } from './objects.ts'
import { cutOff, foldersOf, type Limits, staysInside, tooLarge } from './paths.ts'
import { type FileEntry, type Listing, type Skipped, UnreadableError } from './source.ts'
import { followLink, type LinkEnd, type TreeView } from './tree-links.ts'
import { strayFolderLinks } from './walk.ts'

const missingMend =
  'is not in this clone, and nothing is fetched; run `git fetch --refetch --no-filter`, or clone without --filter'

/** The content of a listed file, by its object. Rejects with an {@link UnreadableError}. */
export async function readBlob(objects: ObjectReader, file: string, id: string): Promise<Uint8Array> {
  let content: Buffer | undefined
  try {
    const found = await objects.read(id)
    content = found.content
    if (found.tooLarge !== undefined) {
      throw new UnreadableError(file, 'too-large', `${file} is larger than what is read (${found.tooLarge} bytes)`)
    }
  } catch (error) {
    if (error instanceof UnreadableError) throw error
    throw new UnreadableError(file, 'unreadable', `${file}: git stopped while reading it; run \`git fsck\``)
  }
  if (!content) throw new UnreadableError(file, 'unreadable', `${file} ${missingMend}`)
  if (!isPointer(content)) return content
  const mend = 'check the folder on disk after `git lfs pull` instead of a revision'
  throw new UnreadableError(file, 'lfs', `${file} is only a pointer of Git LFS; ${mend}`)
}

/** What is listed of a commit or of the index. */
export interface Tree extends Omit<Listing, 'notices'> {
  /** the object of each listed file; of a link, that of the file it leads to */
  readonly ids: ReadonlyMap<string, string>
}

/** An entry as git has it: a file, a link or a submodule. */
export interface TreeEntry {
  readonly path: string
  readonly mode: string
  readonly id: string
  /** in bytes; below 0: the object is not here */
  readonly size: number
}

/** Sorts entries into files, links and what is passed over. `missing`: objects that a partial clone left out. */
export async function makeTree(
  listed: Iterable<TreeEntry>,
  {
    missing,
    objects,
    limits,
    skipped,
  }: {
    readonly missing: ReadonlySet<string>
    readonly objects: ObjectReader
    readonly limits: Limits
    readonly skipped: Skipped[]
  },
): Promise<Tree> {
  const entries = new Map<string, TreeEntry>()
  const links: TreeEntry[] = []
  const files: FileEntry[] = []
  for (const entry of listed) {
    if (entry.mode === '160000') skipped.push(submodule(entry.path))
    else if (!staysInside(entry.path)) skipped.push(misleading(entry.path))
    else if (missing.has(entry.id) || entry.size < 0) {
      skipped.push({ path: entry.path, reason: 'unreadable', detail: `its content ${missingMend}` })
    } else {
      entries.set(entry.path, entry)
      if (entry.mode === '120000') links.push(entry)
      else if (entry.size > limits.maxFileSize) skipped.push(tooLarge(entry.path, entry.size, limits))
      else files.push(fileOf(entry))
    }
  }
  const ids = new Map(files.map((file) => [file.path, (entries.get(file.path) as TreeEntry).id]))
  await addLinks({ links, entries, files, skipped, ids, objects })
  cutOff(files, skipped, limits)
  return { files, skipped, ids }
}

const fileOf = ({ path, mode, size }: TreeEntry): FileEntry => ({
  path,
  size,
  executable: mode === '100755',
  link: false,
  tracked: true,
})

async function addLinks(found: {
  links: readonly TreeEntry[]
  entries: ReadonlyMap<string, TreeEntry>
  files: FileEntry[]
  skipped: Skipped[]
  ids: Map<string, string>
  objects: ObjectReader
}): Promise<void> {
  if (!found.links.length) return
  const { entries, files, skipped, ids } = found
  const targets = new Map<string, string>()
  await Promise.all(
    found.links.map(async ({ path, id }) => {
      targets.set(path, (await found.objects.read(id)).content?.toString() ?? '')
    }),
  )
  const folders = new Set([''])
  for (const path of entries.keys()) for (const folder of foldersOf(path)) folders.add(folder.slice(0, -1))
  const tree: TreeView = {
    isFile: (path) => entries.has(path) && !targets.has(path),
    isFolder: (path) => folders.has(path),
    target: (path) => targets.get(path),
  }
  const strays: { path: string; target: string }[] = []
  for (const { path } of found.links) {
    const end: LinkEnd = followLink(path, tree)
    if (end.kind === 'none') skipped.push({ path, reason: end.reason, detail: end.detail })
    else if (end.kind === 'folder') strays.push({ path, target: end.path })
    else {
      const target = entries.get(end.path) as TreeEntry
      if (!ids.has(end.path)) {
        skipped.push({ path, reason: 'too-large', detail: `a link to ${end.path}, which is too large to be read` })
        continue
      }
      ids.set(path, target.id)
      files.push({ path, size: 0, executable: target.mode === '100755', link: true, tracked: true })
    }
  }
  skipped.push(...strayFolderLinks(strays, files))
}
