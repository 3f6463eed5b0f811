import type { Call } from '../../../../documents/groovy/index.ts'
import type { Run } from '../../model.ts'
import { asking, type Context, type Exit, frameOf } from '../context.ts'
import { emit } from '../emit.ts'
import { placeIn } from '../module.ts'
import { argsOf } from '../values/args.ts'
import { evaluate } from '../values/evaluate.ts'
import { shownOf, type Value } from '../values/values.ts'
import { performArguments, performBlock } from './perform.ts'
import { variablesOf } from './shell.ts'

/**
 * The Docker plugin (jenkins.io, "Using Docker with Pipeline"): what it does is what the command of Docker does that it
 * stands for.
 */
export async function performDocker(
  method: string,
  node: Call,
  receiver: Value,
  context: Context,
): Promise<Exit | undefined> {
  await performArguments(node, context)
  const { positional } = argsOf(node)
  const argument = (index: number, run?: Run) => {
    const value = positional[index]
    return value ? shownOf(evaluate(value, frameOf(context), asking(context, run))) : ''
  }
  const image = receiver.kind === 'object' ? receiver.about : argument(0)
  switch (method) {
    case 'build': {
      await command(node, context, (run) => `docker build -t ${argument(0, run)} ${argument(1, run) || '.'}`)
      context.machine.results.set(node, { kind: 'object', of: 'docker', about: argument(0) })
      return undefined
    }
    case 'push':
      await command(node, context, (run) => `docker push ${context.registry}${tagged(image, argument(0, run))}`)
      return undefined
    case 'tag':
      return undefined
    case 'image':
      context.machine.results.set(node, { kind: 'object', of: 'docker', about: argument(0) })
      return undefined
    case 'withRegistry': {
      const host = argument(0)
        .replace(/^https?:\/\//, '')
        .replace(/\/(v\d\/?)?$/, '')
      await performBlock(node, { ...context, registry: host && !/docker\.(io|com)/.test(host) ? `${host}/` : '' })
      return undefined
    }
    default:
      await performBlock(node, context)
      return undefined
  }
}

/** The image's name with another tag. */
function tagged(image: string, tag: string): string {
  return tag === '' ? image : `${image.replace(/:[^/]*$/, '')}:${tag}`
}

async function command(node: Call, context: Context, textIn: (run?: Run) => string): Promise<void> {
  const place = placeIn(context.module, node.span)
  const { reading } = context.machine
  await emit(context, {
    place,
    nameIn: textIn,
    keyIn: textIn,
    actsIn: (run) =>
      reading.finders.findActs(
        {
          text: textIn(run),
          placeOf: () => place,
          shell: 'sh',
          errexit: true,
          pipefail: false,
          directory: context.directory,
          variables: variablesOf(context, run),
          via: context.via,
          name: '',
        },
        reading.repository,
      ),
  })
}
