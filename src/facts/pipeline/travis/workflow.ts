import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import { everyKind } from '../dialect/words.ts'
import type { HiddenPart, Workflow } from '../model.ts'
import { about } from './about.ts'
import { jobsOf } from './jobs.ts'
import { triggersOf } from './triggers.ts'

const { system } = about

/** Travis reads this file of the root alone. */
const fileName = /^\.travis\.ya?ml$/

/** The pipeline of Travis CI in the one form. A file that cannot be read is a workflow with a problem. */
export async function readTravis(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const workflows: Workflow[] = []
  for (const { path, area } of repository.ofKind('yaml', 'yml')) {
    if (!fileName.test(path) || area === 'excluded') continue
    repository.claim(path)
    const root = (await repository.yaml(path))?.find((document) => document.kind === 'map')
    if (!root) {
      workflows.push(brokenWorkflow(path, system))
      continue
    }
    const reading: Reading = { repository, finders, budget: { left: mostSteps }, problems: [] }
    workflows.push({
      id: path,
      file: path,
      system,
      name: path,
      place: root.headPlace,
      triggers: triggersOf(root),
      jobs: await jobsOf(root, reading),
      hidden: hiddenIn(root),
      problems: reading.problems,
    })
  }
  return workflows
}

/** What stands outside of every job and cannot be seen: configuration of elsewhere, and whom the service tells. */
function hiddenIn(root: DataNode): HiddenPart[] {
  const imported = root.get('import')
  const place = root.get('notifications') ? root.keyPlace('notifications') : root.place
  const told = new Hidden('whom Travis CI tells of its builds, by mail and by settings of its own', {
    kind: 'answer',
    text: 'say in assay.yaml who is told: kinds: [{job: <job>, kinds: [notify]}]',
  })
  return [
    ...(root.get('notifications')?.get('email')?.value === false
      ? []
      : [{ place, value: told, couldBe: ['notify'] as const }]),
    ...(imported?.asList ?? []).map((node) => ({
      place: node.place,
      value: new Hidden(`the configuration ${node.get('source')?.text ?? node.text ?? ''} that .travis.yml imports`, {
        kind: 'file',
        text: 'write what is imported out in .travis.yml',
      }),
      couldBe: everyKind,
    })),
  ]
}
