import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { Repository } from '../repository.ts'
import type { EnvironmentEntry } from '../schema/environment.ts'
import { environmentFiles } from './files.ts'

/** `contains_live_data: true`, `holdsProductionData = true`: what is in an environment, as its own values say. */
const said =
  /^[ \t]*["']?(?:contains|holds|has|uses)[_-]?(?:live|real|prod(?:uction)?)[_-]?data["']?[ \t]*[:=][ \t]*["']?(?:true|yes)\b/im

const values = /\.(ya?ml|tfvars|properties|env|toml|json)$/i

/**
 * Where the values of environments say that there is live data in them. verdicts.md, "environments": what is declared and
 * contradicts the row fails.
 * @param entries the inventory: a file is that of the environment of its name, or of the only one of its class
 * @returns the place of the words, by the id of the entry
 */
export async function liveDataIn(
  entries: readonly EnvironmentEntry[],
  repository: Repository,
  settings: Settings,
): Promise<ReadonlyMap<string, Place>> {
  const found = new Map<string, Place>()
  for (const { file, name, class: kind } of environmentFiles(repository, settings)) {
    const alike = values.test(file) ? entries.filter((entry) => entry.class === kind) : []
    const own = alike.find((entry) => entry.name.toLowerCase() === name.toLowerCase())
    const entry = own ?? (alike.length === 1 ? alike[0] : undefined)
    if (!entry || found.has(entry.id)) continue
    const match = said.exec((await repository.text(file))?.content ?? '')
    if (match) found.set(entry.id, { file, start: match.index, end: match.index + match[0].length })
  }
  return found
}
