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
    for (const arg of args.slice(0, -1)) {
      const next = (known.get(arg) ?? new WeakMap<object, unknown>()) as WeakMap<object, unknown>
      known.set(arg, next)
      known = next
    }
    const last = args[args.length - 1] as object
    if (!known.has(last)) known.set(last, make(...args))
    return known.get(last) as Answer
  }
}
