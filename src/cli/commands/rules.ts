import type { Level } from '../../rules/rule.ts'
import { parseTargets, print, writeWhole } from '../output.ts'
import { pick } from '../pick.ts'
import { rulesAt } from '../rules.ts'
import { alignTable } from '../table.ts'
import { tell } from '../tell.ts'

interface Options {
  readonly format?: readonly string[]
  readonly only?: readonly string[]
}

/** One line of the list. */
interface Entry {
  readonly id: string
  readonly level: Level
  /** whether this version has a rule for it */
  readonly judged: boolean
  /** the rule's title, else the row of the standard */
  readonly title: string
  /** false for a user's own */
  readonly standard: boolean
}

/** `assay rules [path]`: the requirements, and the user's own rules where the path has an assay.yaml that names some. */
export async function rules(path = '.', options: Options): Promise<number> {
  const targets = parseTargets(options.format ?? [], ['terminal', 'json'] as const)
  const { catalogue, ownRequirement } = await import('../../rules/catalogue.ts')
  const { rules, problems } = await rulesAt(path)
  const byId = new Map(rules.map(({ rule }) => [rule.id, rule]))
  const ours = new Set(catalogue.map(({ id }) => id))
  const own = rules.filter(({ rule }) => !ours.has(rule.id)).map(({ rule }) => ownRequirement(rule))
  const picked = new Set(
    pick(
      options.only ?? [],
      [...catalogue, ...own].map(({ id }) => id),
    ),
  )
  const entries = [...catalogue, ...own]
    .filter(({ id }) => picked.has(id))
    .map(({ id, level, row }): Entry => {
      const rule = byId.get(id)
      return { id, level, judged: rule !== undefined, title: rule?.title ?? row, standard: ours.has(id) }
    })
  for (const problem of problems) tell(problem)
  for (const { format, file } of targets) {
    const content = format === 'json' ? `${JSON.stringify({ rules: entries }, null, 2)}\n` : listing(entries)
    if (file === undefined) await print(content)
    else await writeWhole(file, content)
  }
  return problems.length ? 2 : 0
}

function listing(entries: readonly Entry[]): string {
  const rows = entries.map(({ id, level, judged, title }) => [id, level, judged ? 'judged' : '-', title])
  const judged = entries.filter((entry) => entry.judged).length
  const table = alignTable([['requirement', 'level', 'rule', 'what holds'], ...rows], { indent: 0, widest: 60 })
  return `${table}\n\n${judged} of ${entries.length} are judged by this version; assay explain <id> tells more.\n`
}
