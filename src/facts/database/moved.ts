import { basename } from '../../documents/path.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Before } from './recent.ts'

/**
 * Where migrations lay before, that have only been moved since: a file of the same name and text that is no longer there.
 * What was shipped long ago is not shipped again because its folder has another name now.
 */
export async function movedFrom(
  files: readonly RepositoryFile[],
  before: Before,
  repository: Repository,
): Promise<ReadonlyMap<string, string>> {
  const moved = new Map<string, string>()
  for (const { path } of files) {
    if (before.has(path)) continue
    for (const old of before.called(basename(path))) {
      if (repository.has(old)) continue
      const text = (await repository.text(path))?.content
      if (text === undefined || plain(text) !== plain(await before.text(old))) continue
      moved.set(path, old)
      break
    }
  }
  return moved
}

/** Without what git or an editor changes at the ends of lines, and a mark at the beginning. */
const plain = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .trim()
