import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import type { Repository } from '../repository.ts'
import type { BrokenFile } from '../schema/document.ts'
import type { TerraformProvider } from '../schema/terraform.ts'
import type { Observations } from '../table.ts'
import type { Configuration } from './configuration.ts'
import { modulesOf, modulesOfUnits, providersOf } from './pins.ts'
import { readTerraform, type Terraform } from './read.ts'

/** What is observed of Terraform, for the collector. */
export async function terraformFacts(repository: Repository, settings: Settings): Promise<Partial<Observations>> {
  const terraform = await readTerraform(repository, settings)
  const { configurations, roots, units, resources } = terraform
  const isMain = ({ files }: Configuration) => files.some((file) => repository.file(file)?.area === 'main')
  const providers = await Promise.all(
    roots.map((folder) => {
      const hasVariables = terraform.withVariables.has(folder)
      return providersOf(configurations.get(folder) as Configuration, configurations, hasVariables, repository)
    }),
  )
  const ofUnits = await Promise.all(
    units.map(async ({ module, folder, settings: written, unwritten }) => {
      const configuration = configurations.get(module ?? '')
      if (!configuration) return []
      const whole = { ...configuration, settings: [...configuration.settings, ...written] }
      const found = await providersOf(whole, configurations, true, repository, folder)
      // What it writes and nobody can read may fix what nothing else does.
      return found.map((one) => (unwritten && !isFixed(one.pinned) ? { ...one, pinned: unwritten } : one))
    }),
  )
  return {
    terraform: resources,
    infrastructureModules: [
      ...modulesOf([...configurations.values()].filter(isMain), repository),
      ...modulesOfUnits(units),
    ],
    terraformProviders: [...providers, ...ofUnits].flat(),
    brokenFiles: brokenIn(terraform),
  }
}

const isFixed = (pinned: TerraformProvider['pinned']) => pinned === 'lockfile' || pinned === 'version'

/** Circles, and what was too much to read: one fact for each file. */
function brokenIn({ problems }: Terraform): readonly BrokenFile[] {
  return [...groupBy(problems, ({ place }) => place.file)].map(([file, found]) => {
    const [first] = found
    const message = `${first?.message ?? ''}${found.length > 1 ? ` (and ${found.length - 1} more)` : ''}`
    return {
      id: file,
      file,
      message,
      claimed: true,
      loses: ['terraform'],
      place: first?.place ?? { file },
    } as BrokenFile
  })
}
