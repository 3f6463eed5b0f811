import type { Instruction } from '../../../documents/dockerfile.ts'
import { join } from '../../../documents/path.ts'
import { type Command, commandsOf } from '../../../documents/shell/index.ts'

/** A command of a RUN, and where in the image it runs. */
export interface Ran {
  readonly command: Command
  /** from the root of the image, with a leading slash */
  readonly folder: string
}

/** Scripts may call each other in a circle; nobody nests more of them than this. */
const deepest = 8

/**
 * The commands of a RUN, here-documents and the exec form too; behind `npm run <name>`, those of the script.
 * @param folder where the instruction runs, by WORKDIR
 * @param scripts those of the package.json that is built, by name
 */
export function commandsRun(run: Instruction, folder: string, scripts: ReadonlyMap<string, string>): readonly Ran[] {
  const heredocs = run.heredocs?.map(({ content }) => content) ?? []
  const exec = /^\s*\[/.test(run.arguments) ? wordsOf(run.arguments) : undefined
  const commands = exec
    ? [exec]
        .filter((words) => words.length > 0)
        .map((words) => ({ words, assignments: {}, span: { start: 0, end: 0 } }))
    : [run.arguments, ...heredocs].flatMap((script) => [...commandsOf(script)])
  return [...placed(commands, folder, scripts, 0)]
}

function* placed(
  commands: Iterable<Command>,
  from: string,
  scripts: ReadonlyMap<string, string>,
  depth: number,
): Generator<Ran> {
  let folder = from
  for (const command of commands) {
    yield { command, folder }
    const [program, path] = command.words
    if (program === 'cd' && path && !path.includes('$')) folder = `/${join(folder, path)}`
    const script = depth < deepest ? scripts.get(scriptOf(command.words) ?? '') : undefined
    if (script !== undefined) yield* placed(commandsOf(script), folder, scripts, depth + 1)
  }
}

/** The script of package.json that a command runs: `npm run x`, `pnpm run x`, `yarn x`. */
function scriptOf([program = '', ...words]: readonly string[]): string | undefined {
  const [verb, name] = words.filter((word) => !word.startsWith('-'))
  if (!/^(npm|pnpm|yarn|bun)$/.test(program)) return undefined
  if (verb === 'run' || verb === 'run-script') return name
  return program === 'yarn' ? verb : undefined
}

function wordsOf(json: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : undefined
  } catch {
    return undefined
  }
}
