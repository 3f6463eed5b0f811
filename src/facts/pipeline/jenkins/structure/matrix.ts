import type { ClosureNode, Expression } from '../../../../documents/groovy/index.ts'
import { type Args, callsOf, literal } from '../values/args.ts'

/** More cells than this are not told apart. */
const most = 64

/** The cells of a `matrix`: each combination of the values of its axes, without what `excludes` takes out. */
export function legsOf(matrix: ClosureNode): Readonly<Record<string, string>>[] {
  let legs: Record<string, string>[] = [{}]
  const axes = [...callsOf(matrix.body.statements)].find(({ name }) => name === 'axes')?.args.closure
  for (const { name, values } of axesOf(axes)) {
    if (legs.length * values.length > most) continue
    legs = legs.flatMap((leg) => values.map((value) => ({ ...leg, [name]: value })))
  }
  const excludes = [...callsOf(matrix.body.statements)].find(({ name }) => name === 'excludes')?.args.closure
  const without = [...callsOf(excludes?.body.statements ?? [])].map(({ args }) => axesOf(args.closure))
  return legs.filter(
    (leg) =>
      !without.some(
        (axis) =>
          axis.length > 0 && axis.every(({ name, values, negated }) => values.includes(leg[name] ?? '') !== negated),
      ),
  )
}

function axesOf(closure: ClosureNode | undefined): { name: string; values: string[]; negated: boolean }[] {
  return [...callsOf(closure?.body.statements ?? [])].flatMap(({ name: called, args }) => {
    if (called !== 'axis') return []
    const parts = new Map([...callsOf(args.closure?.body.statements ?? [])].map((one) => [one.name, one.args]))
    const name = literal(parts.get('name')?.positional[0])
    const given = parts.get('values') ?? parts.get('notValues')
    return name && given ? [{ name, values: valuesOf(given), negated: parts.has('notValues') }] : []
  })
}

function valuesOf({ positional }: Args): string[] {
  const all: Expression[] = positional.flatMap((value) => (value.kind === 'list' ? value.items : [value]))
  return all.flatMap((value) => literal(value) ?? [])
}
