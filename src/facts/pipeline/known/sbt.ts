/** A task of sbt, with its scopes, and what it is told. */
export interface SbtTask {
  /** `test`, `shop/test`, `IntegrationTest/test`, `it:test`, without a leading `+` */
  readonly task: string
  readonly rest: readonly string[]
}

/**
 * The tasks of one argument of sbt: `"testOnly *Spec"`, `+test`, `shop/test; stage`, `IntegrationTest / test`
 * (scala-sbt.org, "Command line reference", "Scopes").
 */
export function partsOfSbt(word: string): readonly SbtTask[] {
  return word.split(';').flatMap((part) => {
    const [task = '', ...rest] = part
      .trim()
      .replace(/\s*\/\s*/g, '/')
      .split(/\s+/)
    return task ? [{ task: task.replace(/^\+/, ''), rest }] : []
  })
}
