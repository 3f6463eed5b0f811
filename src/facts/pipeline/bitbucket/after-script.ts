import type { DataNode } from '../../../documents/tree.ts'
import type { Act, Run, Step } from '../model.ts'
import { readScript, type ScriptContext, type Segment, stepsOf } from './script.ts'

/** What `after-script` asks for: 0 after a success. */
const exitCode = 'BITBUCKET_EXIT_CODE'

/**
 * `after-script` runs whatever became of the step and cannot change its result (support.atlassian.com, "Step options").
 * Where it asks for the exit code, what runs after a failure alone and after a success alone are told apart.
 */
export async function readAfterScript(
  list: DataNode,
  context: ScriptContext,
  job: string,
  from: number,
): Promise<Step[]> {
  const common = { continueOnError: true, via: context.via }
  const read = async (variables: Readonly<Record<string, string>>) =>
    readScript(list, { ...context, name: 'after-script', variables: { ...context.variables, ...variables } })
  if (!mentions(list)) {
    return stepsOf(await read({}), job, from, context.via, { ...common, runsAfterFailure: 'always' })
  }
  const [good, bad] = await Promise.all([read({ [exitCode]: '0' }), read({ [exitCode]: '1' })])
  const onSuccess = keysOf(good)
  const onFailure = keysOf(bad)
  const both = good.map((segment) => only(segment, (key) => onFailure.has(key)))
  const failed = bad.map((segment) => only(segment, (key) => !onSuccess.has(key)))
  const well = good.map((segment) => only(segment, (key) => !onFailure.has(key)))
  const steps: Step[] = []
  for (const [segments, runsAfterFailure] of [
    [both, 'always'],
    [well, 'no'],
    [failed, 'only'],
  ] as const) {
    const kept = segments.filter((segment) => segment.acts.length)
    steps.push(...stepsOf(kept, job, from + steps.length, context.via, { ...common, runsAfterFailure }))
  }
  return steps
}

function mentions(list: DataNode): boolean {
  return list.asList.some((item) => item.text?.includes(exitCode) || (item.kind === 'list' && mentions(item)))
}

/** A start of which nothing is known: conditions on the exit code alone are answered all the same. */
const anyRun: Run = {
  trigger: { kind: 'external', place: { file: '' } },
  branch: undefined,
  onDefaultBranch: undefined,
  inputs: {},
}

/** The acts that may run, by what they are. */
function keysOf(segments: readonly Segment[]): ReadonlySet<string> {
  return new Set(segments.flatMap(({ acts }) => acts.filter(mayRun).map(keyOf)))
}

function mayRun(act: Act): boolean {
  return act.condition?.holds(anyRun) !== false
}

function keyOf({ place, tool, via }: Act): string {
  return JSON.stringify([place, via, tool])
}

/** A segment with the acts that may run and are wanted; a condition that is sure to hold says nothing. */
function only(segment: Segment, wanted: (key: string) => boolean): Segment {
  const acts = segment.acts
    .filter((act) => mayRun(act) && wanted(keyOf(act)))
    .map((act) => {
      if (act.condition?.holds(anyRun) !== true) return act
      const { condition: _, ...plain } = act
      return plain
    })
  return { ...segment, acts }
}
