import type { Call } from '../../../../documents/groovy/index.ts'
import { Hidden } from '../../../hidden.ts'
import { couldServe } from '../../dialect/words.ts'
import { asking, type Context, frameOf } from '../context.ts'
import { joined } from '../draft.ts'
import { emit } from '../emit.ts'
import { placeIn, writtenIn } from '../module.ts'
import { callBlock } from '../steps/call-function.ts'
import { evaluate } from '../values/evaluate.ts'
import type { Value } from '../values/values.ts'
import { inStage } from './stages.ts'

/** `parallel a: { … }, b: { … }`, `parallel branches`: each branch that is known; what is not hides what it may do. */
export async function performParallel(node: Call, context: Context): Promise<void> {
  const { branches, hidden } = branchesOf(node, context)
  const { pipeline } = context.machine
  pipeline.close()
  const before = pipeline.frontier
  const ends = []
  for (const [name, branch] of branches) {
    pipeline.frontier = before
    const place = placeIn(branch.module, branch.node.span)
    await inStage(name, place, context, { plain: true }, async (inside) => {
      await callBlock(branch, [], inside)
    })
    pipeline.close()
    ends.push(pipeline.frontier)
  }
  if (hidden) {
    pipeline.frontier = before
    await hideBranches(node, context)
    pipeline.close()
    ends.push(pipeline.frontier)
  }
  pipeline.frontier = ends.length ? joined(ends) : before
}

type Block = Value & { kind: 'closure' }

/** The branches that are known, and whether there may be others; what is no block is a setting (`failFast: true`). */
function branchesOf(node: Call, context: Context): { branches: ReadonlyMap<string, Block>; hidden: boolean } {
  const given: [string | undefined, Value][] = node.args.map(({ name, value }) => [
    name,
    evaluate(value, frameOf(context), asking(context)),
  ])
  const branches = new Map<string, Block>()
  let hidden = false
  const put = (name: string, value: Value) => {
    if (value.kind === 'closure') branches.set(name, value)
    else if (value.kind !== 'boolean' && value.kind !== 'text' && value.kind !== 'null') hidden ||= name !== 'failFast'
  }
  for (const [name, value] of given) {
    if (name !== undefined) put(name, value)
    else if (value.kind === 'map') {
      for (const [key, branch] of value.entries) put(key, branch)
      hidden ||= value.more === true
    } else if (value.kind !== 'null') hidden = true
  }
  return { branches, hidden }
}

/** Branches that only the run of the pipeline puts together may do anything. */
async function hideBranches(node: Call, context: Context): Promise<void> {
  const place = placeIn(context.module, node.callee.span)
  const written = writtenIn(context.module, node.span).replace(/\s+/g, ' ').slice(0, 60)
  const settle = {
    kind: 'file',
    text: `write the branches of \`${written}\` out, or as a list of names and a block`,
  } as const
  const value = new Hidden(`what \`${written}\` runs`, settle)
  await emit(context, {
    place,
    nameIn: () => 'parallel',
    keyIn: () => written,
    actsIn: async () => [
      {
        kinds: [],
        tool: 'parallel',
        text: written,
        place,
        via: context.via,
        onFailure: 'stops',
        words: ['parallel'],
        hidden: { place, value, couldBe: couldServe(context.stage.key) },
      },
    ],
  })
}
