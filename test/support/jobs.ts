import type { Workflow } from '../../src/facts/pipeline/model.ts'

/** Each job of the workflows in a line, `job < needs: kinds`: `!` where somebody holds it, `?` for what is hidden. */
export const linesOf = (workflows: readonly Workflow[]): readonly string[] =>
  workflows.flatMap((workflow) =>
    workflow.jobs.map(({ id, needs, approval, hidden, steps, allowFailure }) => {
      const acts = steps.flatMap(({ acts }) =>
        acts.flatMap((act): readonly string[] => (act.hidden ? ['?'] : act.kinds)),
      )
      const before = needs
        .map(({ job, requires }) => (requires === 'success' ? job : `${requires} of ${job}`))
        .join(', ')
      const soft = allowFailure === true ? ' (may fail)' : ''
      return `${id} < ${before || '-'}: ${approval ? '!' : hidden ? '?' : acts.join(' ') || 'nothing'}${soft}`
    }),
  )
