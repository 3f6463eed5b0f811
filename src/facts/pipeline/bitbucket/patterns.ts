/** More names than this do not come out of one pattern with braces. */
const mostNames = 64

/** The globs of a pattern: `{main,release/*}` stands for two (support.atlassian.com, "Use glob patterns"). */
export function globsOf(pattern: string): readonly string[] {
  let open = [pattern.trim()]
  for (;;) {
    const next = open.flatMap((text) => {
      const match = /^([\s\S]*)\{([^{}]*)\}([\s\S]*)$/.exec(text)
      return match ? (match[2] ?? '').split(',').map((choice) => `${match[1]}${choice.trim()}${match[3]}`) : [text]
    })
    if (next.length > mostNames) return open
    if (next.length === open.length && next.every((text, i) => text === open[i])) return open
    open = next
  }
}

/**
 * The patterns that win over a pattern where both match: Bitbucket runs the most specific one alone, an exact name before
 * any glob.
 * @param all of the same section, as written
 */
export function winningOver(pattern: string, all: readonly string[]): readonly string[] {
  const own = Math.max(...globsOf(pattern).map(specificity))
  if (own === exact) return []
  return all.flatMap((other) => (other === pattern ? [] : globsOf(other).filter((glob) => specificity(glob) > own)))
}

const exact = Number.POSITIVE_INFINITY

/** How much of a name a glob fixes; `*` says more than `**`. */
function specificity(glob: string): number {
  if (!/[*?[\]]/.test(glob)) return exact
  const literal = glob.replace(/[*?[\]]/g, '').length
  return literal + (glob.includes('**') ? 0 : 0.5)
}
