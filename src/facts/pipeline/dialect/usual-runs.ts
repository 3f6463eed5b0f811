import type { Input, Run } from '../model.ts'

/**
 * The starts among some in which no switch is moved, with what is offered for each: what a person can switch at the start is
 * judged by its default (verdicts.md). Where each of them moves one, all stay.
 * @param runs starts under which one comes to a place
 */
export function usualRuns(runs: readonly Run[]): readonly Run[] {
  const usual = runs.filter((run) =>
    switches(run).every((input) => (run.inputs[input.name] ?? usualOf(input)).toLowerCase() === usualOf(input)),
  )
  return (usual.length ? usual : runs).map((run) => ({
    ...run,
    inputs: { ...Object.fromEntries(switches(run).map((input) => [input.name, usualOf(input)])), ...run.inputs },
  }))
}

const switches = ({ trigger }: Run): readonly Input[] => (trigger.inputs ?? []).filter(({ type }) => type === 'boolean')

const usualOf = (input: Input): string => (input.default ?? 'false').toLowerCase()
