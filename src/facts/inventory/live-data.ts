import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { environmentOfName } from '../environments.ts'
import type { Repository } from '../repository.ts'
import type { EnvironmentEntry } from '../schema/environment.ts'
import { environmentFiles } from './files.ts'

/** `contains_live_data: true`, `holdsProductionData = true`: what is in an environment, as its own values say. */
const said =
  /^[ \t]*["']?(?:contains|holds|has|uses)[_-]?(?:live|real|prod(?:uction)?)[_-]?data["']?[ \t]*[:=][ \t]*["']?(?:true|yes)\b/gim

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
    const text = (await repository.text(file))?.content ?? ''
    const match = [...text.matchAll(said)].find(({ index }) =>
      keysAround(text, index).every((key) => (environmentOfName(key, settings)?.class ?? kind) === kind),
    )
    if (match) found.set(entry.id, { file, start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** The keys that a line stands below, by what is set in further than the line above it: values of several environments. */
function keysAround(text: string, at: number): readonly string[] {
  const indentOf = (line: string) => line.length - line.trimStart().length
  const keys: string[] = []
  let inside = indentOf(/^.*/.exec(text.slice(at))?.[0] ?? '')
  for (const line of text.slice(0, at).split('\n').reverse()) {
    const key = /^\s*["']?([\w.-]+)["']?\s*[:=]/.exec(line)?.[1]
    if (key === undefined || indentOf(line) >= inside) continue
    inside = indentOf(line)
    keys.push(key)
  }
  return keys
}
