import { choicesOf } from '../dialect/choices.ts'
import type { Run, Trigger } from '../model.ts'
import { isLiteral } from './predefined.ts'
import type { Home } from './scope.ts'

/**
 * The starts that conditions and names are asked for: each trigger on the default branch, on those that the file speaks
 * of and on some other one, with each choice of the parameters that offer one.
 */
export function possibleRuns(triggers: readonly Trigger[], branches: readonly string[], home: Home): Run[] {
  return triggers.flatMap((trigger) =>
    wheres(trigger, branches, home).flatMap((where) =>
      choicesOf(trigger.inputs ?? []).map(({ inputs }) => ({ trigger, ...where, inputs })),
    ),
  )
}

type Where = Pick<Run, 'branch' | 'onDefaultBranch'>

function wheres(trigger: Trigger, branches: readonly string[], home: Home): Where[] {
  const onDefault: Where = { branch: 'default', onDefaultBranch: true }
  const elsewhere: Where = { branch: undefined, onDefaultBranch: false }
  const at = (name: string): Where => (isDefault(name, home) ? onDefault : { branch: name, onDefaultBranch: false })
  switch (trigger.kind) {
    case 'push': {
      const named = trigger.branches?.filter(isLiteral) ?? []
      if (trigger.branches?.length && named.length === trigger.branches.length) return unique(named.map(at))
      return unique([onDefault, ...[...named, ...branches].map(at), elsewhere])
    }
    case 'manual':
      return unique([onDefault, ...branches.map(at), elsewhere])
    case 'tag':
    case 'pull-request':
      return [elsewhere]
    default:
      return [onDefault]
  }
}

function isDefault(name: string, home: Home): boolean {
  return home.defaultBranch === undefined ? name === 'main' || name === 'master' : name === home.defaultBranch
}

function unique(list: readonly Where[]): Where[] {
  const seen = new Set<string>()
  return list.filter(({ branch, onDefaultBranch }) => {
    const key = `${branch} ${onDefaultBranch}`
    return !seen.has(key) && seen.add(key)
  })
}
