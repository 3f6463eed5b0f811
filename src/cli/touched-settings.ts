import { waiversFile } from '../assessment/acceptance/waivers/waiver.ts'
import { configurationFiles } from '../config/load.ts'
import { touching } from '../facts/touching.generated.ts'
import type { Opened } from './open.ts'
import { isRuleFile } from './rules.ts'

/**
 * Whether one of the files says by what all others are judged: assay.yaml, a policy that it extends, a rule of one's own, the
 * waivers. What such a change brings about may stand anywhere.
 */
export function saysHowToJudge(paths: ReadonlySet<string>, { configuration, trusted }: Opened): boolean {
  // what is judged has no say then
  if (trusted) return false
  const { layers, settings } = configuration
  const isRule = (path: string) =>
    settings.rules.some((folder) => path.startsWith(`${folder}/`) && isRuleFile(path.slice(folder.length)))
  const words = new Set<string>([...configurationFiles, waiversFile, ...layers.map(({ text }) => text.file)])
  return [...paths].some((path) => words.has(path) || isRule(path))
}

/** All that rules read: anything may be otherwise where it is said how to judge. */
export const allCollections = (): ReadonlySet<string> =>
  new Set<string>(['repository', ...touching.flatMap(({ yields }) => yields)])
