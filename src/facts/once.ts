/**
 * A function that answers once for the same objects (a repository, its pipelines, the settings): what it answered is kept
 * for as long as they are.
 */
export function once<Args extends readonly object[], Answer>(
  make: (...args: Args) => Answer,
): (...args: Args) => Answer {
  const root = new WeakMap<object, unknown>()
  return (...args) => {
    let known = root
    for (let i = 0; i < args.length - 1; i++) {
      const next = (known.get(args[i] as object) ?? new WeakMap<object, unknown>()) as WeakMap<object, unknown>
      known.set(args[i] as object, next)
      known = next
    }
    const last = args[args.length - 1] as object
    const before = known.get(last)
    // an answer may be undefined
    if (before !== undefined || known.has(last)) return before as Answer
    const made = make(...args)
    known.set(last, made)
    return made
  }
}
