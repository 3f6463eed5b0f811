import type { Call } from '../call.ts'
import type { Peeled } from './wrappers.ts'

/** `circleci tests run --command="xargs rspec"` (circleci.com/docs/rerun-failed-tests): the tests that it is given. */
export function commandOfTests(call: Call): Peeled | undefined {
  const { words } = call
  if (words[1] !== 'tests' || words[2] !== 'run') return undefined
  const at = words.indexOf('--command')
  const text = at > 0 ? words[at + 1] : words.find((word) => word.startsWith('--command='))?.slice(10)
  return text === undefined ? undefined : { call: { ...call, words: ['sh', '-c', text], written: [] } }
}

/** `coverlet x.dll --target dotnet --targetargs "test --no-build"` (github.com/coverlet-coverage, "Coverlet .NET Tool"). */
export function targetOfCoverlet(call: Call): Peeled | undefined {
  const { words } = call
  const valueAfter = (flags: readonly string[]) => words[words.findIndex((word) => flags.includes(word)) + 1 || -1]
  const target = valueAfter(['--target', '-t'])
  const args = valueAfter(['--targetargs', '-a'])
  if (target === undefined) return undefined
  return { call: { ...call, words: ['sh', '-c', `${target} ${args ?? ''}`], written: [] } }
}

/** `firebase emulators:exec --only firestore "npm test"` (firebase.google.com/docs/emulator-suite): one word that a shell reads. */
export function commandOfEmulators(call: Call): Peeled | undefined {
  const words = call.words.slice(2)
  const text = words.find((word, i) => !word.startsWith('-') && !valuedByFirebase.test(words[i - 1] ?? ''))
  return text === undefined ? undefined : { call: { ...call, words: ['sh', '-c', text], written: [] } }
}

const valuedByFirebase =
  /^(--only|--import|--export-on-exit|--inspect-functions|--log-verbosity|-P|--project|-c|--config|--token)$/

/**
 * `dotnet-coverage collect "dotnet test" -f xml` (learn.microsoft.com, "dotnet-coverage code coverage utility"): a command in
 * one word, or in those that follow.
 */
export function commandOfCoverage(call: Call): Peeled | undefined {
  const words = call.words.slice(2)
  const at = words.findIndex((word, i) => !word.startsWith('-') && !valuedByCoverage.test(words[i - 1] ?? ''))
  const text = words[at]
  if (text === undefined) return undefined
  return { call: { ...call, words: /\s/.test(text) ? ['sh', '-c', text] : words.slice(at), written: [] } }
}

const valuedByCoverage =
  /^(-f|--output-format|-o|--output|-s|--settings|-id|--session-id|-l|--log-file|-ll|--log-level|-if|--include-files|-t|--timeout)$/
