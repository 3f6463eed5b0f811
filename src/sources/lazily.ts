/** Runs a function at the first call and keeps its answer, which is neither null nor undefined; a promise is kept as it is. */
export function lazily<T extends NonNullable<unknown>>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
