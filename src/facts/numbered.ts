/**
 * The facts with ids of their own: of several with one id, those after the first get their number behind it (`deploy 2`).
 * @param spelled how an id is written with its number
 */
export function numbered<T extends { readonly id: string }>(
  facts: readonly T[],
  spelled: (id: string, number: number) => string = (id, number) => `${id} ${number}`,
): T[] {
  const taken = new Map<string, number>()
  return facts.map((fact) => {
    const number = (taken.get(fact.id) ?? 0) + 1
    taken.set(fact.id, number)
    return number === 1 ? fact : { ...fact, id: spelled(fact.id, number) }
  })
}

/** `Rollback (2)`, where an id ends with words. */
export const inBrackets = (id: string, number: number): string => `${id} (${number})`
