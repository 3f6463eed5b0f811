import type { Hidden } from '../../hidden.ts'
import { GivenUp, Negated } from './value.ts'

/** In how many ways a template is rendered at most: six conditions that hang on nothing known. */
const most = 64

/**
 * Conditions that are hidden: a template is rendered for either answer, and what is the same in all is certain. A condition
 * is a hidden value; asked again it is answered alike.
 */
export class Worlds {
  /** the answers of this world, in the order in which they were asked */
  #answers: boolean[] = []
  #asked = 0
  #known = new Map<Hidden, boolean>()
  #count = 1
  #conditions: Hidden[] = []

  decide(condition: Hidden): boolean {
    if (condition instanceof Negated) return !this.decide(condition.of)
    const known = this.#known.get(condition)
    if (known !== undefined) return known
    if (this.#asked >= this.#answers.length) this.#answers.push(true)
    const answer = this.#answers[this.#asked++] as boolean
    this.#known.set(condition, answer)
    this.#conditions.push(condition)
    return answer
  }

  /** What the first answer of this world hangs on; undefined where nothing was asked. */
  get condition(): Hidden | undefined {
    return this.#conditions[0]
  }

  /** Goes on to the next world; false where there is none. */
  next(): boolean {
    this.#answers.length = this.#asked
    while (this.#answers.at(-1) === false) this.#answers.pop()
    if (this.#answers.length === 0) return false
    if (++this.#count > most) throw new GivenUp(this.#conditions[0]?.what ?? 'its conditions')
    this.#answers[this.#answers.length - 1] = false
    this.#asked = 0
    this.#known = new Map()
    this.#conditions = []
    return true
  }
}
