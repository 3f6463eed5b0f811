import type { Call } from '../../../../documents/groovy/index.ts'
import { tellsEnvironment } from '../../dialect/words.ts'
import type { Run } from '../../model.ts'
import { asking, type Context, type Exit, frameOf } from '../context.ts'
import { joinPath } from '../files.ts'
import { argsOf } from '../values/args.ts'
import { bind, evaluate } from '../values/evaluate.ts'
import { shownOf, textOf, type Value } from '../values/values.ts'
import { performArguments, performBlock } from './perform.ts'
import { performStep } from './steps.ts'

/**
 * The DSL of OpenShift's client plugin (github.com/openshift/jenkins-client-plugin, README). Objects carry the kinds of
 * resources that they hold, so that applying a build configuration is told from applying a workload.
 */
export async function performOpenShift(
  method: string,
  node: Call,
  receiver: Value,
  context: Context,
): Promise<Exit | undefined> {
  await performArguments(node, context)
  const { positional } = argsOf(node)
  const shownAt = (index: number) => {
    const value = positional[index]
    return value ? shownOf(evaluate(value, frameOf(context), asking(context))) : ''
  }
  const about = receiver.kind === 'object' ? receiver.about : ''
  const give = (kinds: string) => context.machine.results.set(node, { kind: 'object', of: 'openshift', about: kinds })
  switch (method) {
    case 'withCluster':
    case 'withCredentials':
      await performBlock(node, context)
      return undefined
    case 'withProject': {
      const [project] = positional
      const binding = project && bind(project, frameOf(context), asking(context))
      const tells =
        binding &&
        [undefined, ...context.runs].some((run?: Run) =>
          tellsEnvironment(textOf(binding.ask(asking(context, run))) ?? ''),
        )
      await performBlock(node, tells ? { ...context, environmentName: binding } : context)
      return undefined
    }
    case 'process':
      give(
        await kindsOfTemplate(
          positional.map((_, index) => shownAt(index)),
          context,
        ),
      )
      return undefined
    case 'selector':
      give(shownAt(0))
      return undefined
    case 'narrow':
    case 'object':
    case 'objects':
    case 'related':
    case 'freeze':
      give(method === 'narrow' ? shownAt(0) : about)
      return undefined
    case 'rollout':
    case 'rolloutManager':
      give(`rollout ${about}`)
      return undefined
    case 'latest':
      // The rollout of a workload; `status` and `history` only look at it.
      if (!about.startsWith('rollout')) return undefined
      return performStep('openshift.rollout.latest', node, context)
    case 'undo':
      return performStep('openshift.rollout.undo', node, context)
    case 'apply':
    case 'create':
    case 'replace':
    case 'patch':
    case 'newApp':
    case 'newBuild':
    case 'startBuild':
    case 'tag':
    case 'raw':
    case 'run':
    case 'set':
    case 'deploy':
    case 'scale': {
      const objects = kindsOf(positional[0], context) || about
      const exit = await performStep(`openshift.${method}`, node, context, {
        objects: plainKinds(objects),
        to: shownAt(1),
      })
      give(objects)
      return exit
    }
    default:
      give(about)
      await performBlock(node, context)
      return undefined
  }
}

function kindsOf(argument: Call['args'][number]['value'] | undefined, context: Context): string {
  if (!argument) return ''
  const value = evaluate(argument, frameOf(context), asking(context))
  return value.kind === 'object' ? value.about : ''
}

const shortNames: Readonly<Record<string, string>> = {
  bc: 'buildconfig',
  is: 'imagestream',
  dc: 'deploymentconfig',
  deploy: 'deployment',
  sts: 'statefulset',
  svc: 'service',
  cm: 'configmap',
}

/** `builds` where nothing but what builds is in it, `settings` for configuration alone, `workloads` else. */
function plainKinds(about: string): string {
  const kinds = about
    .toLowerCase()
    .replace(/^rollout /, '')
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map((kind) => shortNames[kind] ?? kind)
  if (!kinds.length) return ''
  if (kinds.some((kind) => /^(deployment|deploymentconfig|statefulset|daemonset|cronjob|pod|rollout)s?$/.test(kind)))
    return 'workloads'
  if (kinds.every((kind) => /^(buildconfig|imagestream|build)s?$/.test(kind))) return 'builds'
  if (
    kinds.every((kind) =>
      /^(secret|configmap|buildconfig|imagestream|networkpolicy|serviceaccount|role|rolebinding)s?$/.test(kind),
    )
  )
    return 'settings'
  return ''
}

/** The kinds of objects in the template that `process('-f', file, …)` takes. */
async function kindsOfTemplate(args: readonly string[], context: Context): Promise<string> {
  const written = args[args.indexOf('-f') + 1] ?? args.find((arg) => /\.(ya?ml|json)$/.test(arg)) ?? ''
  const path = joinPath(context.directory ?? '', written.replace(/^file:\/\//, ''))
  const { repository } = context.machine.reading
  // where the template is not at hand, people's way of naming the files of build configurations tells
  if (path === undefined || !repository.has(path)) return /[.-]bc\.(ya?ml|json)$/.test(written) ? 'buildconfig' : ''
  if (!/\.ya?ml$/.test(path)) return ''
  const kinds = new Set<string>()
  for (const document of (await repository.yaml(path)) ?? []) {
    for (const object of document.get('objects')?.asList ?? [document]) {
      const kind = object.get('kind')?.text
      if (kind) kinds.add(kind)
    }
  }
  return [...kinds].join(' ')
}
