import type { Kind } from '../../../../config/vocabulary.ts'
import type { Call, Expression } from '../../../../documents/groovy/index.ts'
import { Hidden } from '../../../hidden.ts'
import { toSay } from '../../dialect/question.ts'
import { isNameOfDeployment } from '../../dialect/says-deploy.ts'
import { couldServe, everyKind, likelyKind, tellsEnvironment } from '../../dialect/words.ts'
import type { Act, Run } from '../../model.ts'
import type { Script } from '../../script.ts'
import { asking, type Context, type Exit, frameOf } from '../context.ts'
import { emit } from '../emit.ts'
import { placeIn, writtenIn } from '../module.ts'
import { argsOf } from '../values/args.ts'
import { evaluate } from '../values/evaluate.ts'
import { shownOf, textOf } from '../values/values.ts'
import { untilAsked } from './asked.ts'
import { isHarmless } from './harmless.ts'
import { environmentGiven, parametersOf } from './parameters.ts'
import { performBlock } from './perform.ts'
import { variablesOf, writtenScript } from './shell.ts'

/** Steps whose answer is asked for afterwards: what raises then is they. */
const answering = new Set(['waitForQualityGate'])

/**
 * Whether a request is well even where the service is not: ranges and single codes, 100:399 where none are given
 * (github.com/jenkinsci/http-request-plugin, "validResponseCodes").
 */
function takesBadAnswers(codes = ''): boolean {
  return codes.split(',').some((part) => {
    const [from, to] = part.split(':').map((code) => Number.parseInt(code, 10))
    return from !== undefined && from <= 503 && (to ?? from) >= 500
  })
}

/** A step of a plugin, or of a shared library, by its name and arguments; then the block behind it. */
export async function performStep(
  name: string,
  node: Call,
  context: Context,
  extra: Record<string, string> = {},
): Promise<Exit | undefined> {
  const args = argsOf(node)
  const inputsIn = (run?: Run): Record<string, string> => {
    const found: Record<string, string> = {}
    const put = (key: string, value: Expression) => {
      found[key] = shownOf(evaluate(value, frameOf(context), asking(context, run)))
    }
    args.positional.forEach((value, index) => {
      put(index ? String(index) : '', value)
      if (value.kind === 'list')
        found[index ? String(index) : ''] = value.items.map((item) => writtenIn(context.module, item.span)).join(' ')
    })
    for (const [key, value] of args.named) put(key, value)
    return { ...found, ...extra }
  }
  const drafts = await emit(context, {
    place: placeIn(context.module, node.callee.span),
    nameIn: () => name,
    keyIn: (run) => JSON.stringify(inputsIn(run)),
    actsIn: (run) => actsOfStep(name, node, inputsIn(run), context, run),
  })
  const isTaken = name === 'httpRequest' && takesBadAnswers(inputsIn().validResponseCodes)
  if (isTaken) for (const act of drafts) untilAsked(act)
  if (isTaken || answering.has(name)) context.machine.results.set(node, { kind: 'outcome', acts: drafts })
  await performBlock(node, context)
  return undefined
}

async function actsOfStep(
  name: string,
  node: Call,
  inputs: Record<string, string>,
  context: Context,
  run: Run | undefined,
): Promise<readonly Act[]> {
  const { reading } = context.machine
  const place = placeIn(context.module, node.callee.span)
  const args = argsOf(node)
  const scriptOf = (input: string): Script | undefined => {
    const written = input === '' ? args.positional[0] : args.named.get(input)
    if (!written) return undefined
    return {
      ...writtenScript(written, context, run),
      shell: 'sh',
      errexit: true,
      pipefail: false,
      directory: context.directory,
      variables: variablesOf(context, run),
      via: context.via,
      name: '',
    }
  }
  const what = 'the step'
  const acts = await reading.finders.actsOfUse(
    {
      table: 'jenkins',
      name,
      narrowBy: name,
      what,
      text: writtenIn(context.module, node.span).slice(0, 200),
      inputs,
      variables: variablesOf(context, run),
      place,
      via: context.via,
      title: name,
      scriptOf,
    },
    reading.repository,
  )
  const [only] = acts
  // what is fetched lies in the folder that `dir` goes to
  if (/^(git|checkout)$/.test(name) && context.directory !== undefined)
    return acts.map((act) => ({ ...act, directory: context.directory as string }))
  if (name === 'build') return acts.map((act) => anotherJob(act, inputs, node, context, run))
  if (name === 'openshiftTag' && only && acts.length === 1) return [movedTag(only, inputs, context)]
  if (acts.length !== 1 || !only || only.tool !== name || only.kinds.length) return acts
  if (only.hidden?.value.what !== `what ${what} ${name} does`) return acts
  return [unknownStep(only, name, node, context, run)]
}

/**
 * A tag of an image stream that tells nothing, moved in a stage that is named for an environment or for going there: the
 * environment follows that tag. One that keeps what was there before is followed by nothing.
 */
function movedTag(act: Act, { destTag = '' }: Readonly<Record<string, string>>, { stage }: Context): Act {
  if (act.kinds.length || /prev|old|back|bck|bak|latest/i.test(destTag)) return act
  const [first = '', ...rest] = stage.key.split(/[^A-Za-z]+/).filter(Boolean)
  const goes = /^(deploy|promote|release|rollout|ship)\w*$/i.test(first)
  const environment = goes ? rest.find(tellsEnvironment) : rest.length === 0 && tellsEnvironment(first) ? first : ''
  return environment ? { ...act, kinds: ['deploy'], environment } : act
}

/** A step that no table knows: of a shared library, as far as its name leaves it open. */
function unknownStep(act: Act, name: string, node: Call, context: Context, run: Run | undefined): Act {
  const { hidden: _, ...rest } = act
  if (isHarmless(name)) return rest
  // what is set or switched anew, an image or a slot, is how a service gets a version
  const couldBe: readonly Kind[] = /comment/i.test(name)
    ? ['notify']
    : /(^|\.)(set|update|switch|swap)[A-Z]/.test(name)
      ? everyKind
      : couldServe(name.replace(/^.*\.(?=\w+$)/, ''), ...(/\./.test(name) ? [name] : []))
  const environment = environmentIn(node, context, run)
  return {
    ...rest,
    ...(environment && { environment }),
    ...(couldBe.length && {
      hidden: { place: act.place, value: hiddenStep(`the step ${name}`, name, context), couldBe },
    }),
  }
}

function hiddenStep(what: string, name: string, context: Context): Hidden {
  const { key } = context.stage
  const kind = likelyKind(name, key)
  return new Hidden(what, toSay(`what ${key} does`, { job: key }, [kind]))
}

/** An argument that is the name of an environment and nothing else. */
function environmentIn(node: Call, context: Context, run: Run | undefined): string | undefined {
  const { positional, named } = argsOf(node)
  for (const value of [...named.values(), ...positional]) {
    const known = textOf(evaluate(value, frameOf(context), asking(context, run)))
    if (known !== undefined && /^[\w-]{2,24}$/.test(known) && tellsEnvironment(known)) return known
  }
  return undefined
}

/** What a job of a multibranch pipeline is called after: its branch. */
const ofBranch = /\/(main|master|develop|[^/]*%2F[^/]*|\$\{[^}]*branch[^}]*\})$/i

/** `build job: 'x'` starts another job, which is not defined here; `wait: false` waits for nothing. */
function anotherJob(
  act: Act,
  inputs: Readonly<Record<string, string>>,
  node: Call,
  context: Context,
  run: Run | undefined,
): Act {
  const job = inputs.job ?? inputs[''] ?? ''
  const { hidden: _, ...rest } = act
  const told = environmentGiven(node, context, run)
  const given = Object.fromEntries(parametersOf(node, context, run).map(({ name, value }) => [name, value]))
  const called = job.replace(ofBranch, '')
  const couldBe = [called, ...Object.values(given)].some(isNameOfDeployment)
    ? couldServe('deploy')
    : couldServe(job, context.stage.key)
  const value = hiddenStep(`the job ${called}`, job, context)
  return {
    ...rest,
    // what it does is told by its own name, not by that of the step which starts it
    tool: called || act.tool,
    ...(told && { environment: told }),
    onFailure: inputs.wait === 'false' || inputs.propagate === 'false' ? 'ignored' : 'stops',
    ...(couldBe.length && { hidden: { place: act.place, value, couldBe, inputs: given } }),
  }
}
