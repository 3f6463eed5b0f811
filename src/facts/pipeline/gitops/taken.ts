import type { TakenIn } from '../dialect/taken.ts'
import { followedElsewhere, pinOfRevision } from './elsewhere.ts'

/**
 * Repositories of the same owner whose default branch, or another, a controller follows as manifests of this repository
 * say: what they hold is delivered with it, and how it is fixed is told there. What is of others is a module of
 * infrastructure code.
 */
export const takenIn: TakenIn = async (_files, repository) =>
  (await followedElsewhere(repository))
    .filter(({ what, party }) => what === 'git' && party === 'own')
    .map(({ source, version, fixed, place }) => ({
      what: 'include',
      name: source,
      ref: version,
      place,
      party: 'own',
      // a tag or a commit is fixed, whoever made it
      ...(!/^(sha|version)$/.test(pinOfRevision({ version, fixed })) && {
        setElsewhere: `look at ${source}, or follow a tag or a commit of it`,
      }),
    }))
