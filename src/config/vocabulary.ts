/* The closed lists of words that configuration, facts and rules share. */
/** What a step of a pipeline can be: a closed list (DESIGN.md, "The pipeline graph"). */
export const kinds = [
  'build',
  'lint',
  'unit-test',
  'integration-test',
  'smoke-test',
  'security-scan',
  'image-scan',
  'package',
  'publish',
  'sign',
  'verify',
  'validate',
  'plan',
  'apply',
  'migrate',
  'deploy',
  'approve',
  'rollback',
  'notify',
  'status',
  'record',
  'refresh',
  'sanitise',
  'set-up',
] as const

export type Kind = (typeof kinds)[number]

/** The classes that names of environments are brought to; any other name is hidden (printed `unknown`). */
export const environmentClasses = ['development', 'integration', 'staging', 'production'] as const

export type EnvironmentClass = (typeof environmentClasses)[number]

/** Kinds as CEL fields: `unit-test` is `unit_test`. */
export type KindField = Kind extends infer K ? (K extends `${infer A}-${infer B}` ? `${A}_${B}` : K) : never

const fields = Object.fromEntries(kinds.map((kind) => [kind, kind.replace('-', '_')])) as Record<Kind, KindField>

/** The field of CEL in which a kind stands. */
export const kindField = (kind: Kind): KindField => fields[kind]

/** The sections of deployment-standards.md, "Release Notes Format", in its order. */
export const releaseSections = [
  'New Features',
  'Improvements',
  'Bug Fixes',
  'Breaking Changes',
  'Known Issues',
  'Upgrade Notes',
] as const

/** By what people are reached. `push`: to phones; `status-page`: those who follow it. */
export const channels = ['mail', 'chat', 'page', 'calendar', 'status-page', 'push'] as const

export type Channel = (typeof channels)[number]

/** The moments of a deployment at which people are told something. */
export const moments = ['scheduled', 'starting', 'during', 'complete', 'failed', 'rollback'] as const

export type Moment = (typeof moments)[number]

/** What a status page can say, brought to one spelling; `none` where nothing is said. */
export const statusStates = ['scheduled', 'maintenance', 'degraded', 'disruption', 'operational', 'none'] as const

export type StatusState = (typeof statusStates)[number]
