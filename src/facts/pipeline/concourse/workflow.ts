import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { brokenWorkflow, templateWorkflow } from '../dialect/unread.ts'
import type { Workflow } from '../model.ts'
import { about } from './about.ts'
import { jobsOf } from './jobs.ts'
import { resourcesOf } from './resources.ts'

const { system } = about

/** Where pipelines are kept: no path is the system's own, they are set with `fly set-pipeline`. */
const fileName =
  /(^|\/)(ci|\.?concourse(-?ci)?|pipelines?)\/(.+\/)?[^/]+\.ya?ml$|(^|\/)[^/]*(pipeline|concourse)[^/]*\.ya?ml$/i

/** What the text of a pipeline holds, all of it, and hardly any other file. */
const marks: readonly RegExp[] = [/^jobs\s*:/m, /\bplan\s*:/, /\b(get|put|task)\s*:/]

/** The pipelines of Concourse in the one form. What a template makes (ytt, Spruce, ERB) is hidden. */
export async function readConcourse(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const workflows: Workflow[] = []
  const budget = { left: mostSteps }
  for (const { path, area } of repository.ofKind('yaml', 'yml')) {
    if (area !== 'main' || !fileName.test(path)) continue
    const content = (await repository.text(path))?.content ?? ''
    if (!marks.every((mark) => mark.test(content))) continue
    repository.claim(path)
    const ytt = /^\s*(-\s+)?#@/m.test(content)
    const root = ytt ? undefined : (await repository.yaml(path))?.find(isPipeline)
    if (!root) {
      const template = ytt || /\{\{|<%|\(\( ?grab/.test(content)
      workflows.push(template ? templateWorkflow(path, system) : brokenWorkflow(path, system))
      continue
    }
    const reading: Reading = { repository, finders, budget, problems: [] }
    const { jobs, triggers } = await jobsOf(root, resourcesOf(root, repository), reading)
    workflows.push({
      id: path,
      file: path,
      system,
      name: path,
      place: root.keyPlace('jobs'),
      triggers,
      jobs,
      hidden: [],
      problems: reading.problems,
    })
  }
  return workflows
}

const isPipeline = (root: DataNode): boolean =>
  root.get('jobs')?.items.some((job) => job.get('plan')?.kind === 'list') === true
