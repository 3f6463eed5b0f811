/** What an act does to one image, or to one image under several references. */
export interface Making {
  /** references as written (`-t`, `tags:`); empty where none is given */
  readonly tags: readonly string[]
  readonly pushes: boolean
  /** false for a mere push of what was built before */
  readonly builds: boolean
  /** the folder given as context, '' for the root of where it runs; undefined where it is not known */
  readonly context: string | undefined
  /** the Dockerfile as written, where one is named */
  readonly file: string | undefined
  readonly target: string | undefined
  /** what gets the references of `tags`: the source of a copy or of `docker tag`; undefined where it is not named */
  readonly from?: string
  /** a file gives the build the commit, in a label or a build argument */
  readonly stamped?: boolean
  /** made without a Dockerfile (ko, jib, buildpacks) */
  readonly withoutFile?: boolean
}

/** A making of which nothing is known but that it happens. */
export const unknownMaking: Making = {
  tags: [],
  pushes: false,
  builds: true,
  context: undefined,
  file: undefined,
  target: undefined,
}
