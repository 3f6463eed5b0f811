import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { walk } from '../../../documents/tree.ts'
import { namesEnvironment, tellsEnvironment } from '../dialect/words.ts'
import type { Condition } from '../model.ts'
import { branchesOf, branchValue } from './branches.ts'
import type { Bound, Frame, PipelineParameter, Reading } from './frame.ts'
import { legsOf } from './matrix.ts'
import { lookUp } from './scope.ts'
import { pieces, textOf } from './template.ts'

/** A use of a job in a workflow: a leg of its matrix, and one choice of a pipeline parameter that names the environment. */
export interface JobUse {
  /** the job it uses: `build`, `aws-ecr/build-and-push-image` */
  readonly job: string
  /** what `requires` may call it */
  readonly names: readonly string[]
  readonly id: string
  readonly key: string
  readonly name: string
  readonly place: Place
  /** undefined for a bare name */
  readonly config: DataNode | undefined
  readonly at: DataNode
  readonly frame: Frame
  /** values of the matrix */
  readonly values: ReadonlyMap<string, Bound>
  /** holds for this choice only */
  readonly choice: Condition | undefined
}

/** All uses of jobs in the `jobs:` list of a workflow, in its order. */
export function usesOf(list: DataNode, frame: Frame, reading: Reading): JobUse[] {
  const taken = new Set<string>()
  return list.asList.flatMap((item): JobUse[] => {
    const entry = item.entries[0]
    const job = entry?.key ?? item.text
    if (job === undefined) {
      reading.problems.push({ place: item.place, message: 'a job must be a name or a map', unreadable: true })
      return []
    }
    const config = entry?.value.kind === 'map' ? entry.value : undefined
    const named = config?.get('name')
    const place = entry ? item.keyPlace(job) : item.place
    const matrix = config?.get('matrix')
    const alias = matrix?.get('alias')?.text
    return legsOf(matrix, frame).flatMap((leg) => {
      const inner = withMatrix(frame, leg.values)
      const usual = leg.suffix ? `${job}-${leg.suffix}` : job
      return choicesOf(job, config, inner, reading).map(({ label, frame: chosen, condition }) => {
        const name = named?.text ? textOf(named, chosen) : usual
        return {
          job,
          names: [name, ...(alias ? [alias] : []), ...(named && !leg.suffix ? [] : [job])],
          id: unique(label && !name.includes(label) ? `${name} (${label})` : name, taken),
          key: leg.suffix ? (alias ?? job) : name,
          name,
          place,
          config,
          at: item,
          frame: chosen,
          values: leg.values,
          choice: condition,
        }
      })
    })
  })
}

function withMatrix(frame: Frame, values: ReadonlyMap<string, Bound>): Frame {
  if (!values.size) return frame
  const parameters = new Map(frame.parameters)
  for (const [key, value] of values) parameters.set(`matrix.${key}`, value)
  return { ...frame, parameters }
}

interface Choice {
  readonly label: string
  readonly frame: Frame
  readonly condition: Condition | undefined
}

/** A pipeline parameter with environments as its choices, where a job uses it: each choice is a use of its own. */
function choicesOf(job: string, config: DataNode | undefined, frame: Frame, reading: Reading): Choice[] {
  const found = lookUp(job, 'jobs', frame.scope)
  const nodes = [config, found?.kind === 'here' ? found.node : undefined].flatMap((node) =>
    node ? [...walk(node)] : [],
  )
  const parameter = nodes
    .flatMap((node) => (node.kind === 'scalar' && typeof node.value === 'string' ? pieces(node.value) : []))
    .map(({ expression }) => /^pipeline\.parameters\.(.+)$/.exec(expression ?? '')?.[1])
    .map((name) => (name === undefined ? undefined : reading.parameters.get(name)))
    .find((known) => known && choosesEnvironment(known))
  if (!parameter?.options) return branchChoices(config, nodes, frame)
  const { name, options, default: fallback } = parameter
  return options.slice(0, 20).map((option) => ({
    label: option,
    frame: { ...frame, fixed: new Map([...frame.fixed, [`parameters.${name}`, option]]) },
    condition: {
      text: `pipeline.parameters.${name} == "${option}"`,
      place: (config ?? fallback ?? reading.root).place,
      holds: (run) => {
        const value = run.inputs[name] ?? (run.trigger.kind === 'manual' ? undefined : (fallback?.text ?? ''))
        return value === undefined ? undefined : value === option
      },
    },
  }))
}

/** A job that is told its branch, which only some may start that are called after environments: each is a use of its own. */
function branchChoices(config: DataNode | undefined, nodes: readonly DataNode[], frame: Frame): Choice[] {
  const branches = branchesOf(config?.get('filters'), nodes, frame)
  if (!config || !branches) return [{ label: '', frame, condition: undefined }]
  return branches.map((branch) => ({
    label: branch,
    frame: { ...frame, fixed: new Map([...frame.fixed, [branchValue, branch]]) },
    condition: {
      text: `pipeline.git.branch == "${branch}"`,
      place: (config.get('filters') ?? config).place,
      holds: (run) => (run.branch === undefined || run.branch === 'default' ? undefined : run.branch === branch),
    },
  }))
}

/** `target_env`, or any whose choices are environments; `action: [build, backup_prod]` is none. */
function choosesEnvironment({ name, options = [] }: PipelineParameter): boolean {
  const telling = options.filter(tellsEnvironment)
  return telling.length > 0 && (namesEnvironment(name) || telling.length === options.length)
}

/** CircleCI numbers jobs of one name. */
function unique(id: string, taken: Set<string>): string {
  let free = id
  for (let n = 1; taken.has(free); n++) free = `${id}-${n}`
  taken.add(free)
  return free
}
