import { joinPath } from '../../../documents/path.ts'

/** Joins a path to a folder of the repository; undefined where it leads out of it. */
export const join = (folder: string, path: string): string | undefined =>
  path.startsWith('/') ? undefined : joinPath(folder, path)

/** Whether a base lies in another repository. */
export const isRemote = (path: string): boolean => /:\/\/|^git@|\?ref=|^[\w.-]+\.[a-z]{2,}\/[\w.-]+\//.test(path)
