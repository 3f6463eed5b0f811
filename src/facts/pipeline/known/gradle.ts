/*
 * Gradle is told which tasks not to run by `-x NAME`, `-xNAME`, `--exclude-task NAME` and `--exclude-task=NAME`
 * (docs.gradle.org, "Command-Line Interface": "Excluding tasks").
 */

/** Flags before the name of a task which is not to run: `gradle assemble -x test`. */
export const excluding: ReadonlySet<string> = new Set(['-x', '--exclude-task'])
const joined = /^(?:--exclude-task=|-x=?(?=[\w:]))(.+)$/

/** The words of a call without those that leave tasks out. */
export function withoutExclusions(args: readonly string[]): readonly string[] {
  return args.filter((arg, i) => !excluding.has(arg) && !joined.test(arg) && !excluding.has(args[i - 1] ?? ''))
}

/**
 * The names of the tasks that are left out wherever they are defined. One of a module (`-x :shop:test`) leaves those of the
 * others in, and tells nothing of the whole.
 */
export function leftOutByGradle(args: readonly string[]): ReadonlySet<string> {
  const named = args.flatMap((arg, i) => {
    const [, name] = joined.exec(arg) ?? []
    return name ?? (excluding.has(arg) ? (args[i + 1] ?? []) : [])
  })
  return new Set(named.map((name) => name.replace(/^:/, '')).filter((name) => !name.includes(':')))
}
