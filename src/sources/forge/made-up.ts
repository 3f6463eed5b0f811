import type { BranchRules, ForgeBranch, ForgeEnvironment, ForgeSettings } from './settings.ts'

/** Settings for fixtures and tests: what is left out is not set on the forge. `{untold, needs}` for what cannot be read. */
export interface MadeUp extends Partial<Omit<ForgeSettings, 'environments' | 'branches'>> {
  readonly environments?: readonly (Partial<ForgeEnvironment> & { readonly name: string })[] | UntoldPart
  readonly branches?: readonly { readonly name: string; readonly rules?: Partial<BranchRules> | UntoldPart }[]
}

type UntoldPart = Extract<ForgeSettings['environments'], { untold: string }>

const noRules: BranchRules = {
  reviews: 0,
  ownersReview: false,
  checks: [],
  allChecks: false,
  codeScanning: false,
  deployedTo: [],
  workflows: [],
}

const noGate: Omit<ForgeEnvironment, 'name'> = {
  approvals: 0,
  approvers: [],
  waitMinutes: 0,
  allowed: 'any',
  deployers: [],
  services: [],
}

/** Whole settings of example/shop on github.com, made up from a part of them. */
export function madeUpForge(said: MadeUp): ForgeSettings {
  const defaultBranch = said.defaultBranch ?? 'main'
  const branches: ForgeBranch[] = (said.branches ?? []).map(({ name, rules = {} }) => ({
    name,
    rules: 'untold' in rules ? rules : { ...noRules, ...rules },
  }))
  const named = branches.some(({ name }) => name === defaultBranch)
  if (!named && typeof defaultBranch === 'string') branches.push({ name: defaultBranch, rules: noRules })
  const environments = said.environments ?? []
  return {
    kind: 'github',
    host: 'github.com',
    repository: 'example/shop',
    readAt: '2026-11-28T06:00:00Z',
    tags: [],
    codeScanning: { on: false, languages: [] },
    releases: [],
    deployments: [],
    ...said,
    defaultBranch,
    branches,
    environments: 'untold' in environments ? environments : environments.map((one) => ({ ...noGate, ...one })),
  }
}
