import type { DataNode } from '../../../documents/tree.ts'
import { single, toText } from '../dialect/outcome.ts'
import { buildMode, tellsEnvironment } from '../dialect/words.ts'
import type { Run } from '../model.ts'
import type { EnvironmentCase } from './environment.ts'
import { type Frame, namesIn } from './scope.ts'
import { evaluateTemplate, pieces } from './template.ts'

/*
 * A target that an expression chooses by the branch that starts: `--function-name api${{ github.ref != 'refs/heads/main' &&
 * '-staging' || '' }}`. No name holds the environment, but each branch deploys to another one.
 */

/**
 * The uses of a job whose steps choose by the start whereto they deploy, one for each choice; undefined where none does. A
 * choice counts where what it makes tells an environment, and not where it is how something is built.
 * @param nodes the steps, and the variables around them
 */
export function casesByTarget(
  nodes: readonly (DataNode | undefined)[],
  frame: Frame,
): readonly EnvironmentCase[] | undefined {
  if (frame.runs.length < 2) return undefined
  const choices = nodes.flatMap((node) => (node ? choicesIn(node, frame) : [])).slice(0, mostChoices)
  const [first] = choices
  if (!first) return undefined
  const groups = new Map<string, Run[]>()
  for (const run of frame.runs) {
    const key = JSON.stringify(choices.map(({ values }) => values.get(run)))
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups].map(([key, runs]) => {
    const label = labelOf(runs, frame)
    const isThis = (run: Run) =>
      JSON.stringify(choices.map(({ expression }) => valueIn(expression, frame, run))) === key
    const condition = { text: `the start is ${label}`, place: first.node.place, holds: isThis }
    return { label, environment: undefined, condition, runs }
  })
}

/** The branch that all these starts are on, else what tells them from the others. */
function labelOf(runs: readonly Run[], { home }: Frame): string {
  const branches = new Set(runs.map(({ branch }) => branch))
  const [only] = branches
  if (branches.size > 1 || only === undefined) return 'another start'
  return only === 'default' ? (home.defaultBranch ?? 'default branch') : only
}

/** A word with an expression in it is looked at so far to both sides; and no more choices of a job than these. */
const longest = 200
const mostChoices = 50
const mostAsked = 500

/** An expression, and what it comes to in each start: undefined where that is not known. */
interface Choice {
  readonly node: DataNode
  readonly expression: string
  readonly values: ReadonlyMap<Run, string | undefined>
}

function choicesIn(node: DataNode, frame: Frame): readonly Choice[] {
  let asked = 0
  return textsOf(node).flatMap((one) => {
    const text = one.node.text ?? ''
    if (!text.includes('github.')) return []
    return pieces(text).flatMap(({ start, end, expression }) => {
      if (expression === undefined || asked >= mostAsked || !byBranch.test(expression)) return []
      asked++
      const line = text.slice(Math.max(0, start - longest), start)
      const before = /\S*$/.exec(line)?.[0] ?? ''
      if (isHowToBuild(one.name, line.slice(0, line.length - before.length))) return []
      const values = new Map(frame.runs.map((run) => [run, valueIn(expression, frame, run)]))
      const known = new Set([...values.values()].filter((value) => value !== undefined))
      const after = /^[^\s"']*/.exec(text.slice(end, end + longest))?.[0] ?? ''
      // what stands around it may tell the same of all choices
      const tells =
        !tellsEnvironment(`${before} ${after}`) && [...known].some((value) => tellsEnvironment(before + value + after))
      return known.size > 1 && tells ? [{ node: one.node, expression, values }] : []
    })
  })
}

/** What makes the choice: the branch, or the kind of start. */
const byBranch = /\bgithub\.(ref|ref_name|ref_type|base_ref|event_name)\b/

/** `--mode`, `NODE_ENV=`: a build mode tells of no environment. */
const isHowToBuild = (name: string, before: string): boolean =>
  buildMode.test(name) || /(?:\s(?:--mode|--configuration|-c)|_ENV)[\s=]*$/.test(before)

function valueIn(expression: string, frame: Frame, run: Run): string | undefined {
  const value = single(evaluateTemplate(`\${{${expression}}}`, namesIn(frame, run)))
  return value === undefined ? undefined : toText(value)
}

/** The scripts, inputs and variables of steps, or of an `env:`; each with the name that it is given under. */
function textsOf(node: DataNode): readonly { readonly node: DataNode; readonly name: string }[] {
  if (node.kind === 'map') return node.entries.map(({ key, value }) => ({ node: value, name: key }))
  return node.items.flatMap((step) => {
    const run = step.get('run')
    const given = [step.get('with'), step.get('env')].flatMap((values) => (values ? textsOf(values) : []))
    return [...(run ? [{ node: run, name: 'run' }] : []), ...given]
  })
}
