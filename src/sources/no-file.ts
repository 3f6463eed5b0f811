import type { Source } from './source.ts'

/**
 * Why what is at a path that should be a file is none: it is a folder, a pipe. Undefined where there is a file, or
 * nothing: then whoever wants one is told that it is missing.
 */
export async function noFileAt(source: Source, path: string): Promise<string | undefined> {
  const found = source.obstacle?.(path)
  if (found) return found
  const { files } = await source.list()
  return files.some((file) => file.path.startsWith(`${path}/`)) ? 'it is a folder' : undefined
}
