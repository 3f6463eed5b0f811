import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { git } from './git.ts'
import { readIgnored } from './history.ts'
import type { ObjectReader } from './objects.ts'
import { staysInside } from './paths.ts'
import type { TreeEntry } from './tree.ts'

/**
 * Which of the paths would be ignored by the .gitignore files among the entries of the whole repository. git only ever
 * asks those on disk, so they are laid into an empty folder for the question.
 */
export async function ignoredBy(
  entries: () => Promise<Iterable<TreeEntry>>,
  { root, prefix, objects }: { readonly root: string; readonly prefix: string; readonly objects: ObjectReader },
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!paths.length) return new Set()
  const [listed, place] = await Promise.all([entries(), git(root, ['rev-parse', '--absolute-git-dir'])])
  const { mkdir, mkdtemp, rm, writeFile } = await import('node:fs/promises')
  const folder = await mkdtemp(join(tmpdir(), 'assay-ignore-'))
  try {
    for (const { path, id, mode } of listed) {
      if (!/(^|\/)\.gitignore$/.test(path) || !mode.startsWith('100') || !staysInside(path)) continue
      const { content } = await objects.read(id)
      if (!content) continue
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
    const environment = { GIT_DIR: place.stdout.toString().replace(/\n$/, ''), GIT_WORK_TREE: folder }
    const found = await readIgnored(
      folder,
      paths.map((path) => prefix + path),
      environment,
    )
    return new Set([...found].map((path) => path.slice(prefix.length)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
