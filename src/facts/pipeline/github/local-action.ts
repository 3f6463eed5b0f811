import type { DataNode } from '../../../documents/tree.ts'
import type { Reading } from './dialect.ts'

/** An action in this repository (docs.github.com, "Metadata syntax for GitHub Actions"). */
export interface LocalAction {
  /** its folder, '' for the root */
  readonly path: string
  readonly name: string
  readonly description: string
  /** default values of its inputs; undefined where one has none */
  readonly inputs: ReadonlyMap<string, DataNode | undefined>
  /** of a composite action; undefined for one of JavaScript or Docker */
  readonly steps: DataNode | undefined
  /** of a Docker action */
  readonly image: string | undefined
}

/** Reads `action.yml` or `action.yaml` in a folder, or finds a bare Dockerfile; undefined where there is no action. */
export async function readLocalAction(path: string, reading: Reading): Promise<LocalAction | undefined> {
  const inFolder = (name: string) => (path ? `${path}/${name}` : name)
  const file = [inFolder('action.yml'), inFolder('action.yaml')].find((name) => reading.repository.has(name))
  if (!file) {
    if (!reading.repository.has(inFolder('Dockerfile'))) return undefined
    return { path, name: path, description: '', inputs: new Map(), steps: undefined, image: 'Dockerfile' }
  }
  reading.repository.claim(file)
  const root = await reading.root(file)
  if (!root) {
    reading.problems.push({ place: { file }, message: 'this action cannot be read', unreadable: true })
    return undefined
  }
  const runs = root.get('runs')
  const composite = runs?.get('using')?.text === 'composite' || (runs?.get('steps') && !runs.get('main'))
  return {
    path,
    name: root.get('name')?.text ?? path,
    description: root.get('description')?.text ?? '',
    inputs: new Map((root.get('inputs')?.entries ?? []).map(({ key, value }) => [key, value.get('default')])),
    steps: composite ? runs?.get('steps') : undefined,
    image: runs?.get('image')?.text,
  }
}
