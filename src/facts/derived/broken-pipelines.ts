import { compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Problem } from '../pipeline/model.ts'
import type { BrokenFile } from '../schema/document.ts'

/** Pipelines that can be parsed and yet make no sense in part: jobs that are a list, a step that is a text, circles. */
export default collector({
  yields: ['brokenFiles'],
  needs: ['workflows'],
  reads: 'the pipelines, for what makes no sense in them',
  collect(context) {
    const { workflows, problems } = graphOf(context)
    const found = new Map<string, Problem[]>()
    for (const problem of [...workflows.flatMap((workflow) => workflow.problems), ...problems]) {
      const { file } = problem.place
      const known = found.get(file)
      if (known) known.push(problem)
      else found.set(file, [problem])
    }
    return { brokenFiles: [...found.values()].map(gathered) }
  },
})

/** The first trouble of a file, the gravest first, and how many there are. */
function gathered(problems: readonly Problem[]): BrokenFile {
  const messages = new Map<string, Problem>()
  for (const problem of [...problems].sort(gravestFirst)) {
    const key = `${problem.place.start} ${problem.message}`
    if (!messages.has(key)) messages.set(key, problem)
  }
  const [first] = messages.values()
  const { message, place, unreadable } = first as Problem
  return {
    id: place.file,
    file: place.file,
    message: messages.size > 1 ? `${message} (and ${messages.size - 1} more)` : message,
    claimed: unreadable,
    loses: unreadable ? ['workflows'] : [],
    place,
  }
}

function gravestFirst(a: Problem, b: Problem): number {
  return (
    Number(b.unreadable) - Number(a.unreadable) ||
    (a.place.start ?? -1) - (b.place.start ?? -1) ||
    compareText(a.message, b.message)
  )
}
