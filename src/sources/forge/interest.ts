/** What the pipelines of a repository make worth asking for beside what is always read. */
export interface Interest {
  /** branches that pipelines name; the default one is always asked for */
  readonly branches: readonly string[]
  /** environments that pipelines name: what is asked of each one by one, is asked of these first */
  readonly environments: readonly string[]
}

/** Questions that are put for each environment or branch by itself stop here. */
export const mostAsked = 30
