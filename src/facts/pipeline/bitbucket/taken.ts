import { walk } from '../../../documents/tree.ts'
import { partyOf, type Taken, type TakenIn } from '../dialect/taken.ts'

/** `pipe:` of steps, which are images by tag, and `import:` of pipelines of other repositories. */
export const takenIn: TakenIn = async (files, repository) => {
  const found = new Map<string, Taken>()
  const take = (taken: Taken) => found.set(`${taken.place.file} ${taken.place.start}`, taken)
  for (const file of files) {
    for (const document of (await repository.yaml(file)) ?? []) {
      for (const node of walk(document)) {
        const pipe = node.get('pipe')
        if (pipe?.text) {
          const [, name = '', ref = ''] = /^(?:docker:\/\/)?(.*?)(?:[:@]([^/]*))?$/.exec(pipe.text) ?? []
          const party = name.startsWith('atlassian/') ? 'first' : partyOf(name, repository)
          take({ what: 'action', name, ref, place: pipe.place, party })
        }
        const [project, ref, definition] = node.get('import')?.text?.split(':') ?? []
        const place = node.get('import')?.place
        if (place && project && ref && definition) take({ what: 'include', name: project, ref, place, party: 'own' })
      }
    }
  }
  return [...found.values()]
}
