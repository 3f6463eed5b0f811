import { isList, isMap, keysOf, numberOf, textOf, type Value, type ValueMap } from '../../infrastructure/value.ts'

/** One function of Terraform's language. */
export interface Computed {
  /** undefined: it cannot be called with these */
  readonly compute: (args: readonly Value[]) => Value | undefined
  /** It takes hidden arguments, and says by itself what hangs on them. */
  readonly lenient?: boolean
  /** Something hidden inside of an argument makes it hidden too. */
  readonly deep?: boolean
}

/** A function of texts, called with the texts of its arguments. */
export function ofTexts(compute: (...texts: readonly string[]) => Value | undefined): Computed {
  return {
    compute(args) {
      const texts = args.map(textOf)
      return texts.includes(undefined) ? undefined : compute(...(texts as readonly string[]))
    },
  }
}

/** A function of numbers. */
export function ofNumbers(compute: (...numbers: readonly number[]) => Value | undefined): Computed {
  return {
    compute(args) {
      const numbers = args.map(numberOf)
      return numbers.includes(undefined) ? undefined : compute(...(numbers as readonly number[]))
    },
  }
}

/** A function whose first argument is a list (or the values of a map, which some take too). */
export function ofList(compute: (list: readonly Value[], ...rest: readonly Value[]) => Value | undefined): Computed {
  return {
    compute: ([list, ...rest]) => (isList(list as Value) ? compute(list as readonly Value[], ...rest) : undefined),
  }
}

/** A function whose first argument is a map. */
export function ofMap(compute: (map: ValueMap, ...rest: readonly Value[]) => Value | undefined): Computed {
  return { compute: ([map, ...rest]) => (isMap(map as Value) ? compute(map as ValueMap, ...rest) : undefined) }
}

/** The values of a map, in the order of its keys. */
export const valuesOf = (map: ValueMap): readonly Value[] => keysOf(map).map((key) => map[key] as Value)
