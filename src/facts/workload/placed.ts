import { join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { NamedEnvironment } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Deployment } from '../schema/pipeline.ts'
import { type Running, unseen } from './model.ts'

/** What a step deploys: the paths that its command names. */
interface Deployed {
  readonly paths: readonly string[]
  /** values are given to a chart that were not found by their name */
  readonly givesValues: boolean
  readonly environment: NamedEnvironment
}

/**
 * Workloads whose files name no environment run in those to which a pipeline deploys their file or folder; each of these
 * is a workload of its own.
 */
export function placedBy(workflows: readonly Workflow[], deployments: readonly Deployment[]) {
  const deployed = deployedPaths(workflows, deployments)
  return (running: Running): readonly Running[] => {
    if (running.environment) return [running]
    const uses = new Map<string, Deployed>()
    for (const use of deployed) {
      if (use.paths.some((path) => covers(path, running.source))) uses.set(use.environment.name, use)
    }
    if (uses.size === 0) return [running]
    return [...uses.values()].map(({ environment, givesValues }) => ({
      ...running,
      environment,
      ...(running.byHelm && givesValues && doubtful(running)),
    }))
  }
}

const covers = (path: string, source: string) => path !== '' && (source === path || source.startsWith(`${path}/`))

/** With values that are not read, only what is there for certain is certain. */
function doubtful({ name, file, readiness, liveness }: Running) {
  const hidden = unseen(`the values that ${name} is deployed with`, file)
  const kept = (flag: Seen<boolean>) => (flag === true ? flag : hidden)
  return { replicas: hidden, readiness: kept(readiness), liveness: kept(liveness) }
}

function deployedPaths(workflows: readonly Workflow[], deployments: readonly Deployment[]): readonly Deployed[] {
  const key = ({ file, start }: Place) => `${file}\0${start}`
  const byPlace = new Map<string, NamedEnvironment[]>()
  for (const { at, environmentName, environmentClass } of deployments) {
    if (!environmentClass) continue
    const kind = environmentClass as NamedEnvironment['class']
    byPlace.set(key(at), [...(byPlace.get(key(at)) ?? []), { name: environmentName || kind, class: kind }])
  }
  const acts = workflows.flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps.flatMap((step) => step.acts)))
  return acts.flatMap((act) => {
    const environments = act.kinds.includes('deploy') ? (byPlace.get(key(act.place)) ?? []) : []
    if (environments.length === 0) return []
    const paths = act.words.flatMap((word) =>
      /[\s$]/.test(word) ? [] : [join(act.directory ?? '', word.replace(/^-[^=]*=/, ''))],
    )
    // controllers may hold values in their own objects
    const givesValues = /^(argocd|flux)/.test(act.tool) || act.words.some((word) => /^(-f|--values)(=|$)/.test(word))
    return environments.map((environment) => ({ paths, givesValues, environment }))
  })
}
