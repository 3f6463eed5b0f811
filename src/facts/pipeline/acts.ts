import type { Act } from './model.ts'

/** Whether an act only writes a file that something else is told by, or asks one for something, and does nothing else. */
export const onlyWrites = ({ stamps, lays, settings, judges }: Act): boolean =>
  stamps !== undefined || lays !== undefined || settings !== undefined || judges !== undefined
