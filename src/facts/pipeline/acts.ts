import type { Act } from './model.ts'

/** Whether an act only writes a file that something else is told by, and does nothing else. */
export const onlyWrites = ({ stamps, lays, settings }: Act): boolean =>
  stamps !== undefined || lays !== undefined || settings !== undefined
