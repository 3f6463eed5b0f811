import type { DataNode } from '../../../documents/tree.ts'
import type { Job, Need } from '../model.ts'
import { readTemplate, type UseContext, type Used, useTemplate } from './jobs.ts'
import { inSpec } from './templates.ts'
import { statusOf } from './when.ts'

/** The jobs of `hooks` and `onExit` of a step or task: they run at its end, or at the end that they ask for. */
export async function hooksOf(used: Used, spec: DataNode | undefined, context: UseContext): Promise<Job[]> {
  const jobs: Job[] = []
  const on = used.jobs.map(({ id }) => id)
  for (const { key, value } of used.node.get('hooks')?.entries ?? []) {
    if (key === 'running') continue
    jobs.push(...(await hookJobs(value, `${used.name}.${key}`, on, spec, context)))
  }
  const exit = used.node.get('onExit')
  if (exit?.text !== undefined) {
    jobs.push(...behind(await exitHandler(exit, spec, context), `${used.name}.onExit`, on, 'completion', exit))
  }
  return jobs
}

/** The jobs of one hook, behind the jobs that it belongs to. */
export async function hookJobs(
  hook: DataNode,
  name: string,
  on: readonly string[],
  spec: DataNode | undefined,
  context: UseContext,
): Promise<Job[]> {
  const used = await useTemplate(hook, spec, context)
  const requires = statusOf(hook.get('expression')) ?? 'completion'
  return behind(used.jobs, name, on, requires, hook)
}

/** The jobs of an exit handler, without what they wait for from outside. */
export async function exitHandler(
  exit: DataNode,
  spec: DataNode | undefined,
  context: UseContext,
): Promise<readonly Job[]> {
  const name = exit.text ?? ''
  const id = `${context.prefix}${name}`
  return readTemplate(
    inSpec(spec, name),
    new Map(),
    { id, key: name, node: exit, place: exit.place, names: context.names },
    context,
  )
}

/** Jobs that run at the end of others: `when` of a step that asks for the status says at which one. */
export function behind(
  jobs: readonly Job[],
  name: string,
  on: readonly string[],
  usual: Need['requires'],
  at: DataNode,
): Job[] {
  return jobs.map((job) => {
    const asked = job.condition && statusOfText(job.condition.text)
    const requires = asked ?? usual
    const group = requires === 'failure' && on.length > 1 ? `${name}: ${job.id}` : undefined
    const needs = on.map(
      (id): Need => ({
        job: id,
        place: at.place,
        requires,
        ...(group && { group }),
        ...(requires === 'success' && { evenIfSkipped: true }),
      }),
    )
    const { condition, ...rest } = job
    return { ...rest, ...(condition && !asked && { condition }), needs: [...job.needs, ...needs] }
  })
}

/** `${WORKFLOW_STATUS} != Succeeded`, as a condition that stands open. */
function statusOfText(text: string): 'success' | 'failure' | undefined {
  const found =
    /^["']?\$\{\w*STATUS\}["']?\s*(==|!=)\s*["']?(\w+)["']?\s*(?:\|\|\s*["']?\$\{\w*STATUS\}["']?\s*==\s*["']?(?:Failed|Error)["']?\s*)?$/.exec(
      text.trim(),
    )
  if (!found) return undefined
  const isGood = found[2] === 'Succeeded'
  if (!isGood && !/^(Failed|Error)$/.test(found[2] ?? '')) return undefined
  return (found[1] === '==') === isGood ? 'success' : 'failure'
}
