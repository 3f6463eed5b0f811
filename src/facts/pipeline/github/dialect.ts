import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import type { Finders as CommonFinders, Reading as CommonReading } from '../dialect/reading.ts'
import type { Act } from '../model.ts'
import type { Home } from './scope.ts'

/** What tells the acts of a step: commands/index.ts, or a stub in tests. */
export interface Finders extends Pick<CommonFinders, 'findActs' | 'actsOfImage'> {
  actsOfAction(
    uses: string,
    inputs: Readonly<Record<string, string>>,
    at: Place,
    via: readonly Place[],
    name: string,
    repository: Repository,
    variables?: Readonly<Record<string, string>>,
  ): Promise<readonly Act[]>
}

/** What reading one workflow needs throughout. */
export interface Reading extends Omit<CommonReading, 'finders'> {
  readonly finders: Finders
  readonly home: Home
  /** The one document of a YAML file; undefined where it cannot be read or is no map. */
  readonly root: (path: string) => Promise<DataNode | undefined>
}

/** The levels of calls that GitHub allows for reusable workflows and for composite actions. */
export const deepestCall = 10
