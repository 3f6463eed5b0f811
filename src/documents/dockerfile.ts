import type { Place } from './place.ts'
import type { Text } from './text.ts'

/** A Dockerfile as stages of instructions. */
export interface DockerfileDocument {
  readonly text: Text
  /** ARGs before the first FROM */
  readonly globalArguments: readonly Argument[]
  readonly stages: readonly Stage[]
}

export interface Argument {
  readonly name: string
  /** undefined where there is no default */
  readonly value: string | undefined
  readonly place: Place
}

export interface Stage {
  /** `AS name`, else undefined */
  readonly name: string | undefined
  readonly index: number
  /** what FROM names, as written */
  readonly from: string
  /** with ARG defaults filled in; unresolved ones keep `${NAME}` */
  readonly resolved: string
  /** the index of the earlier stage that it starts from, undefined for an image */
  readonly base: number | undefined
  readonly fromPlace: Place
  readonly instructions: readonly Instruction[]
}

export interface Instruction {
  /** upper case: RUN, COPY, ENV … */
  readonly keyword: string
  /** without the keyword, continuation lines joined, heredocs included */
  readonly arguments: string
  /** --from=build and the like, without the dashes */
  readonly flags: Readonly<Record<string, string>>
  readonly place: Place
  /** the offset in the file at which `arguments` begins */
  readonly start: number
}
