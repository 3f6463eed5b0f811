import type { Taken, TakenIn } from '../dialect/taken.ts'

const library = /@Library\(([^)]*)\)|\blibrary\s*\(?\s*(?:identifier:\s*)?(['"][^'"]+['"])|\blibraries\s*\{([^}]*)\}/g

/**
 * Shared libraries: `@Library('name@ref')`, `library 'name@ref'` (jenkins.io/doc/book/pipeline/shared-libraries), and
 * `libraries { lib('name@ref') }` of a declarative pipeline.
 */
export const takenIn: TakenIn = async (files, repository) => {
  const found: Taken[] = []
  for (const file of files) {
    const text = await repository.text(file)
    for (const match of text?.content.matchAll(library) ?? []) {
      for (const name of (match[1] ?? match[2] ?? match[3] ?? '').matchAll(/['"]([^'"]+)['"]/g)) {
        const [library = '', ref = ''] = (name[1] as string).split('@')
        const start = match.index + match[0].indexOf(name[0])
        const place = { file, start, end: start + name[0].length }
        const elsewhere = ref ? {} : { setElsewhere: `name the version of the library: @Library('${library}@<tag>')` }
        found.push({ what: 'include', name: library, ref, place, party: 'own', ...elsewhere })
      }
    }
  }
  return found
}
