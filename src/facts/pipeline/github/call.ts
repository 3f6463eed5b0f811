import type { Kind } from '../../../config/vocabulary.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { onlyTells } from '../commands/hidden.ts'
import { known, toText } from '../dialect/outcome.ts'
import { toSay } from '../dialect/question.ts'
import { couldServe, holdsEnvironment, likelyKind, tellsNothing } from '../dialect/words.ts'
import type { HiddenPart } from '../model.ts'
import type { Reading } from './dialect.ts'
import { typed } from './inputs.ts'
import { mayOnlyLook } from './rights.ts'
import { type Binding, type Frame, namesIn } from './scope.ts'
import { evaluateNode } from './template.ts'
import { clean } from './workspace.ts'

/** The file of a called workflow in this repository: `./…`, `$/…`, or the own `owner/name/…@ref`; undefined elsewhere. */
export function localWorkflow(uses: string, reading: Reading): string | undefined {
  const text = uses.trim()
  if (/^(\.|\$)\//.test(text)) return clean(text.replace(/^\$\//, './'))
  const [path = ''] = text.split('@')
  const { slug } = reading.home
  if (!slug || !path.toLowerCase().startsWith(`${slug.toLowerCase()}/`)) return undefined
  // At another revision it may differ; what stands here is the best that can be seen.
  const file = path.slice(slug.length + 1)
  return reading.repository.has(file) ? file : undefined
}

/** What cannot be done to anything that runs or is published without a secret and without a right to write. */
const changing = new Set<Kind>(['deploy', 'apply', 'migrate', 'rollback', 'publish', 'record', 'refresh', 'sanitise'])

/**
 * A called workflow that is not here: what it could do, by the words of its path and of the job, and by what it may; and
 * what it is given.
 */
export function hiddenCall(
  uses: DataNode,
  { key }: { readonly key: string },
  job: DataNode,
  root: DataNode,
): HiddenPart {
  const given = job.get('with')
  const path = (uses.text ?? '').trim()
  const name =
    path
      .split('@')[0]
      ?.split('/')
      .at(-1)
      ?.replace(/\.ya?ml$/, '') ?? ''
  // the job's own name may tell what people are told of: deploy_slack_notification
  const tells: readonly Kind[] = onlyTells(name) ? ['notify', 'status'] : couldServe(name)
  const announces = tells.length > 0 && tells.every((kind) => kind === 'notify' || kind === 'status')
  const served = announces ? tells : couldServe(name, key)
  const couldBe =
    tellsNothing(name, key) && mayOnlyLook(job, root) ? served.filter((kind) => !changing.has(kind)) : served
  return {
    place: uses.place,
    value: new Hidden(`the workflow ${path}`, toSay(`what the job ${key} does`, { job: key }, [likelyKind(key, name)])),
    couldBe,
    inputs: Object.fromEntries((given?.entries ?? []).map(({ key: name, value }) => [name, value.text ?? ''])),
  }
}

/** The input of a call elsewhere that tells the environment: `environment: production`. */
export function environmentInput(job: DataNode): DataNode | undefined {
  const plain = /^([\w ./-]+|.*\$\{\{.*)$/
  return job
    .get('with')
    ?.entries.find(({ key, value }) => holdsEnvironment(key) && value.kind === 'scalar' && plain.test(value.text ?? ''))
    ?.value
}

/** The inputs of a called workflow: what the call passes, as the caller sees it, else the default. */
export function callInputs(
  callee: DataNode,
  job: DataNode,
  caller: Frame,
  calleeFrame: () => Frame,
): Map<string, Binding> {
  const definitions = callee.at('on', 'workflow_call', 'inputs')
  const passed = job.get('with')
  const names = new Set([...(definitions?.entries ?? []), ...(passed?.entries ?? [])].map((entry) => entry.key))
  const inputs = new Map<string, Binding>()
  for (const name of names) {
    const definition = definitions?.get(name)
    const type = definition?.get('type')?.text ?? 'string'
    const given = passed?.get(name)
    const node = given ?? definition?.get('default')
    inputs.set(name, (run, situation) => {
      if (!node) return known(type === 'boolean' ? false : type === 'number' ? 0 : '')
      const outcome = evaluateNode(
        node,
        namesIn(given ? caller : { ...calleeFrame(), inputs: new Map() }, run, situation),
      )
      const values = outcome.values.map((value) =>
        typeof value === 'object' && value !== null ? value : typed(toText(value), type),
      )
      return { values, ...(outcome.open && { open: outcome.open }) }
    })
  }
  return inputs
}
