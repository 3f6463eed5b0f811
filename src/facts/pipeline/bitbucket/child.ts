import { Hidden } from '../../hidden.ts'
import { toSay } from '../dialect/question.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { HiddenPart, Job } from '../model.ts'
import { type ItemContext, type Read, readItems } from './items.ts'
import type { Layer, Target } from './sequence.ts'
import type { StepUse } from './step.ts'
import { readVariables, variablesOf } from './variables.ts'

/**
 * A step of `type: pipeline` starts a custom pipeline of the same file and waits for it (support.atlassian.com, "Child
 * pipeline step options"): its steps stand for it.
 */
export async function readChild(use: StepUse, context: ItemContext, before: readonly Layer[]): Promise<Read> {
  const { node, place, key } = use
  const name = node.get('custom')?.text ?? ''
  const child = context.root.at('pipelines', 'custom', name)
  const { problems } = context.reading
  if (child?.kind !== 'list') {
    const message = child ? `the pipeline ${name} is elsewhere` : `there is no custom pipeline ${name}`
    if (!child) problems.push({ place, message, unreadable: false })
    return elsewhere(use, context, `the pipeline ${name}`)
  }
  if (context.pipelines.includes(name)) {
    const circle = [...context.pipelines, name].join(' → ')
    problems.push({ place, message: `pipelines start each other in a circle: ${circle}`, unreadable: false })
    return elsewhere(use, context, `the pipeline ${name}`)
  }
  const given = node.get('input-variables')?.entries ?? []
  const passed = Object.fromEntries(given.flatMap(({ key: to, value }) => (value.text ? [[to, value.text]] : [])))
  const inputs = readVariables(variablesOf(child)).filter((input) => !(input.name in passed))
  const read = await readItems(
    child,
    {
      ...context,
      inputs,
      // What the parent passes on from its own variables is not followed.
      variables: Object.fromEntries(Object.entries(passed).filter(([, value]) => !value.includes('$'))),
      via: [...context.via, place],
      key: name,
      prefix: `${use.id} / `,
      pipelines: [...context.pipelines, name],
      outer: { condition: use.condition, deployment: use.deployment, approval: use.approval },
    },
    before,
  )
  const all: Target[] = read.layers.flat()
  return all.length ? { jobs: read.jobs, layers: [all] } : elsewhere(use, context, `the empty pipeline ${key}`)
}

/** A step whose content cannot be seen, as a job. */
export function elsewhere(use: StepUse, context: ItemContext, what: string): Read {
  const job: Job = {
    id: use.id,
    key: use.key,
    name: use.key,
    place: use.place,
    via: context.via,
    needs: use.needs,
    ...(use.condition && { condition: use.condition }),
    ...(use.approval && { approval: use.approval }),
    steps: [],
    allowFailure: false,
    hidden: hiddenJob(what, use),
  }
  return { jobs: [job], layers: [[{ id: job.id, group: undefined, skippable: use.condition !== undefined }]] }
}

/** What a pipeline elsewhere could do, by its names. */
export function hiddenJob(what: string, { key, place }: Pick<StepUse, 'key' | 'place'>): HiddenPart {
  const name = what.replace(/^.*[:/ ]/, '')
  return {
    place,
    value: new Hidden(what, toSay(`what ${key} does`, { job: key }, [likelyKind(key, name)])),
    couldBe: couldServe(key, name),
  }
}
