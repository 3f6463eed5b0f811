import type { Remark } from '../assessment/assessment.ts'
import { didYouMean } from '../config/nearest.ts'
import { unheardIn } from '../facts/pipeline/graph/index.ts'
import type { Workflow } from '../facts/pipeline/model.ts'
import type { Opened } from './open.ts'

/**
 * Answers under `kinds` that speak of no job, step or include of the pipelines here: nothing is said by them. Where a
 * pipeline could not be read, what they speak of may stand there.
 */
export function unheardAnswers(workflows: readonly Workflow[], { configuration }: Opened): readonly Remark[] {
  const { settings, root } = configuration
  if (!workflows.length || workflows.some(({ problems }) => problems.some(({ unreadable }) => unreadable))) return []
  return unheardIn(workflows, settings).flatMap(({ index, wanting, name, known }): readonly Remark[] => {
    const node = root?.get('kinds')?.items[index]
    // a policy for many repositories speaks of jobs that only some have
    if (!node || node.place.file !== configuration.file) return []
    const { place } = node.get(wanting === 'pipeline' ? 'file' : wanting) ?? node
    const message = `no ${wanting} here is called "${name}", so nothing is said by this${didYouMean(name, known)}`
    return [{ code: 'kinds-unheard', severity: 'warning', message, place }]
  })
}
