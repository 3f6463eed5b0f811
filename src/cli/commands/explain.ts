import type { Requirement, Rule } from '../../rules/rule.ts'
import { dayOf } from '../days.ts'
import { UsageError } from '../errors.ts'
import { findingsOf, type Named, namedBy } from '../explain/finding.ts'
import { explanation } from '../explanation.ts'
import { judge } from '../judge.ts'
import { nearIds } from '../near-id.ts'
import { print, reportWidth, wantsColor } from '../output.ts'
import { startProgress } from '../progress.ts'
import { rulesAt } from '../rules.ts'

interface Options {
  readonly color?: boolean
  readonly path?: string
  readonly asOf?: string
}

/**
 * `assay explain <id|finding>`: what a requirement asks for; for a finding (the digits of its fingerprint, or `file:line`)
 * the repository is judged, and what was found is told before that. Own rules are found where the folder's assay.yaml
 * names them.
 */
export async function explain(word = '', options: Options): Promise<number> {
  const { resolve } = await import('node:path')
  const named = namedBy(word, resolve(options.path ?? '.'))
  await print(named ? await findingPages(named, options) : await requirementPage(word, options))
  return 0
}

async function requirementPage(id: string, options: Options): Promise<string> {
  const { rule, requirement } = await requirementCalled(id, options.path ?? '.')
  const { examplesFor } = await import('../explain/examples.ts')
  const examples = await examplesFor(requirement.id, options.path ?? '.')
  return explanation(requirement, rule, colored(options), width(), examples)
}

async function requirementCalled(
  id: string,
  path: string,
): Promise<{ rule: Rule | undefined; requirement: Requirement }> {
  const { catalogue, ownRequirement } = await import('../../rules/catalogue.ts')
  const { builtinRules } = await import('../../rules/rule-set.ts')
  const ours = catalogue.find((requirement) => requirement.id === id)
  // what assay.yaml says is asked only for ids that are not ours: a mistake in it does not stand in the way
  const { rules, problems } = ours ? { rules: await builtinRules(), problems: [] } : await rulesAt(path)
  const rule = rules.find((loaded) => loaded.rule.id === id)?.rule
  const requirement = ours ?? (rule && ownRequirement(rule))
  if (requirement) return { rule, requirement }
  const ids = [...catalogue.map((one) => one.id), ...rules.map((loaded) => loaded.rule.id)]
  const broken = problems.length ? `\n${problems.join('\n')}` : ''
  const more = '; `assay rules` lists them, and a finding is named by its fingerprint (six digits or more) or file:line'
  throw new UsageError(`no requirement is called "${id}"${nearIds(id, ids) || more}${broken}`)
}

/** What was found, then the page of its requirement; of several requirements only what to ask for. */
async function findingPages(named: Named, options: Options): Promise<string> {
  const progress = startProgress(process.stderr, false)
  const question = {
    path: options.path,
    revision: undefined,
    profile: undefined,
    allLevels: true,
    only: [],
    asOf: dayOf(options.asOf),
  } as const
  const judged = await judge(question, progress).finally(() => progress.end())
  const results = findingsOf(named, judged)
  const { findingPage } = await import('../explain/page.ts')
  const input = { ...judged, options: { color: colored(options), width: width(), quiet: false, verbose: true } }
  const pages = results.map((result) => findingPage(result, input))
  const ids = [...new Set(results.map(({ requirement }) => requirement))]
  const [only = ''] = ids
  const rest =
    ids.length === 1
      ? await requirementPage(only, options)
      : `Why, and how to meet it:\n${ids.map((id) => `  assay explain ${id}\n`).join('')}`
  return [...pages, rest].join('\n')
}

function colored({ color = true }: Options): boolean {
  return wantsColor(color, process.env, process.stdout.isTTY)
}

function width(): number {
  return reportWidth(process.stdout.columns)
}
