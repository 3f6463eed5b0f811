import type { NamedEnvironment } from '../environments.ts'
import type { Deployment } from '../schema/pipeline.ts'

/** The environments to which pipelines deploy with one of some tools, each once; `[undefined]` where none tells. */
export function deployedBy(
  deployments: readonly Deployment[],
  tools: RegExp,
): readonly (NamedEnvironment | undefined)[] {
  const found = new Map<string, NamedEnvironment>()
  for (const { tool, environmentName, environmentClass } of deployments) {
    if (!tools.test(tool) || !environmentClass) continue
    const kind = environmentClass as NamedEnvironment['class']
    found.set(environmentName || kind, { name: environmentName || kind, class: kind })
  }
  return found.size > 0 ? [...found.values()] : [undefined]
}
