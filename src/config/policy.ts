import type { DataNode } from '../documents/tree.ts'

/** What may be excepted, and by whom. A central policy narrows it; where none does, everything is allowed. */
export interface Policy {
  /** whether `.assay/waivers.yaml` of the repository counts */
  readonly localWaivers: 'allow' | 'forbid'
  /** the most days between the day a waiver was created and its end; undefined: any */
  readonly maxWaiverDays: number | undefined
  /** whether an owner may approve their own waiver */
  readonly selfApproval: 'allow' | 'forbid'
  /** whether comments in files may except findings beside them */
  readonly inlineIgnores: 'allow' | 'forbid'
}

/** What holds where no policy is given. */
export const defaultPolicy: Policy = {
  localWaivers: 'allow',
  maxWaiverDays: undefined,
  selfApproval: 'allow',
  inlineIgnores: 'allow',
}

/** What a policy file says under `policy`; what it leaves out is allowed. */
export function policyOf(root: DataNode | undefined): Policy {
  const node = root?.get('policy')
  const word = (key: string) => (node?.get(key)?.text === 'forbid' ? 'forbid' : 'allow')
  const days = node?.get('max-waiver-days')?.value
  return {
    localWaivers: word('local-waivers'),
    maxWaiverDays: typeof days === 'number' ? days : undefined,
    selfApproval: word('self-approval'),
    inlineIgnores: word('inline-ignores'),
  }
}

/** Several policies at once: what one of them forbids is forbidden, and the shortest time counts. */
export function strictest(policies: readonly Policy[]): Policy {
  const word = (key: 'localWaivers' | 'selfApproval' | 'inlineIgnores') =>
    policies.some((one) => one[key] === 'forbid') ? 'forbid' : 'allow'
  const days = policies.flatMap(({ maxWaiverDays }) => (maxWaiverDays === undefined ? [] : [maxWaiverDays]))
  return {
    localWaivers: word('localWaivers'),
    maxWaiverDays: days.length ? Math.min(...days) : undefined,
    selfApproval: word('selfApproval'),
    inlineIgnores: word('inlineIgnores'),
  }
}

/** The paths that a policy file locks: `profile`, `parameters.<rule>.<name>`. */
export function locksOf(root: DataNode | undefined): readonly DataNode[] {
  return root?.at('policy', 'lock')?.items ?? []
}
