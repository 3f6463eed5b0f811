import { inspect } from 'node:util'

/** A token that cannot be printed by accident: only `reveal` gives it, to the one request that needs it. */
export class Secret {
  readonly #value: string

  constructor(
    value: string,
    /** the variable that it came from, to name it to people */
    readonly variable: string,
  ) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** A text without the token, whatever way it came in. */
  hide(text: string): string {
    return text.replaceAll(this.#value, '***').replaceAll(encodeURIComponent(this.#value), '***')
  }

  toString(): string {
    return '***'
  }

  toJSON(): string {
    return '***'
  }

  [inspect.custom](): string {
    return '***'
  }
}
