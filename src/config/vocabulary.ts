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
