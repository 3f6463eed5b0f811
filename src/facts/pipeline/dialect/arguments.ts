import type { Place } from '../../../documents/place.ts'
import type { EnvironmentUse } from '../model.ts'
import { isOpen } from './open-text.ts'
import { holdsEnvironment, tellsEnvironment } from './words.ts'

/** A value that is handed to a job by name. */
export interface Argument {
  readonly name: string
  readonly value: string
  readonly place: Place
}

/** Names of values that tell where a job works, the most telling first; a namespace or a cluster counts if its words tell. */
const tiers: readonly RegExp[] = [
  /^(target|deploy|deployment)?[-_]?(env|environment)s?([-_]?name)?$|^stage$/i,
  /(^|[-_])(env|environment)([-_]?name)?$|(^|[-_])stage$/i,
  /(^|[-_])(namespace|ns|project)$|namespace/i,
  /(^|[-_])(cluster|context|overlay|values|app|application)([-_]?(name|file|path|dir))?$/i,
]

/**
 * The environment that a job is for, where its dialect declares none: told by an argument that holds one
 * (`environment: staging`), or a namespace, cluster or overlay whose name tells one. Undefined where nothing does.
 */
export function environmentOfArguments(args: readonly Argument[]): EnvironmentUse | undefined {
  for (const tier of tiers) {
    for (const { name, value, place } of args) {
      const camel = name.replace(/([a-z])([A-Z])/g, '$1-$2')
      if (!tier.test(camel) || isOpen(value) || value.trim() === '') continue
      const sure = holdsEnvironment(name) && /^\w[\w.-]*$/.test(value)
      if (sure || tellsEnvironment(value)) return { name: value, place, gate: false, recorded: false }
    }
  }
  return undefined
}
