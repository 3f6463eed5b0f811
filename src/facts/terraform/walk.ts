import type { Settings } from '../../config/settings.ts'
import { environmentOfName, environmentOfPath } from '../environments.ts'
import { and, Hidden, isHidden, type Seen } from '../hidden.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import { type Configuration, type Declared, headOf } from './configuration.ts'
import { Instance, indexOf } from './instance.ts'
import { repeats } from './repeat.ts'
import { take } from './run.ts'
import { source } from './source.ts'
import type { Variant } from './variants.ts'

/** All resources that one way of applying a root configuration makes, module by module. */
export function resourcesIn(
  configuration: Configuration,
  applied: Variant,
  variant: number,
  settings: Settings,
): readonly InfrastructureResource[] {
  const { run, root, environmentName: name } = applied
  const found: InfrastructureResource[] = []
  const stack = [new Instance(run, configuration, '', undefined, undefined, true)]
  const key = `${root || '.'}${name && ` (${name})`}`
  for (let instance = stack.pop(); instance; instance = stack.pop()) {
    const { configuration: own, address } = instance
    const { environment, environmentName } = within(instance, applied, settings)
    const add = (mode: InfrastructureResource['mode'], declared: Declared, type: string, name: string, at: string) => {
      for (const { key: index, exists, scope } of repeats(declared, instance.scope)) {
        const place = headOf(declared)
        if (!take(run.reading, 'resources', place)) return
        const full = (address ? `${address}.` : '') + at + indexOf(index)
        found.push({
          id: `${key}:${full}`,
          mode,
          type,
          name,
          address: full,
          module: own.folder,
          root,
          environment,
          environmentName,
          variant,
          exists: existence(instance.exists, exists, full),
          file: declared.file,
          place,
          node: { kind: 'body', file: declared.file, body: declared.block.body, scope, place },
        })
      }
    }
    for (const [at, declared] of own.resources) {
      add('managed', declared, declared.block.labels[0] ?? '', declared.block.labels[1] ?? '', at)
    }
    for (const [at, declared] of own.data) {
      add('data', declared, declared.block.labels[0] ?? '', declared.block.labels[1] ?? '', `data.${at}`)
    }
    for (const [name, declared] of own.calls) {
      const uses = instance.uses(name)
      if (isHidden(uses)) add('module', declared, source(declared, own.folder).written, name, `module.${name}`)
      else for (const use of uses) stack.push(use.instance)
    }
  }
  return found
}

/** The environment of a module in a root that names none: by how it is called, or by its folder. */
function within(
  instance: Instance,
  { environment, environmentName }: Variant,
  settings: Settings,
): Pick<InfrastructureResource, 'environment' | 'environmentName'> {
  if (!isHidden(environment)) return { environment, environmentName }
  let levels = 0
  for (let at: Instance | undefined = instance; at?.parent && levels++ < 8; at = at.parent) {
    const named = environmentOfName(at.calledAs, settings) ?? environmentOfPath(at.ownFolder, settings)
    if (named) return { environment: named.class, environmentName: named.name }
  }
  return { environment, environmentName }
}

function existence(module: Seen<boolean>, own: Seen<boolean>, address: string): Seen<boolean> {
  const both = and(module, own)
  if (!isHidden(both)) return both
  return new Hidden(both.what.replace('it is made', `${address} is made`), both.settle)
}
