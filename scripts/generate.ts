/*
 * Makes what is derived from other files of this repository: `npm run generate`. The results are committed; a test makes
 * them again and compares. With `--check`, nothing is written, and stale files end it with 1.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { packCatalogue } from './generate/catalogue.ts'
import { factsPage, factsSchema, factTypesModule } from './generate/facts.ts'
import { packDetectors, readDetectors } from './generate/pack-detectors.ts'
import { packRules } from './generate/pack-rules.ts'
import { registryModule } from './generate/registry.ts'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Every generated file with its content, and what went wrong on the way (a rule with a mistake, a broken collector). */
export async function generate(): Promise<{ files: ReadonlyMap<string, string>; problems: readonly string[] }> {
  const files = new Map<string, string>()
  const problems: string[] = []
  files.set('schemas/facts.json', factsSchema())
  files.set('docs/facts.md', factsPage())
  files.set('src/rules/types.generated.ts', factTypesModule())
  files.set('src/rules/catalogue.generated.ts', await packCatalogue(root))
  const registry = await registryModule(root)
  files.set('src/facts/registry.generated.ts', registry.content)
  files.set('src/facts/touching.generated.ts', registry.touching)
  problems.push(...registry.problems)
  const { detectors, problems: inDetectors } = await readDetectors(root)
  files.set('src/secrets/builtin.generated.ts', packDetectors(detectors))
  problems.push(...inDetectors)
  const { detectorsPage } = await import('./generate/detectors-page.ts')
  files.set('docs/detectors.md', detectorsPage(detectors))
  const rules = await packRules(root).catch((error: Error) => ({
    content: undefined,
    rules: undefined,
    problems: [`rules: cannot be packed: ${error.message.split('\n')[0]}`],
  }))
  if (rules.content !== undefined) files.set('src/rules/builtin.generated.ts', rules.content)
  problems.push(...rules.problems)
  const { cliPage, rulesPage } = await import('./generate/pages.ts')
  if (rules.rules) {
    files.set('docs/rules.md', rulesPage(rules.rules))
    const { ruleCountsModule } = await import('./generate/rule-counts.ts')
    files.set('src/rules/counts.generated.ts', ruleCountsModule(rules.rules))
  }
  files.set('docs/cli.md', cliPage())
  const { policySchema } = await import('./generate/policy.ts')
  files.set('schemas/policy.json', policySchema(JSON.parse(await readFile(join(root, 'schemas/assay.json'), 'utf8'))))
  const { configurationPage } = await import('./generate/configuration.ts')
  files.set(
    'docs/configuration.md',
    configurationPage(JSON.parse(await readFile(join(root, 'schemas/assay.json'), 'utf8'))),
  )
  const { pipelinesPage } = await import('./generate/pipelines.ts')
  files.set('docs/pipelines.md', await pipelinesPage(root))
  const { infrastructurePage } = await import('./generate/infrastructure.ts')
  files.set('docs/infrastructure.md', await infrastructurePage(root))
  return { files, problems }
}

/** Files whose content on the disk differs from what is generated now. */
export async function stale(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const found: string[] = []
  for (const [path, content] of files) {
    const file = join(root, path)
    if (!existsSync(file) || (await readFile(file, 'utf8')) !== content) found.push(path)
  }
  return found
}

async function main(): Promise<void> {
  // what packs need of one another is written first: the catalogue and the types of facts
  const early = new Map([
    ['src/rules/types.generated.ts', factTypesModule()],
    ['src/rules/catalogue.generated.ts', await packCatalogue(root)],
  ])
  const checking = process.argv.includes('--check')
  if (!checking) await write(early)
  const { files, problems } = await generate()
  const old = await stale(files)
  if (!checking) await write(new Map([...files].filter(([path]) => old.includes(path))))
  for (const path of old) console.log(`${checking ? 'stale' : 'written'}: ${path}`)
  for (const problem of problems) console.error(problem)
  const known = join(root, 'scripts/pack-known.ts')
  if (!checking && existsSync(known)) {
    const packer = (await import(pathToFileURL(known).href)) as { default?: () => unknown }
    await packer.default?.()
  }
  if (problems.length || (checking && old.length)) process.exitCode = 1
}

async function write(files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, content] of files) {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    if (!existsSync(file) || (await readFile(file, 'utf8')) !== content) await writeFile(file, content)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main()
