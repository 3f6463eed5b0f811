import { attestationsFile } from '../assessment/acceptance/attestations/statement.ts'
import { waiversFile } from '../assessment/acceptance/waivers/waiver.ts'
import type { Remark } from '../assessment/assessment.ts'
import { configurationFiles } from '../config/load.ts'
import type { Source } from '../sources/source.ts'
import type { Opened } from './open.ts'

/**
 * Files that say how to judge and lie here, but that git leaves out (`*.yaml` in .gitignore): nothing is read from them, as
 * nobody else has them, and whoever wrote one takes it for said.
 */
export async function leftOut({ source, trusted }: Opened): Promise<readonly Remark[]> {
  if (trusted) return []
  const ignored = await ignoredIn(source, [...configurationFiles, waiversFile, attestationsFile])
  return ignored.map((file) => ({
    code: 'file-ignored',
    severity: 'warning',
    message: `git ignores this file, so nobody else has it and nothing is read from here; ${addIt([file])}`,
    place: { file },
  }))
}

/** Which of the paths lie on disk and are left out by git. */
export async function ignoredIn(source: Source, paths: readonly string[]): Promise<readonly string[]> {
  const { files } = await source.list()
  const listed = new Set(files.map(({ path }) => path))
  const isHere = async (path: string) =>
    !listed.has(path) &&
    (await source.read(path).then(
      () => true,
      () => false,
    ))
  const here: string[] = []
  for (const path of paths) if (await isHere(path)) here.push(path)
  if (!here.length) return []
  const ignored = await source.history?.isIgnored(here)
  return here.filter((path) => ignored?.has(path))
}

/** How files come into the repository although git ignores them. */
export const addIt = (files: readonly string[]) => `git add --force ${files.join(' ')}`
