import { lastAtOrBefore } from '../../../documents/search.ts'
import type { Hidden } from '../../hidden.ts'
import { GivenUp } from './value.ts'

/** Signs of Unicode's private area that stand for hidden values in texts. */
export const holeSign = /[\uE000-\uF8FF]/

const first = 0xe000
const last = 0xf8ff

/** The signs that stand for hidden values in the texts of one rendering. A text that has such signs itself is not rendered. */
export class Holes {
  readonly #signs = new Map<string, string>()
  readonly #hidden: Hidden[] = []

  of(hidden: Hidden): string {
    const known = this.#signs.get(hidden.what)
    if (known !== undefined) return known
    const code = first + this.#hidden.length
    if (code > last) throw new GivenUp('too much of it is hidden')
    const sign = String.fromCharCode(code)
    this.#signs.set(hidden.what, sign)
    this.#hidden.push(hidden)
    return sign
  }

  /** A text with each hole as an expression: `shop:{{ .Values.image.tag }}`. */
  shown(text: string): string {
    return text.replace(new RegExp(holeSign.source, 'g'), (sign) => {
      const hidden = this.#hidden[sign.charCodeAt(0) - first]
      return `{{ ${/^\.Values[\w.-]*/.exec(hidden?.what ?? '')?.[0] ?? 'hidden'} }}`
    })
  }

  /** Of a sign of a text as it is shown, where in the text itself it stands; of what is shown for a hole, the hole. */
  unshown(text: string): (sign: number) => number {
    const ends = [{ at: 0, shown: 0 }]
    for (const { index } of text.matchAll(new RegExp(holeSign.source, 'g'))) {
      const { at, shown } = ends.at(-1) as { at: number; shown: number }
      ends.push({ at: index + 1, shown: shown + index - at + this.shown(text[index] as string).length })
    }
    return (sign) => {
      const i = lastAtOrBefore(ends, sign, ({ shown }) => shown)
      const { at, shown } = ends[i] as { at: number; shown: number }
      return Math.min(at + sign - shown, (ends[i + 1]?.at ?? text.length + 1) - 1)
    }
  }

  /** What the first hole of a text hides. */
  in(text: string): Hidden | undefined {
    if (this.#hidden.length === 0) return undefined
    const found = holeSign.exec(text)
    return found ? this.#hidden[found[0].charCodeAt(0) - first] : undefined
  }
}
