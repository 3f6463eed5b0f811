import { didYouMean } from '../../config/nearest.ts'
import { UsageError } from '../errors.ts'
import { explanation } from '../explanation.ts'
import { print, reportWidth, wantsColor } from '../output.ts'
import { rulesAt } from '../rules.ts'

interface Options {
  readonly color?: boolean
}

/** `assay explain <id>`: what a requirement asks for. Own rules are found where the folder's assay.yaml names them. */
export async function explain(id = '', options: Options): Promise<number> {
  const { catalogue, ownRequirement } = await import('../../rules/catalogue.ts')
  const { builtinRules } = await import('../../rules/rule-set.ts')
  const ours = catalogue.find((requirement) => requirement.id === id)
  // what assay.yaml says is asked only for ids that are not ours: a mistake in it does not stand in the way
  const { rules, problems } = ours ? { rules: await builtinRules(), problems: [] } : await rulesAt('.')
  const rule = rules.find((loaded) => loaded.rule.id === id)?.rule
  const requirement = ours ?? (rule && ownRequirement(rule))
  if (!requirement) {
    const ids = [...catalogue.map((one) => one.id), ...rules.map((loaded) => loaded.rule.id)]
    const broken = problems.length ? `\n${problems.join('\n')}` : ''
    throw new UsageError(
      `no requirement is called "${id}"${didYouMean(id, ids) || '; `assay rules` lists them'}${broken}`,
    )
  }
  const color = wantsColor(options.color ?? true, process.env, process.stdout.isTTY)
  await print(explanation(requirement, rule, color, reportWidth(process.stdout.columns)))
  return 0
}
