import type { History } from '../../../src/sources/source.ts'

/** A made-up history with tags, a month apart; `undefined`: the tags are not at hand. A tag may name its own day. */
export function historyOf(tags: readonly (string | readonly [string, string])[] | undefined): History {
  const made = tags?.map((tag, i) => {
    const [name, date] = typeof tag === 'string' ? [tag, `${2020 + i}-01-01T00:00:00Z`] : tag
    return { name, date, commit: '0123456789abcdef0123456789abcdef01234567' }
  })
  return {
    head: undefined,
    defaultBranch: 'main',
    shallow: false,
    origin: undefined,
    tags: async () => made,
    lastChange: async () => undefined,
    hasCommit: async () => undefined,
    isIgnored: async () => new Set(),
  }
}
