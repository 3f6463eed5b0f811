import { collector } from '../collector.ts'
import { Hidden } from '../hidden.ts'
import { readOwners } from '../owners/codeowners.ts'
import type { DataFix } from '../schema/change.ts'

const script = /\.(sql|py|rb|rake|js|mjs|cjs|ts|sh|php|go|kts?|groovy|ps1)$/i
/* Words of a path that name a repair of data; migrations of a schema and seeds are none. */
const naming =
  /(^|[/_.-])(data[-_ ]?(fix(es)?|clean(ing|up)?|repairs?|corrections?|patch(es)?)|fix[-_]data|clean[-_]?data|db[-_]?fix(es)?|sql[-_]?fix(es)?|back[-_]?fills?|one[-_]?offs?|datenkorrektur(en)?)([/_.-]|$)/i
const other =
  /(^|[/_.-])(migrations?|migrate|changelogs?|tests?|specs?|mocks?|fixtures?|examples?|samples?|node_modules|vendor|dist|build|templates?)([/_.-]|$)/i
/* The code of the application, where a word in a file's name is about what the application does. */
const application = /(^|\/)(app|src|pkg|internal|lib(?!\/tasks))\//

const mendsData = (path: string): boolean => {
  if (!script.test(path) || !naming.test(path) || other.test(path)) return false
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return !application.test(folder) || naming.test(folder)
}

/** Scripts that mend data once, and who owns them. */
export default collector({
  yields: ['dataFixes'],
  reads: 'the names of scripts, and CODEOWNERS or OWNERS',
  touches: {
    path: /(^|\/)(CODEOWNERS|OWNERS)$|data[-_ ]?(fix|clean|repair|correction|patch)|fix[-_]data|clean[-_]?data|db[-_]?fix|sql[-_]?fix|back[-_]?fill|one[-_]?off|datenkorrektur/i,
  },
  async collect({ repository }) {
    const paths = repository.files
      .filter(({ area, path }) => area === 'main' && mendsData(path))
      .map(({ path }) => path)
    if (paths.length === 0) return { dataFixes: [] }
    const ownersOf = await readOwners(repository)
    const unknown = new Hidden('who reviews data fixes (there is no file of code owners)', {
      kind: 'file',
      text: 'name owners of the data fixes in CODEOWNERS',
    })
    return {
      dataFixes: paths.map((path) => {
        const owners = ownersOf(path)
        return {
          id: path,
          file: path,
          owned: owners === undefined ? unknown : owners.length > 0,
          owners: owners ?? [],
          place: { file: path },
        } as unknown as DataFix
      }),
    }
  },
})
