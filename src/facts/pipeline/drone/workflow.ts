import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import { everyKind } from '../dialect/words.ts'
import type { HiddenPart, Workflow } from '../model.ts'
import { about } from './about.ts'
import { type Piece, pieceOf, wired } from './build.ts'
import { stepsOf } from './steps.ts'
import { triggersOf } from './triggers.ts'

const { system } = about

/** Drone reads `.drone.yml` of the root; settings of the server may name another, as `.drone-1.0.yml`. */
const fileName = /^\.drone([-.][\w.-]+)?\.ya?ml$/

/** The pipelines of Drone in the one form: those of one file are one build, and one workflow here. */
export async function readDrone(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const workflows: Workflow[] = []
  for (const { path, area } of repository.ofKind('yaml', 'yml')) {
    if (!fileName.test(path) || area === 'excluded') continue
    repository.claim(path)
    const documents = (await repository.yaml(path))?.filter((document) => document.kind === 'map')
    const [first] = documents ?? []
    if (!documents || !first) {
      workflows.push(brokenWorkflow(path, system))
      continue
    }
    const reading: Reading = { repository, finders, budget: { left: mostSteps }, problems: [] }
    const pieces = documents.filter((one) => kindOf(one) === 'pipeline').map(pipelineOf)
    workflows.push({
      id: path,
      file: path,
      system,
      name: path,
      place: first.headPlace,
      triggers: triggersOf(
        pieces.map(({ definition }) => definition),
        first.place,
      ),
      jobs: await wired(pieces, reading),
      hidden: documents.filter((one) => kindOf(one) === 'template').map(templateOf),
      problems: reading.problems,
    })
  }
  return workflows
}

/** `kind` of a document; in Drone 0.8 there is one document without it. */
const kindOf = (root: DataNode): string => root.get('kind')?.text ?? (stepsOf(root).length > 0 ? 'pipeline' : '')

function pipelineOf(root: DataNode, index: number): Piece {
  return pieceOf(root, {
    name: root.get('name')?.text ?? (index === 0 ? 'default' : `pipeline ${index + 1}`),
    trigger: root.get('trigger'),
    leg: {},
    onServer: root.get('type')?.text === 'ssh',
    // Drone's API: builds/deployments
    listsDeployments: true,
  })
}

function templateOf(root: DataNode): HiddenPart {
  const name = root.get('load')?.text ?? 'template'
  const value = new Hidden(`the pipeline that the template ${name} makes`, {
    kind: 'file',
    text: `write the pipeline out in ${root.file}`,
  })
  return { place: root.place, value, couldBe: everyKind }
}
