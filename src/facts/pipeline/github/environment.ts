import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden, isHidden, type Seen, type Settle } from '../../hidden.ts'
import { known, type Outcome, single, toText, truth } from '../dialect/outcome.ts'
import { holdsEnvironment, tellsEnvironment } from '../dialect/words.ts'
import type { Condition, EnvironmentUse, Run } from '../model.ts'
import { type Binding, type Frame, namesIn, pinKey } from './scope.ts'
import { evaluateNode, evaluateTemplate, expressionPaths, pieces } from './template.ts'

/** A job as it runs for one of the environments that its `environment:` may come to. */
export interface EnvironmentCase {
  /** What tells this use from the others: the environment's name; empty where there is only one. */
  readonly label: string
  readonly environment: EnvironmentUse | undefined
  /** Holds only in the runs that are for this environment; undefined: in all. */
  readonly condition: Condition | undefined
  /** the starts that may come to this one */
  readonly runs: readonly Run[]
  /** what the name that tells it stands for here, by `pinKey`, also in starts that leave it open */
  readonly pins?: ReadonlyMap<string, string>
}

/** A name of an environment in the file, and what it may come to. */
interface Naming {
  readonly place: Place
  readonly gate: boolean
  readonly recorded: boolean
  readonly outcome: (run: Run) => Outcome
  readonly unseen: () => Seen<string>
  /** what cannot be seen is chosen among all environments of the repository */
  readonly offered: boolean
  /** the input, key or output that holds nothing but the name */
  readonly path?: readonly string[] | undefined
}

/**
 * Resolves `environment:` (a name, or a map with `name`) to the uses of the job: one for each environment that it may
 * come to, with a condition that holds in that one's runs only, and one hidden use for what cannot be seen from here.
 * `all` are the starts of the workflow, of which the frame may have only some.
 * @param recorded whether the forge records a deployment to it
 */
export function environmentCases(
  node: DataNode | undefined,
  frame: Frame,
  all: readonly Run[] = frame.runs,
  recorded = node !== undefined && deploymentRecorded(node, frame),
): readonly EnvironmentCase[] {
  const name = node?.kind === 'map' ? node.get('name') : node
  if (!node || !name || name.kind !== 'scalar' || name.value === null) return [noEnvironment(frame)]
  return casesOf(frame, all, {
    place: name.place,
    gate: true,
    recorded,
    outcome: (run) => evaluateNode(name, namesIn(frame, run)),
    unseen: () => unseenName(name, frame),
    offered: pieces(name.text ?? '').length === 1 && expressionPaths(name).some((path) => offered(path, frame)),
    path: expressionPaths(name).find(
      (path) => name.text?.trim().replace(/^\$\{\{\s*|\s*\}\}$/g, '') === path.join('.'),
    ),
  })
}

/**
 * A job without `environment:` whose steps use an input or a key of the matrix that names it (`-n ${{ inputs.environment
 * }}`): each choice is a use of its own. No forge setting gates it. Where no value is known, nothing is said. An output that
 * an earlier step or job chooses, and a variable that a step exports, are such names too.
 * @param exported what steps of the job write to `$GITHUB_ENV`
 */
export function impliedCases(
  nodes: readonly (DataNode | undefined)[],
  outer: Frame,
  all: readonly Run[] = outer.runs,
  exported: ReadonlyMap<string, Binding> = new Map(),
): readonly EnvironmentCase[] {
  const frame: Frame = exported.size ? { ...outer, env: new Map([...outer.env, ...exported]) } : outer
  const named =
    nodes
      .flatMap((node) => expressionPaths(node))
      .find((path) => isGiven(path) && holdsEnvironment(path.at(-1) ?? '')) ?? exportedName(nodes, exported)
  const place = nodes.find((node) => node)?.place
  if (!named && place && aimsByBranch(nodes) && frame.runs.some(tellsByBranch)) return casesByBranch(frame, all, place)
  if (!named || !place) return [noEnvironment(frame)]
  const outcome = (run: Run) => namesIn(frame, run).lookup(named)
  // An empty or composed value is no name of an environment.
  const tells = frame.runs.some((run) => {
    const { values, open } = outcome(run)
    return !open && values.some((value) => typeof value === 'string' && /^\w[\w.-]*$/.test(value))
  })
  if (!tells && !offered(named, frame)) return [noEnvironment(frame)]
  const unseen = () =>
    new Hidden(`the environment named by ${named.join('.')}`, settleName([named], place.file, frame), 'unknown')
  const isOffered = offered(named, frame)
  return casesOf(frame, all, { place, gate: false, recorded: false, outcome, unseen, offered: isOffered, path: named })
}

/** `inputs.x`, `matrix.x`, `github.event.inputs.x`, `needs.x.outputs.y`, `steps.x.outputs.y` */
function isGiven(path: readonly string[]): boolean {
  const [context, , part] = path
  if (context === 'needs' || context === 'steps') return part === 'outputs' && path.length === 4
  return context === 'matrix' || isInput(path)
}

/** A variable that a step exports and another uses, and whose name is that of an environment. */
function exportedName(
  nodes: readonly (DataNode | undefined)[],
  exported: ReadonlyMap<string, Binding>,
): readonly string[] | undefined {
  const names = [...exported.keys()].filter(holdsEnvironment)
  const texts = names.length ? nodes.flatMap((node) => node?.items ?? []).map(textOf) : []
  const used = names.find((name) => {
    const use = new RegExp(`\\$${name}\\b|\\$\\{${name}[:}]|\\benv\\.${name}\\b`)
    return texts.some((text) => use.test(text))
  })
  return used === undefined ? undefined : ['env', used]
}

const textOf = (step: DataNode): string =>
  [step.get('run'), ...(step.get('with')?.entries ?? []).map(({ value }) => value)]
    .map((node) => node?.text ?? '')
    .join('\n')

const branchName = String.raw`\$(?:\{\{\s*github\.ref_name\s*\}\}|\{GITHUB_REF_NAME\}|GITHUB_REF_NAME\b)`

/** What the branch's name goes into: `CLUSTER=shop-${GITHUB_REF_NAME}`, `STAGE: ${{ github.ref_name }}`, `--namespace …`. */
const aimed = new RegExp(
  String.raw`(?:(?:\b|_)(?:env|environment|stage|cluster|namespace|workspace|stack|stack[_-]?name)["']?[ \t]*[=:][ \t]*|\s--?(?:n|env|environment|stage|cluster|namespace|workspace|stack|stack-name)[ =])["']?[\w-]*${branchName}`,
  'i',
)

/** Whether steps aim at what is called after the branch that starts them. */
const aimsByBranch = (nodes: readonly (DataNode | undefined)[]): boolean =>
  nodes.some((node) => {
    if (node?.kind === 'map') return node.entries.some(({ key, value }) => aimed.test(`${key}: ${value.text ?? ''}`))
    return (
      node?.items.some((step) => aimed.test(step.get('run')?.text ?? '') || aimsByBranch([step.get('env')])) ?? false
    )
  })

const tellsByBranch = ({ trigger, branch }: Run) =>
  trigger.kind === 'push' && branch !== undefined && tellsEnvironment(branch)

/** A use of the job for each branch that its target is called after: those that tell an environment by their names. */
function casesByBranch(frame: Frame, all: readonly Run[], place: Place): readonly EnvironmentCase[] {
  const outcome = (run: Run): Outcome => (run.branch === undefined ? { values: [], open: {} } : known(run.branch))
  const unseen = () =>
    new Hidden(
      'the environment that is called after the branch',
      {
        kind: 'file',
        text: `list the branches in ${place.file} that are deployed`,
      },
      'unknown',
    )
  return casesOf(frame, all, { place, gate: false, recorded: false, outcome, unseen, offered: false })
}

function noEnvironment(frame: Frame): EnvironmentCase {
  return { label: '', environment: undefined, condition: undefined, runs: frame.runs }
}

function casesOf(frame: Frame, all: readonly Run[], naming: Naming): readonly EnvironmentCase[] {
  const { place, gate, recorded } = naming
  const outcomes = frame.runs.map((run) => ({ run, outcome: naming.outcome(run) }))
  const use = (value: Seen<string>, inputs?: Record<string, string>): EnvironmentUse => ({
    name: value,
    place,
    gate,
    recorded,
    ...(naming.offered && isHidden(value) && { offered: true }),
    ...(inputs && { inputs }),
  })
  const names = new Set<string>()
  let open = false
  for (const { outcome } of outcomes) {
    if (outcome.open) open = true
    else for (const value of outcome.values) names.add(toText(value))
  }
  const cases: { label: string; name: Seen<string> | undefined; wants: (outcome: Outcome) => boolean | undefined }[] = [
    ...names,
  ].map((text) => ({ label: text, name: text || undefined, wants: (outcome) => mayBe(outcome, text) }))
  if (open) {
    const wants = (outcome: Outcome) => mayBeOpen(outcome, names)
    cases.push({ label: 'another environment', name: naming.unseen(), wants })
  }
  const [only] = cases
  if (cases.length === 1 && only) {
    return [
      {
        ...noEnvironment(frame),
        environment: only.name === undefined ? undefined : use(only.name, startedWith(frame.runs, all)),
      },
    ]
  }
  return cases.map(({ label, name: value, wants }) => {
    const runs = outcomes.filter(({ outcome }) => wants(outcome) !== false).map(({ run }) => run)
    return {
      label,
      environment: value === undefined ? undefined : use(value, startedWith(runs, all)),
      condition: { text: `environment is ${label || 'none'}`, place, holds: (run) => wants(naming.outcome(run)) },
      runs,
      ...(naming.path && typeof value === 'string' && { pins: pinsOf(naming.path, value) }),
    }
  })
}

/** An input has two names. */
function pinsOf(path: readonly string[], value: string): ReadonlyMap<string, string> {
  const name = path.at(-1) ?? ''
  const all = isInput(path)
    ? [
        ['inputs', name],
        ['github', 'event', 'inputs', name],
      ]
    : [path]
  return new Map(all.map((one) => [pinKey(one), value]))
}

function mayBe(outcome: Outcome, name: string): boolean | undefined {
  const among = outcome.values.some((value) => toText(value) === name)
  if (single(outcome) !== undefined) return among
  return among || outcome.open ? undefined : false
}

/** The use for what is not named: certain where the whole value is open. */
function mayBeOpen(outcome: Outcome, named: ReadonlySet<string>): boolean | undefined {
  if (!outcome.open) return false
  return outcome.values.length || named.size ? undefined : true
}

/** The inputs that all these starts share and the others do not: "the run that it is for". */
function startedWith(runs: readonly Run[], all: readonly Run[]): Record<string, string> | undefined {
  const [first] = runs
  if (!first || runs.some((run) => run.trigger.kind !== 'manual' && run.trigger.kind !== 'call')) return undefined
  const shared = Object.entries(first.inputs).filter(
    ([name, value]) => runs.every((run) => run.inputs[name] === value) && all.some((run) => run.inputs[name] !== value),
  )
  return shared.length ? Object.fromEntries(shared) : undefined
}

/** `deployment: false` keeps the gate and leaves no record (schemastore, github-workflow.json). */
function deploymentRecorded(node: DataNode, frame: Frame): boolean {
  const deployment = node.get('deployment')
  if (!deployment) return true
  return !frame.runs.every((run) => truth(evaluateNode(deployment, namesIn(frame, run))) === false)
}

/** A name of which parts are unknown: with `*` for them where the literal parts tell the environment, else hidden. */
function unseenName(node: DataNode, frame: Frame): Seen<string> {
  const text = node.text ?? ''
  const parts = pieces(text)
  if (parts.length > 1) {
    const filled = parts.map((part) => {
      const written = text.slice(part.start, part.end)
      return part.expression === undefined ? written : (settled(written, frame) ?? '*')
    })
    const pattern = filled.join('')
    if (tellsEnvironment(pattern.replaceAll('*', ' '))) return pattern
  }
  return new Hidden(
    `the environment named by ${text.trim()}`,
    settleName(expressionPaths(node), node.file, frame),
    'unknown',
  )
}

/** Whether a path is that of an input for which GitHub offers the environments of the repository (`type: environment`). */
function offered(path: readonly string[], frame: Frame): boolean {
  return frame.runs.some(({ trigger }) =>
    trigger.inputs?.some(({ name, type }) => type === 'environment' && isInput(path) && name === path.at(-1)),
  )
}

const isInput = (path: readonly string[]): boolean =>
  path[0] === 'inputs' || path.join('.').startsWith('github.event.inputs.')

function settleName(paths: readonly (readonly string[])[], file: string, frame: Frame): Settle {
  const input = paths.find(isInput)?.at(-1)
  if (input && paths.some((path) => offered(path, frame)))
    return {
      kind: 'answer',
      text: `the forge offers its environments for the input ${input}: say in assay.yaml which one the job deploys to (environments: {<job>: <environment>}), or list them in ${file} as options of the type choice`,
    }
  if (input)
    return {
      kind: 'file',
      text: `give the input ${input} in ${file} the type choice, with the environments as options`,
    }
  const stored = paths.find((path) => path[0] === 'vars' || path[0] === 'secrets')
  if (stored) return { kind: 'permission', text: `let the forge tell what ${stored.join('.')} is` }
  return { kind: 'file', text: `name the environment in ${file} where it can be read` }
}

/** A text of the file as the one value it has in all these starts; undefined where it is not one, or not known. */
export function settled(text: string, frame: Frame): string | undefined {
  let found: string | undefined
  for (const run of frame.runs) {
    const value = single(evaluateTemplate(text, namesIn(frame, run)))
    if (value === undefined) return undefined
    const written = toText(value)
    if (found !== undefined && found !== written) return undefined
    found = written
  }
  return found
}
