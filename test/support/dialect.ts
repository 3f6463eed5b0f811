import type { Finders } from '../../src/facts/pipeline/dialect/reading.ts'
import type { Act, Job, Run, Trigger, Workflow } from '../../src/facts/pipeline/model.ts'
import type { Script } from '../../src/facts/pipeline/script.ts'

/* What tests of every CI system need: to look at the workflows that its files become. */

/** Stands for the finders: every script, use and image is one act, and scripts are kept for the test. */
export function stubFinders(): Finders & { readonly scripts: Script[] } {
  const scripts: Script[] = []
  return {
    scripts,
    findActs: async (script) => {
      scripts.push(script)
      return [act('run', script.text.trim(), script.placeOf(0, script.text.trimEnd().length), script.via)]
    },
    actsOfUse: async ({ name, text, place, via, inputs }) => [{ ...act(name, text, place, via), inputs }],
    actsOfImage: async (image, args, place, via) => [act(image, args, place, via)],
  }
}

/** An act of which nothing is known but what is written. */
export const act = (tool: string, text: string, place: Act['place'], via: Act['via']): Act => ({
  ...{ kinds: [], tool, text, place, via, onFailure: 'stops', words: [] },
})

/** The job of that id, which is there. */
export function job(workflow: Workflow, id: string): Job {
  const found = workflow.jobs.find((each) => each.id === id)
  if (!found) throw new Error(`no job ${id} among ${workflow.jobs.map((each) => each.id).join(', ')}`)
  return found
}

/** `build, test:completion, deploy~` (a skipped one does not stop it). */
export const needs = (of: Job): string[] =>
  of.needs.map(
    (need) => `${need.job}${need.requires === 'success' ? '' : `:${need.requires}`}${need.evenIfSkipped ? '~' : ''}`,
  )

/** A start by a trigger of the workflow, on its default branch. */
export function start(workflow: Workflow, kind: Trigger['kind'], more: Partial<Run> = {}): Run {
  const trigger = workflow.triggers.find((each) => each.kind === kind)
  if (!trigger) throw new Error(`no trigger ${kind}`)
  return { trigger, branch: 'default', onDefaultBranch: true, inputs: {}, ...more }
}
