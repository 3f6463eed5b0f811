import { dirname, joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { requiredBy } from '../../../image/skaffold.ts'
import { type Call, emit, flagValue } from '../call.ts'
import { pathFrom } from '../shell/paths.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { runTarget, sourceOfNode } from './text.ts'

/** How many configurations one call may come to. */
const mostFiles = 60

/**
 * `skaffold test` (skaffold.dev, "skaffold.yaml", `test`): the custom commands of the configuration and of those that it
 * requires from this repository. What stands in no file here is left to the table.
 */
export const skaffold: Follow = async (call, shell, context, finder) => {
  if (call.words.find((word, i) => i > 0 && !word.startsWith('-')) !== 'test') return false
  const file = flagValue(call, ['-f', '--filename']) ?? 'skaffold.yaml'
  const path = pathFrom(file, shell)
  if (path === undefined || !finder.repository.has(path)) return false
  const modules = (flagValue(call, ['-m', '--module']) ?? '').split(',').filter((name) => name && !/[${}]/.test(name))
  const tests: Test[] = []
  await collect(path, { modules, seen: new Set(), tests, finder })
  for (const test of tests) await runTest(test, call, shell, context, finder)
  return tests.length > 0
}

/** One entry of `test` with its folder. */
interface Test {
  readonly node: DataNode
  readonly path: string
}

interface Search {
  /** names of the configurations that are asked for; none: all */
  readonly modules: readonly string[]
  readonly seen: Set<string>
  readonly tests: Test[]
  readonly finder: Finder
}

async function collect(path: string, search: Search): Promise<void> {
  const { seen, finder, tests, modules } = search
  if (seen.has(path) || seen.size >= mostFiles || !finder.repository.has(path)) return
  seen.add(path)
  const documents = (await finder.repository.yaml(path)) ?? []
  finder.repository.claim(path)
  for (const root of documents) {
    const name = root.at('metadata', 'name')?.text
    const wanted = modules.length === 0 || (name !== undefined && modules.includes(name))
    if (wanted) for (const node of root.get('test')?.items ?? []) tests.push({ node, path })
    // A module brings what it requires.
    for (const file of requiredBy(root, path, finder.repository))
      await collect(file, wanted ? { ...search, modules: [] } : search)
  }
}

/** The custom commands run in the folder of the image; tests of an image's structure check what was built. */
async function runTest(
  { node, path }: Test,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const folder = joinPath(dirname(path), node.get('context')?.text ?? '')
  for (const custom of node.get('custom')?.items ?? []) {
    const command = custom.get('command')
    if (command?.text === undefined) continue
    const target = {
      key: `skaffold ${path} ${command.span.start}`,
      name: 'test',
      source: sourceOfNode(command),
      directory: folder,
      errexit: false,
      part: true,
    }
    await runTarget(target, call, shell, context, finder)
  }
  if (node.get('structureTests')?.items.length)
    emit(finder, shell, context, call, { kinds: [], tool: 'container-structure-test' })
}
