/** The members of a list by a key of theirs: keys in the order in which they first come, members in their own. */
export function groupBy<K, V>(members: readonly V[], keyOf: (member: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const member of members) {
    const key = keyOf(member)
    const group = groups.get(key)
    if (group) group.push(member)
    else groups.set(key, [member])
  }
  return groups
}
