import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { known, truth } from '../dialect/outcome.ts'
import type { Run } from '../model.ts'
import type { If } from './conditions.ts'
import { evaluate } from './evaluate.ts'
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

/**
 * A step that asks for the branch in a language that is not followed here, and of whose answer a condition on a job hangs:
 * which branches come to it cannot be seen.
 * @param jobs the `jobs:` of the workflow
 */
export function branchChosenUnseen(condition: If | undefined, jobs: DataNode): Hidden | undefined {
  const { text = '', place } = condition ?? {}
  for (const [, name = '', output = ''] of text.matchAll(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g)) {
    const job = jobs.get(name)
    const [, id] = /\bsteps\.([\w-]+)\.outputs\./.exec(job?.at('outputs', output)?.text ?? '') ?? []
    const step = id === undefined ? undefined : job?.get('steps')?.items.find((one) => one.get('id')?.text === id)
    const script = step && scriptInOtherLanguage(step)
    if (script === undefined || !asksForBranch.test(script)) continue
    return new Hidden(`which branches the step ${id} lets through, on which \`${text}\` hangs`, {
      kind: 'file',
      text: `let the conditions in ${place?.file} say plainly which branches reach the job`,
    })
  }
  return undefined
}

function scriptInOtherLanguage(step: DataNode): string | undefined {
  if (/^actions\/github-script@/.test(step.get('uses')?.text ?? '')) return step.at('with', 'script')?.text
  const isOther = /^(python|node|ruby|perl|php|deno|pwsh|powershell)/.test(step.get('shell')?.text ?? '')
  return isOther ? step.get('run')?.text : undefined
}

const asksForBranch = /GITHUB_(HEAD_|BASE_)?REF|github\.(ref|head_ref|base_ref)|context\.(ref\b|payload\.ref\b)/
