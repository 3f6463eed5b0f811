import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import type { Condition, EnvironmentUse, Input, Job, Need, Step } from '../model.ts'
import { readAfterScript } from './after-script.ts'
import type { ItemContext } from './items.ts'
import { readScript, type ScriptContext, stepsOf } from './script.ts'
import { environmentVariable, inputValues } from './variables.ts'

/** A step as it is used, before it becomes jobs. */
export interface StepUse {
  readonly node: DataNode
  /** at the key `step` of this use, also where an anchor brings what stands in it */
  readonly place: Place
  readonly id: string
  readonly key: string
  readonly needs: readonly Need[]
  readonly condition: Condition | undefined
  readonly approval: Job['approval']
  /** the key that declares the environment, of the step or its stage */
  readonly deployment: DataNode | undefined
}

/**
 * A step as a job. Where it uses a variable of the start that names an environment by its allowed values, one job for
 * each of them.
 */
export async function jobsOfStep(use: StepUse, context: ItemContext): Promise<Job[]> {
  const variable = use.deployment ? undefined : environmentVariable(textOf(use.node), context.inputs)
  if (!variable?.options) return [await jobOf(use, context, use.id, undefined)]
  const jobs: Job[] = []
  for (const value of variable.options) {
    jobs.push(await jobOf(use, context, `${use.id} (${value})`, { variable, value }))
  }
  return jobs
}

/** One of the environments that a start may be for. */
interface Choice {
  readonly variable: Input
  readonly value: string
}

async function jobOf(use: StepUse, context: ItemContext, id: string, choice: Choice | undefined): Promise<Job> {
  const { node, key, place } = use
  const minutes = Number(node.get('max-time')?.text ?? context.root.at('options', 'max-time')?.text)
  const environment = choice ? chosenEnvironment(choice, place) : declaredEnvironment(use.deployment)
  const condition = both(use.condition, choice && choiceCondition(choice, place))
  const strategy = node.at('on-fail', 'strategy')?.text
  const labels = (node.get('runs-on') ?? context.root.at('options', 'runs-on'))?.asList ?? []
  return {
    id,
    key,
    name: node.get('name')?.text ?? key,
    place,
    via: context.via,
    needs: use.needs,
    ...(condition && { condition }),
    ...(environment && { environment }),
    ...(use.approval && { approval: use.approval }),
    ...(minutes > 0 && { timeoutMinutes: minutes }),
    allowFailure: strategy === 'ignore' || strategy === 'continue',
    // support.atlassian.com, "Runners": the label of each of one's own
    ...(labels.some(({ text }) => text === 'self.hosted') && { machine: { stays: true } as const }),
    steps: await stepsOfJob(use, context, id, environment, choice),
  }
}

async function stepsOfJob(
  { node, place, key }: StepUse,
  context: ItemContext,
  id: string,
  environment: EnvironmentUse | undefined,
  choice: Choice | undefined,
): Promise<Step[]> {
  const windows = (node.get('runs-on') ?? context.root.at('options', 'runs-on'))?.asList.some((label) =>
    /windows/i.test(label.text ?? ''),
  )
  const script: ScriptContext = {
    reading: context.reading,
    shell: { program: windows ? 'pwsh' : 'bash', errexit: true, pipefail: false },
    variables: {
      CI: 'true',
      BITBUCKET_CLONE_DIR: '.',
      ...inputValues(context.inputs),
      ...context.variables,
      ...deploymentVariable(environment),
      ...(choice && { [choice.variable.name]: choice.value }),
    },
    via: context.via,
    name: node.get('name')?.text ?? key,
  }
  const list = node.get('script')
  if (!list) {
    context.reading.problems.push({ place, message: `the step ${key} has no \`script\``, unreadable: true })
    return []
  }
  const steps = stepsOf(await readScript(list, script), id, 0, context.via)
  const after = node.get('after-script')
  return after ? [...steps, ...(await readAfterScript(after, script, id, steps.length))] : steps
}

/** The name of the deployment's environment, as Bitbucket puts it into a variable. */
function deploymentVariable(environment: EnvironmentUse | undefined): Record<string, string> {
  if (!environment?.gate || typeof environment.name !== 'string') return {}
  return { BITBUCKET_DEPLOYMENT_ENVIRONMENT: environment.name.trim().toLowerCase().replace(/\s+/g, '-') }
}

/** `deployment:`; who may deploy there, and from which branches, are settings of the repository. */
function declaredEnvironment(node: DataNode | undefined): EnvironmentUse | undefined {
  const name = node?.text?.trim()
  return node && name ? { name, place: node.place, gate: true, recorded: true, deploys: true } : undefined
}

function chosenEnvironment({ variable, value }: Choice, place: Place): EnvironmentUse {
  return { name: value, place, gate: false, recorded: false, inputs: { [variable.name]: value } }
}

function choiceCondition({ variable, value }: Choice, place: Place): Condition {
  return {
    text: `${variable.name} is ${value}`,
    place,
    holds: (run) => {
      const given = run.inputs[variable.name] ?? variable.default
      return given === undefined ? undefined : given === value
    },
  }
}

/** All that a step runs, to see which variables it uses. */
function textOf(node: DataNode): string {
  const texts = (item: DataNode | undefined): string[] =>
    item ? [item.text ?? '', ...item.items.flatMap(texts), ...item.entries.flatMap(({ value }) => texts(value))] : []
  return [...texts(node.get('script')), ...texts(node.get('after-script'))].join('\n')
}
