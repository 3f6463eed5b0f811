/** The kind of text that a pair stands in. */
export type Form =
  | 'yaml'
  | 'json'
  | 'env'
  | 'properties'
  | 'ini'
  | 'toml'
  | 'hcl'
  | 'xml'
  | 'dockerfile'
  | 'shell'
  | 'code'
  | 'sql'
  | 'http'
  | 'notebook'
  | 'prose'

/** What a file is for, as far as it matters to passwords; see area.ts. */
export type Setting = 'main' | 'development' | 'pipeline' | 'request' | 'test' | 'sample' | 'prose' | 'language'

/** How a pair was found, where no name stands beside the value. These are detectors' names in hits. */
export type Source = 'named-value' | 'url-password' | 'authorization' | 'command-argument' | 'credentials-file'

/** A name and the literal beside it. Offsets are those of the value as it is written, quotes not included. */
export interface Pair {
  readonly name: string
  /** the name with those of the blocks around it, as far as they were seen: `spring.datasource.password` */
  readonly path: string
  /** as meant: escapes undone, parts joined */
  readonly value: string
  readonly start: number
  readonly end: number
  readonly form: Form
  readonly quoted: boolean
  readonly encoded?: 'base64'
  readonly source: Source
  readonly setting: Setting
  /** the pair is an argument, a comparison or a guess at one: only a value that convinces by itself counts */
  readonly loose: boolean
  /** of what is loose: a comparison, by which a program lets somebody in */
  readonly compared?: boolean
  /** a user, a host or the like is set right beside it */
  readonly beside: boolean
  /** the user that stands beside it is called so, too: `Username = "alice", Password = "alice"` */
  readonly ofSame?: boolean
  /** other values of the file are sealed, and this one is not */
  readonly vaulted?: boolean
  /** stands in a comment */
  readonly comment: boolean
}
