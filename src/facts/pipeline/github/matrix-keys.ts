import type { DataNode } from '../../../documents/tree.ts'
import { toJson, type Value } from '../dialect/outcome.ts'
import { namesEnvironment, tellsEnvironment } from '../dialect/words.ts'
import { expressionPaths } from './template.ts'

/** One member of a matrix: a value for each of its keys. */
export type Combination = Readonly<Record<string, Value>>

/**
 * The keys of a matrix whose values tell its legs apart: those that decide to where the job deploys or what it calls, runs,
 * or works in. Keys that all combinations agree in tell nothing.
 */
export function tellingKeys(job: DataNode, combinations: readonly Combination[]): string[] {
  const keys = [...new Set(combinations.flatMap((combination) => Object.keys(combination)))]
  const deciding = matrixKeysIn([job.get('environment'), job.get('uses') && job.get('with')])
  const used = matrixKeysIn([job.get('env'), job.get('steps'), job.get('concurrency')])
  const runs = commandKeysIn(job.get('steps'))
  const folders = folderKeysIn(job)
  return keys.filter((key) => {
    if (new Set(combinations.map((combination) => toJson(combination[key] ?? null))).size < 2) return false
    if (deciding.has(key) || runs.has(key)) return true
    const values = combinations.map((combination) => combination[key])
    // a folder that is called as an environment would be taken for one in the name of the leg
    if (folders.has(key) && values.every((value) => typeof value === 'string' && !tellsEnvironment(value))) return true
    const allTell = values.every((value) => typeof value === 'string' && tellsEnvironment(value))
    return (
      used.has(key) &&
      (allTell || (namesEnvironment(key) && values.some((v) => typeof v === 'string' && tellsEnvironment(v))))
    )
  })
}

/** The keys of `matrix.<key>` in all expressions below the nodes. */
function matrixKeysIn(nodes: readonly (DataNode | undefined)[]): Set<string> {
  const keys = new Set<string>()
  for (const node of nodes)
    for (const path of expressionPaths(node)) if (path[0] === 'matrix' && path[1]) keys.add(path[1])
  return keys
}

/** `run: ${{ matrix.command }}`, `make ${{ matrix.target }}`: the key is the program, or what a runner of tasks runs. */
const command =
  /(?:^|[\n;&|])[ \t]*(?:(?:make|just|task|rake|invoke|npm run|pnpm(?: run)?|yarn(?: run)?|nox -s|tox -e|\.?\.?\/?gradlew)[ \t]+)?\$\{\{\s*matrix\.(\w[\w-]*)(?:\.[\w-]+)*\s*\}\}/g

function commandKeysIn(steps: DataNode | undefined): Set<string> {
  const keys = new Set<string>()
  for (const step of steps?.items ?? []) {
    for (const [, key] of (step.get('run')?.text ?? '').matchAll(command)) keys.add(key as string)
  }
  return keys
}

/**
 * `working-directory: ${{ matrix.folder }}`, `cd ${{ matrix.folder }}`, `context:` and `file:` of a build, the service that
 * compose builds: what runs there, or is made of it, is another thing in each leg.
 */
function folderKeysIn(job: DataNode): Set<string> {
  const steps = job.get('steps')?.items ?? []
  const folders = [job.at('defaults', 'run'), ...steps].map((node) => node?.get('working-directory'))
  const builds = steps.flatMap((step) => {
    const places = builder.test(step.get('uses')?.text ?? '') ? [...buildPlaces, ...builderPlaces] : buildPlaces
    return places.map((name) => step.at('with', name))
  })
  const keys = matrixKeysIn([...folders, ...builds])
  for (const step of steps)
    for (const [, key] of (step.get('run')?.text ?? '').matchAll(changesInto)) keys.add(key as string)
  return keys
}

/** What a build is of, as its inputs are called; those of an action that is called a builder may be called anything. */
const buildPlaces = ['context', 'file', 'dockerfile', 'build_context', 'build_file']
const builderPlaces = ['package', 'path', 'directory', 'folder', 'source']
const builder = /^[\w.-]+\/[^@]*\b(build|builder|buildpacks?|kaniko)\b/i

/** Commands that go into a folder, build from a file, or build what compose or Bake calls so; with their flags. */
const intoIt = [
  String.raw`(?:cd|pushd|make -C|npm --prefix)[ \t]+`,
  String.raw`docker(?:-|[ \t]+)compose[ \t]+(?:-\S+[ \t]+(?:[^-\s]\S*[ \t]+)?){0,6}(?:build|push)[ \t]+(?:-\S+[ \t]+){0,6}`,
  String.raw`docker[ \t]+buildx[ \t]+bake[ \t]+(?:-\S+[ \t]+){0,6}`,
  String.raw`docker[ \t]+(?:buildx[ \t]+)?build[ \t](?:[^\n;&|]*[ \t])?(?:-f|--file)[ \t=]+`,
].join('|')

const changesInto = new RegExp(
  String.raw`(?:^|[\n;&|(])[ \t]*(?:${intoIt})[\w./-]*\$\{\{\s*matrix\.(\w[\w-]*)\s*\}\}`,
  'g',
)
