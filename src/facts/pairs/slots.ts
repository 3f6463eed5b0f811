import type { Settings } from '../../config/settings.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'

/**
 * What a file or folder is for, what is left of its path without its environment (equal for those that are one), and the
 * word that names the environment.
 */
export interface Slot {
  readonly key: string
  readonly class: 'staging' | 'production'
  readonly name: string
}

/** Members whose slots have their key in common: those of staging beside those of production. */
export type Beside<T> = Record<Slot['class'], readonly T[]>

/** Puts members with the same slot beside one another; those without a slot are left out. */
export function bySlot<T>(members: readonly T[], slotFor: (member: T) => Slot | undefined): readonly Beside<T>[] {
  const found = new Map<string, Record<Slot['class'], T[]>>()
  for (const member of members) {
    const slot = slotFor(member)
    if (!slot) continue
    const beside = found.get(slot.key) ?? { staging: [], production: [] }
    beside[slot.class].push(member)
    found.set(slot.key, beside)
  }
  return [...found.values()]
}

/**
 * Files that carry an environment's name: values-prod.yaml, values/prod.yaml of a chart, appsettings.Production.json, prod.tfvars, network-stg.tfvars,
 * .env.staging, manifest-prod.yml of Cloud Foundry; also with what marks an example of one behind it. Likewise with the
 * environment in front: prod-values.yaml, prod.values.yaml, prod_config.tfvars (what lies in a chart's `ci` are values that
 * it is tested with: github.com/helm/chart-testing).
 */
const named: readonly RegExp[] = [
  /^(?<before>(?:.*\/)?values\/)(?!values[_-])(?<name>[\w-]+)(?<after>\.ya?ml)$/i,
  /^(?<before>.*?(?:values|appsettings)[._-])(?<name>[\w-]+)(?<after>\.(?:ya?ml|json))$/i,
  /^(?<before>(?:.*\/)?(?:cf[-_]?)?manifest(?:[._-][\w.-]+)?[._-])(?<name>[a-z]+\d*)(?<after>\.ya?ml)$/i,
  /^(?<before>(?:.*\/)?\.env[._-])(?<name>[\w-]+)(?<after>(?:\.(?:example|sample|dist|template))?)$/i,
  /^(?<before>(?:.*\/)?(?:[\w-]+[._-])?)(?<name>[a-z]+\d*)(?<after>(?:\.auto)?\.tfvars(?:\.json)?)$/i,
  /^(?!(?:.*\/)?ci\/)(?<before>(?:.*\/)?)(?<name>[a-z]+\d*)(?<after>[._-]values\.ya?ml)$/i,
  /^(?<before>(?:.*\/)?)(?<name>[a-z]+\d*)(?<after>[._-](?:config|vars|variables|values|settings|terraform)\.tfvars(?:\.json)?)$/i,
]
/** Files of variables that lie in a folder of that name: environments/prod/terraform.tfvars. */
const inFolder = /^(?<before>(?:.*\/)?)(?<name>[\w-]+)(?<after>\/[\w.-]+\.tfvars(?:\.json)?)$/i

/** The plain names of staging and production: an environment called so comes before others of its class (`uat`). */
const plain = /^(staging|stage|stg|production|prod|prd|live)$/i

/** First the one that others are named after: `staging` before `uat`, `production` before `production-eu`. */
export const plainestFirst = <T extends { readonly slot: Slot }>(found: readonly T[]): readonly T[] =>
  [...found].sort(
    (a, b) =>
      Number(plain.test(b.slot.name)) - Number(plain.test(a.slot.name)) || a.slot.name.length - b.slot.name.length,
  )

/**
 * Where several are of one class, none or more than one of them has its plain name, and they are not all named after one of
 * them: which belongs to which is not known (verdicts.md, "Several environments of one class").
 * @param pathOf what a member is called in the reason
 */
export function strangersIn<T extends { readonly slot: Slot }>(
  side: readonly T[],
  pathOf: (member: T) => string,
): Hidden | undefined {
  const [first, ...others] = plainestFirst(side)
  const name = first?.slot.name ?? ''
  const isAfter = ({ slot }: T) => slot.name.startsWith(name) && /^[-_.]/.test(slot.name.slice(name.length))
  if (others.every(isAfter)) return undefined
  if (plain.test(name) && !others.some(({ slot }) => plain.test(slot.name))) return undefined
  return new Hidden(`which of ${side.map(pathOf).join(', ')} stands beside the other environment`, {
    kind: 'file',
    text: 'name the two alike but for their environment',
  })
}

/** The slot of a file; undefined where it is of neither environment, or of no such form. */
export function slotOf(path: string, settings: Settings): Slot | undefined {
  for (const { before, name, after } of partsOf(path)) {
    const kind = classify(name, settings)
    if (isHidden(kind)) continue
    return kind === 'staging' || kind === 'production' ? { key: `${before}*${after}`, class: kind, name } : undefined
  }
  return undefined
}

/** The slot of a folder that one of its parts names the environment of: overlays/production. */
export function slotOfFolder(folder: string, settings: Settings): Slot | undefined {
  for (const { before, name, after } of foldersOf(folder.split('/'))) {
    const kind = classify(name, settings)
    if (isHidden(kind)) continue
    return kind === 'staging' || kind === 'production' ? { key: `${before}*${after}`, class: kind, name } : undefined
  }
  return undefined
}

interface Parts {
  readonly before: string
  readonly name: string
  readonly after: string
}

/** The ways in which a path may name an environment; of a unit of Terragrunt every folder may: live/prod/network/terragrunt.hcl. */
function* partsOf(path: string): Generator<Parts> {
  for (const form of [...named, inFolder]) {
    const { before = '', name = '', after = '' } = form.exec(path)?.groups ?? {}
    if (name) yield { before, name, after }
  }
  if (!/(^|\/)terragrunt\.hcl$/.test(path)) return
  yield* foldersOf(path.split('/').slice(0, -1), '/terragrunt.hcl')
}

/** Each folder of a path, the innermost first. */
function* foldersOf(folders: readonly string[], end = ''): Generator<Parts> {
  for (let i = folders.length - 1; i >= 0; i--) {
    const name = folders[i] as string
    const before = folders.slice(0, i).map((folder) => `${folder}/`)
    const after = folders.slice(i + 1).map((folder) => `/${folder}`)
    // Gruntwork's `live` holds all that is deployed
    if (name !== 'live') yield { before: before.join(''), name, after: after.join('') + end }
  }
}
