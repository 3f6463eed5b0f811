import { rulesOf } from '../forge/branches.ts'
import { seen } from '../forge/untold.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { InfrastructureCode } from '../schema/change.ts'
import { readOwners } from './codeowners.ts'

type Review = Pick<InfrastructureCode, 'owned' | 'owners' | 'applicationOwned' | 'reviews'>

/** Programs, as against documents and settings of tools, which owners often leave out. */
const program = /\.(ts|tsx|js|jsx|mjs|cjs|py|rb|go|rs|java|kt|kts|scala|cs|fs|php|ex|exs|swift|c|cc|cpp|h|vue|svelte)$/

/**
 * Who reviews a file: its code owners, and what the default branch demands of every change.
 * @param others the paths that it is compared with: those of them that are programs are the application
 */
export async function reviewsOf(others: readonly string[], repository: Repository): Promise<(file: string) => Review> {
  const ownersOf = await readOwners(repository)
  const applicationOwned = others.some((path) => program.test(path) && (ownersOf(path)?.length ?? 0) > 0)
  const reviews = demandedReviews(repository)
  return (file) => {
    const owners = ownersOf(file)
    return { owned: owners ? owners.length > 0 : noOwners, owners: owners?.join(', ') ?? '', applicationOwned, reviews }
  }
}

function demandedReviews({ forge }: Repository): Seen<number> {
  const what = 'the reviews that the default branch demands'
  const rules = rulesOf(undefined, forge)
  if (rules === undefined) {
    const text = 'let Assay read the rules of the default branch: assay check --forge'
    return new Hidden(what, { kind: 'permission', text }, 'forge')
  }
  return isHidden(rules) ? rules : seen(what, rules.reviews)
}

const noOwners = new Hidden('who reviews infrastructure code (there is no file of code owners)', {
  kind: 'file',
  text: 'name owners of the infrastructure code in CODEOWNERS',
})
