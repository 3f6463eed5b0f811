import type { Place } from '../../../documents/place.ts'
import { lastAtOrBefore } from '../../../documents/search.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Script } from '../script.ts'
import { fillPieces, type Piece } from './fill.ts'

/** How a system runs its scripts. */
export interface Shell {
  readonly program: string
  readonly errexit: boolean
  readonly pipefail: boolean
}

/** What a script takes over from where it stands. */
export interface ScriptPlace {
  readonly shell: Shell
  /** folder of the repository, '' for its root; undefined when it is not one of the repository */
  readonly directory: string | undefined
  /** names of folders that hold the repository, where the script begins beside them */
  readonly checkouts?: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly via: readonly Place[]
  /** the name that people gave the step */
  readonly name: string
}

/**
 * The text of a scalar as a script whose places point into the pipeline file.
 * @param parts the text cut at what the dialect puts in; left out: nothing is put in
 * @param resolve the text of an expression; undefined: it stays as it is written
 */
export function scriptOfNode(
  node: DataNode,
  where: ScriptPlace,
  parts?: readonly Piece[],
  resolve: (expression: string) => string | undefined = () => undefined,
): Script {
  const text = node.text ?? ''
  const filled = fillPieces(text, parts ?? [], resolve)
  return {
    text: filled.text,
    placeOf: (start, end) => {
      const first = filled.startOf(start)
      const last = Math.max(first, filled.endOf(Math.max(start, end)) - 1)
      return { file: node.file, start: node.offsetOf(first), end: node.offsetOf(last) + 1 }
    },
    shell: where.shell.program,
    errexit: where.shell.errexit,
    pipefail: where.shell.pipefail,
    directory: where.directory,
    ...(where.checkouts && { checkouts: where.checkouts }),
    variables: where.variables,
    via: where.via,
    name: where.name,
  }
}

/**
 * Several scripts that one shell runs after each other (the lines of GitLab's `script:`), as one: what an earlier line
 * sets, a later one knows. Each keeps its own places.
 * @param behind what the runner itself puts behind each of them
 */
export function joinScripts(scripts: readonly Script[], behind = ''): Script | undefined {
  const [first] = scripts
  if (!first || (scripts.length === 1 && behind === '')) return first
  const starts: number[] = []
  let text = ''
  for (const script of scripts) {
    starts.push(text.length)
    text += `${script.text.replace(/\n+$/, '')}\n${behind}`
  }
  const at = (index: number) => lastAtOrBefore(starts, index, (start) => start)
  return {
    ...first,
    text,
    placeOf: (start, end) => {
      const part = at(start)
      const offset = starts[part] as number
      const script = scripts[part] as Script
      const length = script.text.length
      return script.placeOf(Math.min(start - offset, length), Math.min(end - offset, length))
    },
  }
}

/** The first line of a script that does something: what a step without a name is called by. '' where there is none. */
export function firstLine(script: string): string {
  return (
    script
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line && !line.startsWith('#')) ?? ''
  )
}
