/**
 * Examples for a requirement, written for the CI systems that the pipelines of a folder use; empty where there are none.
 * Only the pipelines are read, and only where there is an example to show. What is wrong with the folder (its assay.yaml,
 * no git) does not stand in the way of the rest of the page.
 */
export async function examplesFor(id: string, path: string): Promise<string> {
  const { examplesText, idiomsFor } = await import('./idioms/index.ts')
  if (!idiomsFor(id).length) return ''
  return examplesText(id, await systemsAt(path))
}

async function systemsAt(path: string): Promise<ReadonlySet<string>> {
  try {
    const { open } = await import('../open.ts')
    const { repository, configuration } = await open(path, undefined)
    const { collectFacts } = await import('../../facts/collect.ts')
    const { observed } = await collectFacts(repository, configuration.settings, ['workflows'])
    return new Set(observed.workflows.map(({ system }) => system))
  } catch (error) {
    const { name } = error as Error
    if (name === 'SourceError' || name === 'ConfigurationError') return new Set()
    throw error
  }
}
