/** What a dialect says of itself, for the page on pipelines (docs/pipelines.md is made from it). */
export interface About {
  /** as `system` of a pipeline: gitlab-ci */
  readonly system: string
  /** as people call it: GitLab CI */
  readonly name: string
  /** the files that are read, in Markdown */
  readonly files: string
  /** what is understood, one sentence or list each, in Markdown */
  readonly read: readonly string[]
  /** what cannot be seen from the repository, and is `unknown` by name */
  readonly hidden: readonly string[]
  /** how to tell Assay, beyond what holds for every system */
  readonly tell: readonly string[]
}
