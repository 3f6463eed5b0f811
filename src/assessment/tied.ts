import { testsOf } from '../rules/normal.ts'
import type { Rule } from '../rules/rule.ts'
import type { FactView } from '../rules/wrap.ts'

type Fact = Readonly<Record<string, unknown>>

/**
 * Chooses the members of a collection that a rule can show something of where only results that touch some files are
 * shown: those that name one of the files anywhere, and those that stand where one of them does, since results that are
 * alike in one file are told apart by their order.
 */
export function tiedTo(files: ReadonlySet<string>): (members: readonly FactView[]) => readonly FactView[] {
  const known = new WeakMap<object, boolean>()
  const named = ({ $fact }: FactView): boolean => {
    const answer = known.get($fact) ?? names($fact, files)
    known.set($fact, answer)
    return answer
  }
  const chosen = new WeakMap<readonly FactView[], readonly FactView[]>()
  const choose = (members: readonly FactView[]) => {
    const tied = new Set(members.filter(named))
    if (tied.size === 0) return []
    const places = new Set([...tied].flatMap(({ $fact }) => placesOf($fact)))
    return members.filter((one) => tied.has(one) || placesOf(one.$fact).some((file) => places.has(file)))
  }
  return (members) => {
    const answer = chosen.get(members) ?? choose(members)
    chosen.set(members, answer)
    return answer
  }
}

/** Whether the places that the rule shows lie in the fact that it judges: then only tied facts lead to tied results. */
export function showsItself(rule: Rule): boolean {
  // where one way is enough, what the others found hangs on all members
  if (rule.combine === 'any') return false
  return testsOf(rule).every(({ cases, parts }) =>
    [...cases, ...(parts?.cases ?? [])].every(({ at, trace }) =>
      [at, trace].every((text) => text === undefined || /^(it|part)\.[\w.]+$/.test(text)),
    ),
  )
}

function names(value: object, files: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null && names(item, files)) return true
    return false
  }
  const fact = value as Fact
  if (typeof fact.file === 'string' && files.has(fact.file)) return true
  for (const key in fact) {
    const inner = fact[key]
    if (typeof inner === 'object' && inner !== null && names(inner, files)) return true
  }
  return false
}

/** The files of a fact's own places: where it stands, and where it is shown. */
function placesOf(fact: Fact): string[] {
  return Object.values(fact).flatMap((value) => {
    const file = (value as { file?: unknown } | null | undefined)?.file
    return typeof file === 'string' ? [file] : []
  })
}
