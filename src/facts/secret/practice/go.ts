import { dirname } from '../../../documents/path.ts'
import type { Repository } from '../../repository.ts'
import type { Evidence } from './index.ts'

/**
 * Folders of Go that help tests: each of their files is a test or takes in the package `testing`, which no program is linked
 * with (https://pkg.go.dev/testing; `httptest` is such a package); or several take it in and at least a third of those that
 * are no tests (a suite, with what it shares). What lies in them and below, where no code of another kind does, is data of tests.
 */
export function inGoHelpers(repository: Repository): Evidence {
  const known = new Map<string, Promise<boolean>>()
  const helps = (folder: string) => {
    const answer = known.get(folder) ?? isHelper(repository, folder)
    known.set(folder, answer)
    return answer
  }
  return async ({ file }) => {
    for (let folder = dirname(file); folder !== ''; folder = dirname(folder)) {
      if (!goFiles(repository, folder).length) continue
      return (await helps(folder)) ? `the package of Go in ${folder} helps tests alone` : undefined
    }
    return undefined
  }
}

const goFiles = (repository: Repository, folder: string) =>
  repository.in(folder).filter(({ path }) => path.endsWith('.go'))

async function isHelper(repository: Repository, folder: string): Promise<boolean> {
  const files = goFiles(repository, folder).filter(({ path }) => !path.endsWith('_test.go'))
  let helpers = 0
  for (const { path } of files) {
    const content = (await repository.text(path))?.content
    if (content !== undefined && /^[ \t]*(?:import\s+)?"testing"\s*$/m.test(content)) helpers++
  }
  // one file that helps tests is in many a package of a program
  return helpers > 0 && (helpers === files.length || (helpers >= SEVERAL && helpers * 3 >= files.length))
}

const SEVERAL = 4
