/** "And" where one side may not be known (undefined): false as soon as one side is. */
export const and = (left: boolean | undefined, right: boolean | undefined): boolean | undefined =>
  left === false || right === false ? false : left === true && right === true ? true : undefined

/** "Or" where one side may not be known (undefined): true as soon as one side is. */
export const or = (left: boolean | undefined, right: boolean | undefined): boolean | undefined =>
  left === true || right === true ? true : left === false && right === false ? false : undefined
