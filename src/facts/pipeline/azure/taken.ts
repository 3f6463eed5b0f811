import { partyOf, type Taken, type TakenIn } from '../dialect/taken.ts'

/** `resources.repositories`, whose templates a pipeline uses (learn.microsoft.com, "resources.repositories.repository"). */
export const takenIn: TakenIn = async (files, repository) => {
  const found: Taken[] = []
  for (const file of files) {
    for (const document of (await repository.yaml(file)) ?? []) {
      for (const item of document.at('resources', 'repositories')?.asList ?? []) {
        const name = item.get('name')?.text ?? item.get('repository')?.text
        // the repository of the pipeline itself
        if (!name || name === 'self') continue
        const ref = (item.get('ref')?.text ?? '').replace(/^refs\/tags\//, '')
        // `type: git` is the same organisation of the service
        const party = item.get('type')?.text === 'git' ? 'own' : partyOf(name, repository)
        found.push({ what: 'include', name, ref, place: item.place, party })
      }
    }
  }
  return found
}
