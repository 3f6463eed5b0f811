import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Reading } from '../dialect/reading.ts'
import { scriptOfNode } from '../dialect/script.ts'
import type { Act, Condition, Run, Step } from '../model.ts'

/** What deploying takes over from its job. */
export interface DeployContext {
  readonly reading: Reading
  readonly job: string
  readonly title: string
  readonly variables: Readonly<Record<string, string>>
}

/**
 * `deploy:` as steps, one for each provider and, where Heroku's `app` is chosen by the branch, for each of these
 * (docs.travis-ci.com, "Deployment"). It runs after a successful `script` alone, never for a request.
 */
export async function deploySteps(node: DataNode, from: number, context: DeployContext): Promise<Step[]> {
  const steps: Step[] = []
  for (const item of node.asList) {
    const provider = item.kind === 'map' ? item.get('provider')?.text : item.text
    if (!provider) continue
    const apps = item.get('app')
    const chosen = apps?.kind === 'map' ? apps.entries : []
    const place = item.kind === 'map' ? item.keyPlace('provider') : item.place
    for (const app of chosen.length ? chosen : [undefined]) {
      const branch = app?.key ?? undefined
      const acts = await actsOf(item, provider, app?.value.text, place, context)
      steps.push({
        id: `${context.job}/${from + steps.length}`,
        name: `deploy: ${provider}`,
        place,
        via: [],
        condition: conditionOf(item, branch, place),
        runsAfterFailure: 'no',
        continueOnError: item.get('allow_failure')?.value === true,
        acts,
      })
    }
  }
  return steps
}

async function actsOf(
  item: DataNode,
  provider: string,
  app: string | undefined,
  place: Place,
  context: DeployContext,
): Promise<readonly Act[]> {
  const { finders, repository } = context.reading
  const inputs: Record<string, string> = app === undefined ? {} : { app }
  for (const { key, value } of item.entries) {
    if (value.text !== undefined && !(key in inputs)) inputs[key] = value.text
  }
  const shell = { program: 'bash', errexit: false, pipefail: false }
  const where = { shell, directory: '', variables: context.variables, via: [], name: context.title }
  return finders.actsOfUse(
    {
      table: 'travis',
      name: provider.replaceAll('-', '_').toLowerCase(),
      narrowBy: `deploy ${provider}`,
      what: 'the provider',
      text: `deploy: ${provider}`,
      inputs,
      place,
      via: [],
      title: context.title,
      scriptOf: (input) => {
        const script = item.get(input)
        return script?.text === undefined ? undefined : scriptOfNode(script, where)
      },
    },
    repository,
  )
}

/**
 * `on:` of a provider: the branch, the default one where none is named; tags alone with `tags: true`. Conditions in shell,
 * other repositories and versions of a language are not known.
 */
function conditionOf(item: DataNode, branch: string | undefined, place: Place): Condition {
  const on = item.get('on')
  const given = on?.kind === 'scalar' ? on : on?.get('branch')
  const named = branch === undefined ? (given?.asList.flatMap((one) => one.text ?? []) ?? []) : [branch]
  const tags = on?.get('tags')?.text
  const anywhere = on?.get('all_branches')?.text === 'true'
  const open = on?.get('condition') !== undefined
  const text = [
    tags === 'true'
      ? 'a tag'
      : anywhere
        ? 'any branch'
        : named.length
          ? `branch ${named.join(' or ')}`
          : 'the default branch',
    ...(open ? [on?.get('condition')?.text ?? 'a condition'] : []),
  ].join(', ')
  const holds = (run: Run): boolean | undefined => {
    if (run.trigger.kind === 'pull-request') return false
    const isTag = run.trigger.kind === 'tag'
    if (tags === 'true') return isTag ? known(open) : false
    // To Travis a tag is a branch of that name.
    if (isTag) return anywhere && tags !== 'false' ? known(open) : false
    if (anywhere) return known(open)
    if (named.length === 0) return run.onDefaultBranch === true ? known(open) : run.onDefaultBranch
    if (run.branch === undefined) return undefined
    return named.includes(run.branch) ? known(open) : false
  }
  return { text, place: on ? item.keyPlace('on') : place, branches: named, holds }
}

function known(open: boolean): true | undefined {
  return open ? undefined : true
}
