import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { environmentOfArguments } from '../dialect/arguments.ts'
import { both } from '../dialect/conditions.ts'
import { freeId } from '../dialect/named.ts'
import { isOpen } from '../dialect/open-text.ts'
import { toSay } from '../dialect/question.ts'
import { spend } from '../dialect/reading.ts'
import { standingIn } from '../dialect/within.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { Condition, Job, Need } from '../model.ts'
import { deepestCall, type Names, type Reading } from './dialect.ts'
import { legsOf } from './legs.ts'
import { readDag, readStepGroups } from './orders.ts'
import { stepsOf } from './steps.ts'
import { type Found, follow } from './templates.ts'
import { givenParameters, innerNames, textWith } from './values.ts'
import { readWhen } from './when.ts'

/** Where a template is used. */
export interface UseContext {
  readonly reading: Reading
  readonly names: Names
  /** `parent / ` before the ids of the jobs inside */
  readonly prefix: string
  readonly via: readonly Place[]
  readonly condition: Condition | undefined
  /** ids and names of the templates that one is in, outermost first */
  readonly circle: readonly { readonly id: string; readonly name: string }[]
  readonly allowFailure: boolean
  readonly taken: Set<string>
}

/** A step or task as jobs: what it runs, with the needs inside of it. */
export interface Used {
  readonly node: DataNode
  readonly name: string
  readonly jobs: readonly Job[]
  /** it stands for a template of several jobs */
  readonly nested: boolean
  readonly condition: Condition | undefined
}

/** One step of `steps` or task of `dag`, for each of its items. */
export async function useTemplate(node: DataNode, spec: DataNode | undefined, context: UseContext): Promise<Used> {
  const { reading, names } = context
  const name = node.get('name')?.text ?? node.get('template')?.text ?? ''
  const place = (node.get('name') ?? node).place
  const jobs: Job[] = []
  let nested = false
  const legs = legsOf(node, names)
  const when =
    legs.length === 1
      ? both(context.condition, readWhen(node.get('when'), new Map([...names, ...(legs[0]?.values ?? [])])))
      : context.condition
  for (const leg of legs) {
    if (!spend(reading, place)) break
    const inner: Names = new Map([...names, ...leg.values])
    const condition = both(context.condition, readWhen(node.get('when'), inner))
    const found = follow(node, spec, inner, reading)
    const id = freeId(context.prefix + name + (leg.label ? ` (${leg.label})` : ''), context.taken)
    const allowFailure = context.allowFailure || continues(node)
    const given = givenParameters(node.at('arguments', 'parameters'), inner)
    const more = await readTemplate(
      found,
      given,
      { id, key: name, node, place, names: inner },
      { ...context, names: inner, condition, allowFailure },
    )
    nested ||= more.length !== 1
    const definition = found.template && { name: found.name.replace(/^.*\//, ''), place: found.template.place }
    const outer = [{ name, place }, ...(definition ? [definition] : [])]
    jobs.push(...more.map((job) => standingIn(job, ...outer)))
  }
  return { node, name, jobs, nested, condition: when }
}

function continues(node: DataNode): boolean {
  return node.at('continueOn', 'failed')?.value === true || node.at('continueOn', 'error')?.value === true
}

interface Use {
  readonly id: string
  readonly key: string
  readonly node: DataNode
  readonly place: Place
  readonly names: Names
}

/** The jobs of a template: those of its steps or tasks, a gate, or one job of what it runs. */
export async function readTemplate(
  found: Found,
  given: ReadonlyMap<string, string>,
  use: Use,
  context: UseContext,
): Promise<readonly Job[]> {
  const { reading } = context
  const job = jobOf(found, given, use, context)
  const { template } = found
  if (!template) {
    if (found.spec)
      reading.problems.push({ place: use.place, message: `there is no template ${found.name}`, unreadable: false })
    return [{ ...job, hidden: hiddenTemplate(found, use) }]
  }
  const names = innerNames(template, given, context.names)
  const via = template.file === use.node.file ? context.via : [...context.via, use.place]
  const several = template.get('steps') ?? template.get('dag')
  if (several) {
    const circle = [...context.circle, { id: found.id, name: found.name }]
    if (context.circle.some(({ id }) => id === found.id) || circle.length > deepestCall) {
      const names = circle.map((one) => one.name).join(' → ')
      // a template that calls itself under a condition is how loops are written
      if (job.condition === undefined || circle.length > deepestCall) {
        reading.problems.push({
          place: use.place,
          message: `templates call each other in a circle: ${names}`,
          unreadable: false,
        })
      }
      return [job]
    }
    const inner: UseContext = { ...context, names, via, circle, prefix: use.id === '' ? '' : `${use.id} / ` }
    const jobs = await (template.get('dag')
      ? readDag(template, found.spec, inner)
      : readStepGroups(template, found.spec, inner))
    return jobs.length ? jobs : [job]
  }
  const suspend = template.entry('suspend')
  if (suspend) {
    const duration = suspend.value.get('duration')?.text
    return [duration === undefined ? { ...job, approval: { place: job.place, how: 'suspend' } } : job]
  }
  const minutes = minutesOf(template.get('activeDeadlineSeconds'), names)
  const title = [...new Set([use.key, found.name.replace(/^.*\//, '')])].filter(Boolean).join(' ')
  const steps = await stepsOf(template, { reading, job: job.id, names, via, title })
  if (!steps.length)
    reading.problems.push({
      place: template.place,
      message: `the template ${found.name} runs nothing`,
      unreadable: false,
    })
  return [{ ...job, via, ...(minutes !== undefined && { timeoutMinutes: minutes }), steps }]
}

function minutesOf(node: DataNode | undefined, names: Names): number | undefined {
  const seconds = Number(textWith(node?.text ?? '', names))
  return node && Number.isFinite(seconds) && seconds > 0 ? seconds / 60 : undefined
}

function jobOf(found: Found, given: ReadonlyMap<string, string>, use: Use, context: UseContext): Job {
  const { condition, via, allowFailure } = context
  const places = new Map(
    (use.node.at('arguments', 'parameters')?.asList ?? []).map((one) => [
      one.get('name')?.text ?? '',
      (one.get('value') ?? one).place,
    ]),
  )
  const inner = found.template ? innerNames(found.template, given, context.names) : new Map<string, string>()
  const known = new Map([
    ...given,
    ...[...inner].flatMap(([name, value]) =>
      name.startsWith('inputs.parameters.') ? [[name.slice(18), value] as const] : [],
    ),
  ])
  const argumentsOf = (values: Iterable<readonly [string, string]>) =>
    [...values].map(([name, value]) => ({ name, value, place: places.get(name) ?? use.place }))
  const environment = environmentOfArguments(argumentsOf(given)) ?? environmentOfArguments(argumentsOf(known))
  return {
    id: use.id || found.name,
    key: use.key || found.name,
    name: use.key || found.name,
    place: use.place,
    via,
    needs: [],
    ...(condition && { condition }),
    ...(environment && { environment }),
    steps: [],
    allowFailure,
  }
}

/** A template of elsewhere, or one whose name is not known. */
function hiddenTemplate(found: Found, use: Use) {
  const key = use.key || found.name
  const known = isOpen(found.name) ? found.name.replace(/\$\{[^}]*\}/g, '…') : found.name
  return {
    place: use.place,
    value: new Hidden(`the template ${known}`, toSay(`what ${key} does`, { job: key }, [likelyKind(key, found.name)])),
    couldBe: couldServe(found.name.replace(/^.*\//, ''), key),
  } as const
}

/** What comes before a template comes before each of its jobs that nothing else holds. */
export function withNeeds(used: Used, needs: readonly Need[]): Job[] {
  return used.jobs.map((job) => {
    const held = job.needs.length > 0 && job.needs.every((need) => need.requires === 'success' && !need.evenIfSkipped)
    return held ? job : { ...job, needs: [...job.needs, ...needs] }
  })
}
