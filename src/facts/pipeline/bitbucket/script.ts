import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Reading } from '../dialect/reading.ts'
import { joinScripts, type Shell, scriptOfNode } from '../dialect/script.ts'
import type { Act, Step } from '../model.ts'
import type { Script } from '../script.ts'
import { actsOfPipe, type Pipe, pipeCommand, readPipe } from './pipe.ts'

/** What a script takes over from its step. */
export interface ScriptContext {
  readonly reading: Reading
  readonly shell: Shell
  readonly variables: Readonly<Record<string, string>>
  readonly via: readonly Place[]
  /** the name of the step, which counts least */
  readonly name: string
}

/** The acts of a script up to a pipe, or those of the pipe. */
export interface Segment {
  readonly name: string
  readonly place: Place
  readonly acts: readonly Act[]
}

/**
 * What `script:` or `after-script:` really does. All its commands run in one bash with `set -e` and without pipefail
 * (confluence.atlassian.com, "Pipelines builds succeeds even on command failure"); a pipe is a container that the same
 * shell starts, so what an earlier line sets is known in its variables.
 */
export async function readScript(list: DataNode, context: ScriptContext): Promise<Segment[]> {
  const pipes: Pipe[] = []
  const parts = flat(list).map((item): Script => {
    if (item.kind === 'scalar') return scriptOfNode(item, { ...context, directory: '' })
    const pipe = readPipe(item, pipes.length)
    pipes.push(pipe)
    return textAt(pipeCommand(pipe), pipe.place, context)
  })
  // Bitbucket prints something after each command: `a && b` as the last one does not fail the step.
  const last = parts.at(-1)
  const whole = last && joinScripts([...parts, textAt(':', last.placeOf(0, 0), context)])
  if (!whole) return []
  const found = await context.reading.finders.findActs(whole, context.reading.repository)
  return segmentsOf(found, list, pipes, context)
}

/** The items of a script; lists that an anchor put into it are taken as their items. */
function flat(list: DataNode, depth = 0): DataNode[] {
  return list.asList.flatMap((item) => (item.kind === 'list' && depth < 5 ? flat(item, depth + 1) : [item]))
}

function textAt(text: string, place: Place, context: ScriptContext): Script {
  return {
    text,
    placeOf: () => place,
    shell: context.shell.program,
    errexit: context.shell.errexit,
    pipefail: context.shell.pipefail,
    directory: '',
    variables: context.variables,
    via: context.via,
    name: context.name,
  }
}

async function segmentsOf(
  found: readonly Act[],
  list: DataNode,
  pipes: readonly Pipe[],
  context: ScriptContext,
): Promise<Segment[]> {
  const segments: Segment[] = []
  let commands: Act[] = []
  const close = () => {
    const place = segments.length ? commands[0]?.place : list.place
    if (commands.length) segments.push({ name: context.name, place: place ?? list.place, acts: commands })
    commands = []
  }
  for (const act of found) {
    const pipe = pipes.find((one) => one.program === act.tool)
    if (!pipe) {
      commands.push(act)
      continue
    }
    close()
    const acts = await actsOfPipe(pipe, act, context)
    segments.push({ name: pipe.name, place: pipe.place, acts })
  }
  close()
  return segments
}

/** The segments as steps of a job; `more` says what holds for all of them. */
export function stepsOf(
  segments: readonly Segment[],
  job: string,
  from: number,
  via: readonly Place[],
  more: Partial<Step> = {},
): Step[] {
  return segments.map(({ name, place, acts }, index) => ({
    id: `${job}/${from + index}`,
    name,
    place,
    via,
    runsAfterFailure: 'no',
    continueOnError: false,
    ...more,
    acts,
  }))
}
