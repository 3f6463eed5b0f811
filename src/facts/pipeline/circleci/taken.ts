import { partyOf, type Taken, type TakenIn } from '../dialect/taken.ts'

/** `orbs:` of a configuration. A published version of an orb never changes (circleci.com/docs/orb-concepts). */
export const takenIn: TakenIn = async (files, repository) => {
  const found: Taken[] = []
  for (const file of files) {
    for (const document of (await repository.yaml(file)) ?? []) {
      for (const { value } of document.get('orbs')?.entries ?? []) {
        if (value.text === undefined) continue
        const [name = '', ref = ''] = value.text.split('@')
        const immutable = /^\d+\.\d+\.\d+$/.test(ref)
        const party = name.startsWith('circleci/') ? 'first' : partyOf(name, repository)
        // `5.1` takes whatever is newest of it
        const fixed = immutable ? { immutable } : { moving: ref !== '' }
        found.push({ what: 'action', name, ref, place: value.place, party, ...fixed })
      }
    }
  }
  return found
}
