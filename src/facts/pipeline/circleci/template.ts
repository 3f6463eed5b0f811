import type { DataNode } from '../../../documents/tree.ts'
import { piecesOf } from '../dialect/fill.ts'
import type { Bound, Frame } from './frame.ts'

/** `<< name >>`; `\<<` is no expression (circleci.com/docs/reusing-config, "Escape << in heredocs"). */
const expression = /(?<!\\)<<\s*([A-Za-z][\w.-]*)\s*>>/g

/** Longer texts than this are not put in: parameters in parameters could make one of any length. */
const longest = 50_000

/** Cuts a text at its `<< >>`. */
export const pieces = (text: string) => piecesOf(text, expression)

/** The expression that a text consists of; undefined where it is something else, or more. */
export function soleExpression(text: string): string | undefined {
  return /^\s*<<\s*([A-Za-z][\w.-]*)\s*>>\s*$/.exec(text)?.[1]
}

/**
 * The text of an expression: that of a parameter, with the pipeline values in it left as they are written. Undefined
 * where it is a pipeline value itself, a list or a map, or nothing gives it.
 */
export function resolve(name: string, frame: Frame): string | undefined {
  const path = name.startsWith('parameters.') ? name.slice('parameters.'.length) : name
  if (name.startsWith('pipeline.')) return frame.fixed.get(name.slice('pipeline.'.length))
  const bound = frame.parameters.get(path)
  if (bound?.node.kind !== 'scalar') return undefined
  let text = texts.get(bound)
  if (text === undefined) {
    text = textOf(bound.node, bound.frame)
    texts.set(bound, text)
  }
  return text
}

/** Each is put together once: parameters that name each other twice would double the work at each level. */
const texts = new WeakMap<Bound, string>()

/** The text of a scalar with its parameters put in; pipeline values stay as they are written. Empty for lists and maps. */
export function textOf(node: DataNode | undefined, frame: Frame): string {
  const text = node?.text ?? ''
  return text.includes('<<') ? fillText(text, frame) : text
}

function fillText(text: string, frame: Frame): string {
  let made = ''
  for (const { start, end, expression: name } of pieces(text)) {
    const written = text.slice(start, end)
    made += (name === undefined ? undefined : resolve(name, frame)) ?? written
    if (made.length > longest) return text
  }
  return made
}

/** The text of a scalar where all of it is known before the pipeline starts. */
export function settled(node: DataNode | undefined, frame: Frame): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  const text = textOf(node, frame)
  return pieces(text).some((piece) => piece.expression !== undefined) ? undefined : text
}

/** Pipeline values that are also variables of the job (circleci.com/docs/variables): scripts are told apart by those. */
const asVariable: Readonly<Record<string, string>> = {
  'pipeline.git.branch': '${CIRCLE_BRANCH}',
  'pipeline.git.tag': '${CIRCLE_TAG}',
  'pipeline.git.revision': '${CIRCLE_SHA1}',
  'pipeline.number': '${CIRCLE_PIPELINE_NUMBER}',
  'pipeline.id': '${CIRCLE_PIPELINE_ID}',
}

/** As {@link resolve}, for scripts: pipeline values by the variables that hold the same. */
export function forScript(name: string, frame: Frame): string | undefined {
  const text = resolve(name, frame) ?? asVariable[name]
  return text?.includes('<<') ? withVariables(text) : text
}

/** Puts the variables in for the pipeline values of a text. */
export function withVariables(text: string): string {
  return text.replace(expression, (whole, name: string) => asVariable[name] ?? whole)
}
