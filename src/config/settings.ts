import type { EnvironmentClass, Kind } from './vocabulary.ts'

/** What a repository says of itself in `assay.yaml`, checked and with defaults filled in. */
export interface Settings {
  readonly profile: 'bronze' | 'silver' | 'gold'
  /** rule id → parameter → value */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** globs of paths to leave out; each is listed in the result */
  readonly exclude: readonly string[]
  /** globs that are the service itself although their path looks like tests, examples, documentation or vendored code */
  readonly include: readonly string[]
  /** environment name (or glob) → class */
  readonly environments: Readonly<Record<string, EnvironmentClass>>
  /** environment name → what assay.yaml says it is for, and who and what is in it */
  readonly inventory: Readonly<Record<string, InventoryEntry>>
  /** jobs and steps → kinds: `deploy.yml#job`, `job`, or a step's name */
  readonly kinds: readonly KindAnswer[]
  /** undefined: not said */
  readonly deploys: boolean | undefined
  /** folders of components, where workspaces do not tell */
  readonly components: Readonly<Record<string, string>>
  /** where documents are: paths here, or URLs elsewhere */
  readonly documents: Readonly<Record<string, readonly string[]>>
  /** who is told of deployments by integrations that no pipeline shows: moment → channels; `status-page` → conditions */
  readonly announced: Readonly<Record<string, readonly string[]>>
  /** folders of rules beside the built-in ones */
  readonly rules: readonly string[]
  /** the file of accepted findings, from the root of the repository; undefined: none is used unless the caller says so */
  readonly baseline: string | undefined
  /** what fails of rules that this version brings: `note` for one minor version, or what their level says */
  readonly newRules: 'note' | 'enforce'
  /** Requirements that do not concern this repository, with a reason: `smoke-tests.authentication: no login`. */
  readonly notApplicable: Readonly<Record<string, string>>
}

/** What is said of an environment. */
export interface InventoryEntry {
  readonly purpose: string
  /** empty: not said */
  readonly data: '' | 'none' | 'synthetic' | 'sanitised' | 'production'
  /** groups of people */
  readonly access: readonly string[]
}

export interface KindAnswer {
  readonly file?: string
  readonly job?: string
  readonly step?: string
  readonly kinds: readonly Kind[]
}

/** What holds where there is no assay.yaml. */
export const defaultSettings: Settings = {
  profile: 'gold',
  parameters: {},
  exclude: [],
  include: [],
  environments: {},
  inventory: {},
  kinds: [],
  deploys: undefined,
  components: {},
  documents: {},
  announced: {},
  rules: [],
  baseline: undefined,
  newRules: 'note',
  notApplicable: {},
}
