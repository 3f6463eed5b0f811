import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import type { Run } from '../model.ts'
import type { If } from './conditions.ts'
import { evaluate } from './evaluate.ts'
import { known, truth } from './outcome.ts'
import { type Frame, namesIn } from './scope.ts'

/**
 * What decides a condition and is kept elsewhere: a variable of the forge, where it must be set for the condition to hold;
 * an output of a job that calls a workflow of another repository.
 * @param jobs the `jobs:` of the workflow
 * @returns undefined where there is no such thing in it
 */
export function decidedElsewhere(
  condition: If | undefined,
  jobs: DataNode,
  frame: Frame,
): ((run: Run) => Hidden | undefined) | undefined {
  if (!condition?.expression) return undefined
  const { text, expression, place } = condition
  for (const [, job = '', output] of text.matchAll(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g)) {
    const called = jobs.at(job, 'uses')?.text
    if (called === undefined || called.startsWith('./')) continue
    const hidden = new Hidden(`what ${called} answers as ${output}, on which \`${text}\` hangs`, {
      kind: 'file',
      text: `let the conditions in ${place.file} say plainly which pushes reach the job`,
    })
    return () => hidden
  }
  const variable = /\bvars\.([\w-]+)/.exec(text)?.[1]
  if (variable === undefined) return undefined
  const hidden = new Hidden(`the variable ${variable}, on which \`${text}\` hangs`, {
    kind: 'permission',
    text: `write the value of ${variable} into ${place.file}, or ask the forge for its variables`,
  })
  return (run) => {
    const names = namesIn(frame, run)
    const unset = {
      ...names,
      lookup: (path: readonly string[]) => (path[0] === 'vars' ? known('') : names.lookup(path)),
    }
    return truth(evaluate(expression, unset)) === true ? undefined : hidden
  }
}
