import type { Place } from '../../../documents/place.ts'
import { spend } from '../dialect/reading.ts'
import type { HiddenPart } from '../model.ts'
import { expandEntries, fieldOf, itemsOf, partOf } from './expand.ts'
import { settled, textIn } from './resolve.ts'
import type { Bound, Scope } from './scope.ts'
import { callTemplate } from './templates.ts'
import { gap } from './values.ts'
import { withVariables } from './variables.ts'

/** A stage or job as it is used, before it is read. */
export interface Definition {
  /** its own name; empty where it has none */
  readonly name: string
  readonly title: string
  readonly bound: Bound
  /** what its own variables are known in */
  readonly scope: Scope
  /** at its name, where it stands in the pipeline's own file; else at the outermost template that brings it */
  readonly place: Place
  /** at its name, where a template brings it */
  readonly definition?: Place
  /** a template that is elsewhere, as the file names it */
  readonly template?: string
  /** it deploys by its form (`deployment:`) */
  readonly deployment: boolean
  /** runtime parameters and variables that its name is made of */
  readonly namedBy?: ReadonlySet<string>
  /** those that it waits for by name; undefined: it does not say */
  readonly dependsOn: readonly { readonly name: string; readonly place: Place }[] | undefined
  /** the whole of it is elsewhere */
  readonly hidden?: HiddenPart
}

/** The stages or jobs under a list, those of templates of this repository spliced in. */
export async function definitionsOf(lists: readonly Bound[], key: 'stages' | 'jobs'): Promise<Definition[]> {
  const found: Definition[] = []
  for (const list of lists) {
    if (list.node.kind === 'map') {
      list.scope.reading.problems.push({
        place: list.node.place,
        message: `\`${key}\` must be a list`,
        unreadable: true,
      })
      continue
    }
    for (const item of itemsOf(list)) {
      if (!spend(item.scope.reading, item.node.place)) return found
      found.push(...(await definitionOf(item, key)))
    }
  }
  return found
}

const names = { stages: ['stage'], jobs: ['job', 'deployment', 'phase'] } as const

async function definitionOf(item: Bound, key: 'stages' | 'jobs'): Promise<Definition[]> {
  const { node, scope } = item
  const { reading } = scope
  if (node.kind !== 'map') {
    reading.problems.push({ place: node.place, message: `an item of \`${key}\` must be a map`, unreadable: false })
    return []
  }
  if (fieldOf(item, 'template').length) {
    const { roots, hidden } = await callTemplate(item)
    const found: Definition[] = []
    for (const root of roots) {
      const inner = await withVariables(fieldOf(root, 'variables'), root.scope)
      found.push(...(await definitionsOf(partOf({ ...root, scope: inner }, key), key)))
    }
    if (hidden) found.push(hiddenDefinition(item, hidden))
    return found
  }
  const own = names[key].find((name) => node.entry(name) || fieldOf(item, name).length > 0)
  if (!own) {
    // `- steps:` alone is a job without a name.
    const message = `an item of \`${key}\` with neither ${names[key].slice(0, 2).join(', ')} nor template`
    if (!fieldOf(item, key === 'stages' ? 'jobs' : 'steps').length) {
      reading.problems.push({ place: node.place, message, unreadable: false })
      return []
    }
  }
  const ask = (field: string) => settled((run) => textIn(fieldOf(item, field), run), scope.runs)
  reading.touched.clear()
  const name = own ? (ask(own) ?? partlyKnown(fieldOf(item, own), scope)) : ''
  const namedBy = new Set(reading.touched)
  const outer = scope.via[0]
  const head = own ? node.keyPlace(own) : node.place
  return [
    {
      name,
      namedBy,
      title: ask('displayName') ?? name,
      bound: item,
      scope: await withVariables(fieldOf(item, 'variables'), scope),
      place: outer ?? head,
      ...(outer && { definition: head }),
      deployment: own === 'deployment',
      dependsOn: dependsOnOf(item),
    },
  ]
}

/** A name of which parts hang on the run: with `*` for them. */
function partlyKnown(bounds: readonly Bound[], { runs }: Scope): string {
  const [run] = runs
  const several = new Set(runs.map((one) => textIn(bounds, one)))
  if (run && several.size === 1) return (textIn(bounds, run) ?? '').replaceAll(gap, '*')
  return (bounds[0]?.node.text ?? '').replace(/\$\{\{[\s\S]*?\}\}/g, '*')
}

function dependsOnOf(item: Bound): Definition['dependsOn'] {
  const bounds = fieldOf(item, 'dependsOn')
  if (!bounds.length) return undefined
  return bounds.flatMap((bound) => {
    const list = bound.node.kind === 'map' ? [] : itemsOf(bound)
    return list.flatMap((one) => {
      const name = settled((run) => textIn([{ node: one.node, scope: one.scope }], run), bound.scope.runs)
      return name ? [{ name, place: one.node.place }] : []
    })
  })
}

/** A template elsewhere: what it is called, and what its parameters say of its order. */
function hiddenDefinition(item: Bound, hidden: HiddenPart & { readonly name: string }): Definition {
  const given = fieldOf(item, 'parameters').flatMap((bound) => expandEntries(bound))
  const waits = given
    .filter(({ key }) => /^depends_?on$/i.test(key))
    .flatMap(({ value }) =>
      (value.node.kind === 'map' ? [] : itemsOf(value)).flatMap((one) => {
        const name = settled((run) => textIn([one], run), item.scope.runs)
        return name ? [{ name, place: one.node.place }] : []
      }),
    )
  // Templates are given the name that others then depend on.
  const called = given.find(({ key, value }) => /^(job|stage)(_?name)?$/i.test(key) && value.node.kind === 'scalar')
  const name = (called && settled((run) => textIn([called.value], run), item.scope.runs)) || hidden.name
  const [template] = fieldOf(item, 'template')
  return {
    name,
    ...(template?.node.text && { template: template.node.text }),
    title: name,
    bound: item,
    scope: item.scope,
    place: item.scope.via[0] ?? hidden.place,
    deployment: false,
    dependsOn: waits.length ? waits : undefined,
    hidden: mayHold(hidden),
  }
}

/** What deploys elsewhere may declare an environment, whose checks hold it. */
function mayHold(hidden: HiddenPart): HiddenPart {
  const { couldBe } = hidden
  if (!couldBe.includes('deploy') || couldBe.includes('approve')) return hidden
  return { ...hidden, couldBe: [...couldBe, 'approve'] }
}
