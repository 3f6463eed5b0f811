/** A CI system whose files are known by name, though this version does not read them. */
export interface ForeignSystem {
  /** as `system` of a pipeline: gitlab-ci */
  readonly system: string
  readonly name: string
  readonly file: RegExp
  /** where the path alone does not tell: what the text must hold */
  readonly text?: RegExp
}

/** Pipeline definitions by where they are kept; each system's own documentation names the path. */
export const foreignSystems: readonly ForeignSystem[] = [
  { system: 'drone', name: 'Drone', file: /^\.drone\.(star|jsonnet)$/ },
  { system: 'appveyor', name: 'AppVeyor', file: /^\.?appveyor\.ya?ml$/ },
  { system: 'semaphore', name: 'Semaphore', file: /^\.semaphore\/[^/]+\.ya?ml$/ },
  { system: 'cirrus', name: 'Cirrus CI', file: /^\.cirrus\.(ya?ml|star)$/ },
  { system: 'teamcity', name: 'TeamCity', file: /^\.teamcity\/settings\.kts$/ },
  { system: 'codefresh', name: 'Codefresh', file: /(^|\/)codefresh\.ya?ml$/ },
  { system: 'harness', name: 'Harness', file: /^\.harness\/.*\.ya?ml$/ },
  { system: 'bamboo', name: 'Bamboo', file: /^bamboo-specs\/.*\.ya?ml$/ },
  { system: 'spinnaker', name: 'Spinnaker', file: /(^|\/)dinghyfile$/ },
  {
    system: 'spinnaker',
    name: 'Spinnaker',
    file: /(^|\/)\.?spinnaker\/.*\.(json|ya?ml)$/,
    text: /["']?(refId|requisiteStageRefIds|keepWaitingPipelines)["']?:/,
  },
  { system: 'screwdriver', name: 'Screwdriver', file: /^screwdriver\.ya?ml$/ },
]
