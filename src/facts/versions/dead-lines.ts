import { groupBy } from '../../documents/group.ts'
import type { Tag } from '../../sources/source.ts'
import type { TagName } from './tag-name.ts'

/** How much later another line goes on: what has not been released for so long is no part of the releases of today. */
const silence = 2 * 365 * 86_400_000

/**
 * The tags without the lines that were given up: `build-2.0.0` where `v6.1.2` came years after it. The line of a package
 * that is still here lives on, however seldom it is released, and so do tags that are versions and nothing else.
 * @param isHere whether something in the repository is called so
 */
export function withoutDeadLines<T extends Tag & TagName>(
  tags: readonly T[],
  isHere: (line: string) => boolean,
): readonly T[] {
  const lines = groupBy(tags, ({ line }) => line)
  if (lines.size < 2) return tags
  const ends = new Map([...lines].map(([line, all]) => [line, Math.max(...all.map(({ date }) => Date.parse(date)))]))
  const last = Math.max(...[...ends.values()].filter((end) => !Number.isNaN(end)))
  const isDead = (line: string) => line !== '' && last - (ends.get(line) ?? Number.NaN) > silence && !isHere(line)
  return tags.filter(({ line }) => !isDead(line))
}
