import type { Repository } from './repository.ts'

/** The scripts of a package.json by their names (docs.npmjs.com, "scripts"); none where it cannot be read. */
export async function scriptsOf(path: string, repository: Repository): Promise<ReadonlyMap<string, string>> {
  const entries = (await repository.json(path))?.get('scripts')?.entries ?? []
  return new Map(entries.flatMap(({ key, value }) => (value.text === undefined ? [] : [[key, value.text]])))
}
