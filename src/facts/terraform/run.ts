import type { Place } from '../../documents/place.ts'
import type { Hidden } from '../hidden.ts'
import type { Value } from '../infrastructure/value.ts'
import type { Configuration } from './configuration.ts'

/** Something that Terraform would refuse, or that was too much to read. */
export interface TerraformProblem {
  readonly place: Place
  readonly message: string
}

/** What is counted and gathered while all configurations of a repository are gone through. */
export interface Reading {
  /** by folder */
  readonly configurations: ReadonlyMap<string, Configuration>
  readonly problems: TerraformProblem[]
  /** steps of computing, levels that they may wait for one another, uses of modules and resources that are left */
  readonly left: { steps: number; depth: number; modules: number; resources: number }
}

/** One way in which a configuration is applied: with the values of one environment. */
export interface Run {
  readonly reading: Reading
  /** the folder of the root configuration */
  readonly folder: string
  /** of the files of variables that are given, the last wins */
  readonly given: ReadonlyMap<string, Value>
  /** Variables that nothing gives here may be given elsewhere, so that their defaults are not sure. */
  readonly open: Hidden | undefined
  readonly workspace: Value
}

const mostModules = 5_000
const mostResources = 40_000

/** The beginning of a reading: fan-out and recursion end where what is left does. */
export function startReading(configurations: Reading['configurations']): Reading {
  const left = { steps: 4_000_000, depth: 600, modules: mostModules, resources: mostResources }
  return { configurations, problems: [], left }
}

/** Reports once. */
export function report(reading: Reading, place: Place, message: string): void {
  const known = reading.problems.some((one) => one.message === message && one.place.file === place.file)
  if (!known) reading.problems.push({ place, message })
}

/** Takes one of what is left; what is beyond is told once. */
export function take(reading: Reading, what: 'modules' | 'resources', place: Place): boolean {
  if (reading.left[what] > 0) {
    reading.left[what]--
    return true
  }
  const most = what === 'modules' ? mostModules : mostResources
  report(
    reading,
    place,
    `the configurations come to more than ${most.toLocaleString('en')} ${what}; the rest is not read`,
  )
  return false
}
