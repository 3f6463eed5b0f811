/** What a value beside a name is, and why. `uncertain` is a note, never a failure. */
export interface Judgement {
  readonly is: 'secret' | 'uncertain' | 'none'
  readonly why: string
}

export type Is = Judgement['is']

/** What a value is by itself; `standin`: a placeholder that a program signs with; `published`: what a manual shows. */
export type Kind =
  | 'stock'
  | 'generated'
  | 'chosen'
  | 'default'
  | 'word'
  | 'number'
  | 'uuid'
  | 'hash'
  | 'phrase'
  | 'standin'
  | 'published'
  | 'nothing'
