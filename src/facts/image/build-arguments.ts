import { type DockerfileDocument, resolvedWith, type Stage } from '../../documents/dockerfile.ts'
import { inputValue } from '../pipeline/known/use.ts'
import type { Act } from '../pipeline/model.ts'
import { argumentsOf, listOf } from './arguments.ts'
import type { Build } from './builds.ts'

/**
 * What a stage starts from: what builds give to the arguments of its FROM wins over their defaults. Where builds come to
 * different images, the FROM as it is written.
 * @param using the builds of the Dockerfile that are seen
 */
export function startOf(document: DockerfileDocument, stage: Stage, using: readonly Build[]): string {
  if (!using.length || !stage.from.includes('$')) return stage.resolved
  const starts = new Set(using.map(({ act }) => resolvedWith(document, stage, argumentsGiven(act))))
  return starts.size === 1 ? ([...starts][0] as string) : stage.from
}

/** `--build-arg NAME=value` of commands, and the inputs of actions; one without a value is taken from the environment. */
function argumentsGiven(act: Act): ReadonlyMap<string, string> {
  const { inputs } = act
  const pairs = inputs
    ? ['build-args', 'build_args', 'buildargs'].flatMap((name) => listOf(inputValue(inputs, name)))
    : argumentsOf(act).flag('--build-arg')
  return new Map(
    pairs.flatMap((pair): [string, string][] => {
      const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(pair) ?? []
      return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/s, '$2')]]
    }),
  )
}
