import { type DataNode, walk } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { partyOf, type Taken, type TakenIn } from '../dialect/taken.ts'

/** `taskRef` and `pipelineRef` with a resolver: git, hub, bundles (tekton.dev/docs/pipelines/resolution). */
export const takenIn: TakenIn = async (files, repository) => {
  const found = new Map<string, Taken>()
  for (const file of files) {
    for (const document of (await repository.yaml(file)) ?? []) {
      for (const node of walk(document)) {
        const taken = node.get('resolver') ? ofResolver(node, repository) : undefined
        if (taken) found.set(`${taken.place.file} ${taken.place.start}`, taken)
      }
    }
  }
  return [...found.values()]
}

function ofResolver(node: DataNode, repository: Repository): Taken | undefined {
  const given = (name: string) =>
    node
      .get('params')
      ?.items.find((item) => item.get('name')?.text === name)
      ?.get('value')?.text ?? ''
  const { place } = node
  switch (node.get('resolver')?.text) {
    case 'git': {
      const name = given('url') || given('repo')
      const path = name.replace(/^\w+:\/\/[^/]*\/|^git@[^:]*:/, '')
      return { what: 'include', name, ref: given('revision'), place, party: partyOf(path, repository) }
    }
    case 'hub':
      // a version of the catalogue is a folder that is never changed
      return { what: 'include', name: given('name'), ref: given('version'), place, party: 'first', immutable: true }
    case 'bundles': {
      const [, name = '', ref = ''] = /^(.*?)[@:]([^/]*)$/.exec(given('bundle')) ?? [undefined, given('bundle')]
      return { what: 'include', name, ref: ref.replace(/^sha256:/, ''), place, party: partyOf(name, repository) }
    }
    default:
      return undefined
  }
}
