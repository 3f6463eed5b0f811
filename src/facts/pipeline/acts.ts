import type { Kind } from '../../config/vocabulary.ts'
import type { Act } from './model.ts'

/**
 * Whether an act deploys, or is hidden and may.
 * @param besides kinds that count like a deployment where it is asked
 */
export const mayDeploy = ({ kinds, hidden }: Act, ...besides: readonly Kind[]): boolean =>
  kinds.some((kind) => kind === 'deploy' || besides.includes(kind)) || hidden?.couldBe.includes('deploy') === true

/** Whether an act only writes a file that something else is told by, or asks one for something, and does nothing else. */
export const onlyWrites = ({ stamps, lays, settings, judges }: Act): boolean =>
  stamps !== undefined || lays !== undefined || settings !== undefined || judges !== undefined
