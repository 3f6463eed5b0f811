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

export const defaultPolicy: Policy = {
  localWaivers: 'allow',
  maxWaiverDays: undefined,
  selfApproval: 'allow',
  inlineIgnores: 'allow',
}
