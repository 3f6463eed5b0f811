import { dirname, joinPath } from '../../../../documents/path.ts'
import { Hidden } from '../../../hidden.ts'
import type { Repository } from '../../../repository.ts'
import type { Act } from '../../model.ts'
import type { Finder, Shell } from '../shell/state.ts'

/*
 * Tests of load end well whatever the service answers, unless the file that they run says what is too slow or too wrong
 * (grafana.com/docs/k6, "Thresholds"; artillery.io/docs, "ensure" and "expect"; gettaurus.org/docs/PassFail;
 * learn.microsoft.com/azure/app-testing/load-testing, "Define test fail criteria").
 */

/** What of a file makes a run fail, by the tool that reads it. */
const criteria: readonly (readonly [RegExp, RegExp])[] = [
  [/^k6 (run|cloud)\b/, /\bthresholds\b|\babortTest\b|\btest\.(abort|fail)\b|\bfail\s*\(/],
  [/^artillery run\b/, /\b(ensure|expect)\b["']?\s*:/],
  [/^bzt\b/, /\bpassfail\b|\bpass-fail\b|\bcriteria\b|\bfail-on\b/i],
]

const file = /\.(jsx?|mjs|cjs|tsx?|json|ya?ml|jmx)$/

/**
 * What else may end a run badly: an error outside the tested requests, which `setup` may raise (grafana.com/docs/k6, "Test
 * lifecycle"), and options that a module of others gives. Of k6's own modules and its library none does.
 */
const openly = /\bthrow\b|(?:\bfrom|\bimport|\brequire\s*\()\s*['"](?!\.{1,2}\/|k6(?:['"/])|https:\/\/jslib\.k6\.io\/)/

/** Files of the repository that a script of k6 takes in, as it writes them. */
const taken = /(?:\bfrom|\bimport|\brequire\s*\(|\bopen\s*\()\s*['"](\.{1,2}\/[^'"]+)['"]/g

/**
 * What becomes of a run in which a service answers too slowly or wrongly: nothing where none of the files that it is
 * given says what is too bad.
 * @returns undefined for any other command, and for one that fails
 */
export async function outcomeOfLoadTest(
  tool: string,
  args: readonly string[],
  { directory, apart }: Shell,
  { repository }: Finder,
): Promise<Act['onFailure'] | undefined> {
  const found = criteria.find(([name]) => name.test(tool))?.[1]
  if (!found || args.some((arg) => found.test(arg))) return undefined
  const named = args.filter((arg) => file.test(arg) && !arg.startsWith('-'))
  const read: string[] = []
  for (const name of named) {
    const path = directory === undefined || apart ? undefined : joinPath(directory, name)
    if (path === undefined || !repository.has(path)) return undecided(tool, name)
    const answer = await says(path, found, repository, read)
    if (answer === true) return undefined
    if (answer === undefined) return undecided(tool, name)
  }
  return named.length ? 'reports' : undecided(tool, 'its file')
}

/** Whether a file, or one that it takes in, has the words; undefined where one of these is not here or may fail otherwise. */
async function says(path: string, words: RegExp, repository: Repository, read: string[]): Promise<boolean | undefined> {
  if (read.includes(path)) return false
  read.push(path)
  const text = (await repository.text(path))?.content ?? ''
  const plain = text.replace(/^\s*(\/\/|#).*$|\/\*[\s\S]*?\*\//gm, '')
  if (words.test(plain)) return true
  let answer: boolean | undefined = openly.test(plain) ? undefined : false
  for (const [, name = ''] of plain.matchAll(taken)) {
    const base = joinPath(dirname(path), name)
    const here = ['', '.js', '.ts', '/index.js', '/index.ts'].find((end) => repository.has(`${base}${end}`))
    const inner =
      base === undefined || here === undefined ? undefined : await says(`${base}${here}`, words, repository, read)
    if (inner) return true
    if (inner === undefined) answer = undefined
  }
  return answer
}

/**
 * The same of a use of Azure's load tests, whose file of settings has the criteria.
 * @returns undefined for any other use, and for one that fails
 */
export async function outcomeOfLoadTestUse(
  tool: string,
  inputs: Readonly<Record<string, string>>,
  repository: Repository,
): Promise<Act['onFailure'] | undefined> {
  if (!/^(AzureLoadTest|azure\/load-testing)$/i.test(tool)) return undefined
  const name = Object.entries(inputs).find(([key]) => key.toLowerCase() === 'loadtestconfigfile')?.[1] ?? ''
  const path = joinPath(
    '',
    name.replace(
      /^\$\((System\.DefaultWorkingDirectory|Build\.SourcesDirectory)\)\/?|^\$\{\{ ?github\.workspace ?\}\}\/?/i,
      '',
    ),
  )
  if (path === undefined || !repository.has(path)) return undecided(tool, name || 'its file')
  const root = (await repository.yaml(path))?.[0]
  return root?.get('failureCriteria')?.kind === 'list' || root?.get('failureCriteria')?.kind === 'map'
    ? undefined
    : 'reports'
}

const undecided = (tool: string, name: string): Hidden =>
  new Hidden(`whether ${tool} fails by what ${name} says`, {
    kind: 'file',
    text: `keep what it runs in this repository, with what is too slow or too wrong`,
  })
