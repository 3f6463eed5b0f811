import { basename, dirname, join } from '../../../../documents/path.ts'
import type { Place } from '../../../../documents/place.ts'
import type { DataNode, Entry } from '../../../../documents/tree.ts'
import { Hidden } from '../../../hidden.ts'
import { once } from '../../../once.ts'
import type { Repository } from '../../../repository.ts'
import type { Act, HiddenPart } from '../../model.ts'

/** Hooks that run once the new version is there: on the server, or by a function before and after traffic goes over. */
const whenThere = /^(ValidateService|AfterAllowTestTraffic|BeforeAllowTraffic|AfterAllowTraffic)$/

/** Commands that ask a service or run tests; a script without any of them only readies something. */
const asks =
  /\b(curl|wget|http(ie|x)?|nc|ncat|newman|k6|cypress|playwright|pytest|jest|mocha|bats|Invoke-WebRequest|Invoke-RestMethod|status|health\w*|smoke\w*|verif\w*|validat\w*|test\w*)\b/i

/**
 * Deployments by CodeDeploy whose AppSpec names hooks that may test the new version: whether they do is seen where they
 * are written, which is another program's or a function's.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export async function withHooks(acts: readonly Act[], repository: Repository): Promise<readonly Act[]> {
  if (!acts.some(byCodeDeploy)) return acts
  const hidden = await hooksOf(repository)
  return hidden ? acts.map((act) => (byCodeDeploy(act) && !act.hidden ? { ...act, hidden } : act)) : acts
}

/** Whether an act starts a deployment of CodeDeploy, by itself or by an action of ECS that hands over to it. */
export function byCodeDeploy({ kinds, tool, inputs }: Act): boolean {
  if (!kinds.includes('deploy')) return false
  return /code-?deploy|^aws deploy\b/i.test(tool) || Object.keys(inputs ?? {}).some((key) => /^codedeploy-/.test(key))
}

const hooksOf = once(readHooks)

async function readHooks(repository: Repository): Promise<HiddenPart | undefined> {
  for (const { key, value, folder } of await allHooks(repository)) {
    if (!whenThere.test(key)) continue
    const what = await testOf(key, value, folder, repository)
    if (!what) continue
    const settle = {
      kind: 'file',
      text: 'ask for the health endpoint in the pipeline, after the deployment',
    } as const
    return { place: value.place, value: new Hidden(what, settle), couldBe: ['smoke-test'] }
  }
  return undefined
}

/** The hooks of all AppSpecs of a repository, each with the folder that its scripts are named from. */
async function allHooks(repository: Repository): Promise<readonly (Entry & { readonly folder: string })[]> {
  const found: (Entry & { readonly folder: string })[] = []
  for (const { path } of repository.ofKind('yml', 'yaml', 'json')) {
    if (!/app-?spec/i.test(basename(path))) continue
    const root = /\.json$/.test(path) ? await repository.json(path) : (await repository.yaml(path))?.[0]
    found.push(...hooksIn(root).map((hook) => ({ ...hook, folder: dirname(path) })))
  }
  return found
}

/** A script that CodeDeploy's agent runs on a server. */
export interface HookScript {
  readonly hook: string
  /** as it is written, and the file of the repository that this means */
  readonly location: string
  readonly path: string
  readonly place: Place
}

/** The scripts of the hooks of deployments to servers. */
export async function hookScripts(repository: Repository): Promise<readonly HookScript[]> {
  const hooks = await allHooks(repository)
  return hooks.flatMap(({ key, value, folder }) =>
    value.asList.flatMap((script) => {
      const location = script.get('location')?.text
      return location === undefined ? [] : [{ hook: key, location, path: join(folder, location), place: script.place }]
    }),
  )
}

/** `Hooks: [{AfterAllowTraffic: <function>}]` of ECS and Lambda, `hooks: {ValidateService: [{location: …}]}` of servers. */
function hooksIn(root: DataNode | undefined): readonly Entry[] {
  const hooks = root?.get('Hooks') ?? root?.get('hooks')
  return (hooks?.asList ?? []).flatMap((one) => one.entries)
}

/** What a hook may test; undefined where its scripts are here and ask nothing. */
async function testOf(
  hook: string,
  value: DataNode,
  folder: string,
  repository: Repository,
): Promise<string | undefined> {
  if (value.text !== undefined) return `what the function ${value.text} tests, which CodeDeploy calls at ${hook}`
  for (const script of value.asList) {
    const location = script.get('location')?.text
    if (location === undefined) continue
    const text = await repository.text(join(folder, location))
    if (!text || asks.test(text.content)) return `whether ${location} tests what CodeDeploy has put there (${hook})`
  }
  return undefined
}
