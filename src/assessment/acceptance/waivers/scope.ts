import type { Settings } from '../../../config/settings.ts'
import { compileGlobs } from '../../../facts/globs.ts'
import { classify } from '../../../facts/pipeline/environment.ts'
import { glob } from '../../../rules/functions.ts'
import type { Result } from '../../assessment.ts'
import type { Waiver } from './waiver.ts'

/** Digits of a fingerprint by which a finding can be named. */
const DIGITS = 12

/** A test for whether a waiver speaks of a result: of its requirement, and within every kind of scope that is given. */
export async function scopeOf(waiver: Waiver, settings: Settings): Promise<(result: Result) => boolean> {
  const { requirement, paths, places, environments, components } = waiver
  const inPaths = await compileGlobs(paths)
  const starts = paths.map(plainStart)
  const within = (file: string) => starts.some((start) => file.startsWith(start)) && inPaths(file) !== undefined
  return ({ requirement: id, place, subject, fingerprint }) =>
    (id === requirement || glob(id, requirement)) &&
    (!places.length || places.some((name) => isPlace(name, fingerprint, place.setting))) &&
    (!components.length || components.some((name) => subject.component !== '' && glob(subject.component, name))) &&
    (!environments.length || environments.some((name) => isEnvironment(subject.environment, name, settings))) &&
    (!paths.length || (place.file !== '' && within(place.file)))
}

/** What all paths of a glob begin with: told at once, where a glob would have to be tried. */
function plainStart(path: string): string {
  const bare = path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')
  return bare.slice(0, /[^\w./-]/.exec(bare)?.index ?? bare.length)
}

function isPlace(name: string, fingerprint: string, setting: string | undefined): boolean {
  if (setting !== undefined && setting === name) return true
  return name.length >= DIGITS && fingerprint.startsWith(name.toLowerCase())
}

/** An environment that cannot be told is none of those that somebody named. */
function isEnvironment(environment: string, name: string, settings: Settings): boolean {
  return environment !== '' && (glob(environment, name) || classify(environment, settings) === name)
}
