import { basename } from '../../../documents/path.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import { type Piece, pieceOf, wired } from '../drone/build.ts'
import { triggersOf } from '../drone/triggers.ts'
import type { Workflow } from '../model.ts'
import { about } from './about.ts'

const { system } = about

/** One file, or a folder of them (woodpecker-ci.org/docs/usage/workflows). */
const fileName = /^\.woodpecker(\/(.+\/)?[^/]+)?\.ya?ml$/

interface Read {
  readonly file: string
  readonly root: DataNode
  readonly pieces: readonly Piece[]
}

/** The workflows of Woodpecker in the one form. Files that wait for one another are one pipeline, which has the name of the last. */
export async function readWoodpecker(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const read: Read[] = []
  const workflows: Workflow[] = []
  for (const { path, area } of repository.ofKind('yaml', 'yml')) {
    if (!fileName.test(path) || area === 'excluded') continue
    repository.claim(path)
    const root = (await repository.yaml(path))?.find((document) => document.kind === 'map')
    if (root) read.push({ file: path, root, pieces: piecesOf(path, root) })
    else workflows.push(brokenWorkflow(path, system))
  }
  const budget = { left: mostSteps }
  for (const group of together(read)) {
    const reading: Reading = { repository, finders, budget, problems: [] }
    const pieces = group.flatMap((one) => one.pieces)
    const { file, root } = group.find(({ file }) => !group.some((other) => waitsFor(other, file))) ?? (group[0] as Read)
    const place = root.headPlace
    workflows.push({
      id: file,
      file,
      system,
      name: file,
      place,
      triggers: triggersOf(
        pieces.map(({ definition }) => definition),
        place,
      ),
      jobs: await wired(pieces, reading),
      hidden: [],
      problems: reading.problems,
    })
  }
  return workflows
}

/** `.woodpecker/deploy.yaml` → `deploy`, as `depends_on` names it. */
const nameOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '')

const waitsFor = ({ pieces }: Read, file: string): boolean =>
  pieces.some((piece) => piece.waitsFor.some(({ text }) => text === nameOf(file)))

/** The files in groups: those that wait for one another, however far, are in one. */
function together(read: readonly Read[]): readonly (readonly Read[])[] {
  const group = new Map<Read, Set<Read>>(read.map((one) => [one, new Set([one])]))
  for (const one of read) {
    for (const other of read) {
      if (one === other || !waitsFor(one, other.file)) continue
      const [mine, theirs] = [group.get(one) as Set<Read>, group.get(other) as Set<Read>]
      if (mine === theirs) continue
      for (const member of theirs) {
        mine.add(member)
        group.set(member, mine)
      }
    }
  }
  return [...new Set(group.values())].map((members) => read.filter((one) => members.has(one)))
}

/** The workflow of a file, once for each leg of a matrix that names environments. */
function piecesOf(file: string, root: DataNode): readonly Piece[] {
  const given = { name: nameOf(file), trigger: root.get('when'), onServer: false, listsDeployments: false }
  return legsOf(root).map((leg) => pieceOf(root, { ...given, leg }))
}

/** One leg for each value of the dimension that names environments, or of `include`; else one that knows nothing. */
function legsOf(root: DataNode): readonly Readonly<Record<string, string>>[] {
  const matrix = root.get('matrix')
  const included = matrix?.get('include')?.items ?? []
  const legs = included.map((one) => Object.fromEntries(one.entries.map(({ key, value }) => [key, value.text ?? ''])))
  if (legs.some((leg) => Object.values(leg).some(tellsEnvironment))) {
    return legs.slice(0, 30).map((leg) => ({ ...leg, name: Object.values(leg).find(tellsEnvironment) ?? '' }))
  }
  for (const { key, value } of matrix?.entries ?? []) {
    const values = value.asList.flatMap(({ text }) => text ?? [])
    if (values.some(tellsEnvironment)) return values.slice(0, 30).map((one) => ({ [key]: one, name: one }))
  }
  return [{}]
}
