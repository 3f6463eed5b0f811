import { realpathSync } from 'node:fs'
import { isRunnable, pipelinePath } from '../facts/touched/runnable.ts'
import { touching } from '../facts/touching.generated.ts'
import { touchedLine } from '../reporters/scope.ts'
import { ruleCounts } from '../rules/counts.generated.ts'
import type { Level } from '../rules/rule.ts'
import { probeQuestion } from '../sources/checkout.ts'
import { type Answers, type GitAnswer, git, questionOf } from '../sources/git.ts'
import { diffIndex, environmentFor, indexDifferenceQuestion, indexQuestion } from '../sources/index-difference.ts'
import { topFolder } from '../sources/index-file.ts'
import { readDifference, type Touch } from '../sources/touched.ts'
import { oldGit, versionQuestion } from '../sources/version.ts'
import { wantsColor } from './output.ts'

/** What a quick look came to: the exit code, or what git answered so far, for the whole of Assay to go on from. */
export type QuickLook = { readonly code: number } | { readonly answers: Answers }

/**
 * `assay check --staged` where nothing staged is evidence of anything, which is most commits: answers it without the
 * bundle, whose loading would take longer than all the rest. Whatever is not plain is left to the bundle: other options,
 * an unborn branch, a merge, trouble with git, settings that may concern what is staged. What it prints, the bundle would.
 */
export async function quickLook(words: readonly string[]): Promise<QuickLook> {
  const nothing = { answers: new Map() }
  const color = plainWords(words)
  if (color === undefined || (process.stdout.columns ?? 80) < 64) return nothing
  try {
    const root = realpathSync.native('.')
    // below the top of a repository there is more to say
    if (topFolder(root) !== root) return nothing
    return await look(root, environmentFor(root), color)
  } catch {
    return nothing
  }
}

/** Whether the words ask for no more than `check --staged`, and in colour; undefined where they do. */
function plainWords(words: readonly string[]): boolean | undefined {
  const [command, ...options] = words
  const plain = new Set(['--staged', '-q', '--quiet', '--strict', '--exit-zero', '--no-color'])
  if (command !== 'check' || !options.includes('--staged')) return undefined
  const rest = options.filter((word) => !plain.has(word)).join(' ')
  if (!/^(--fail-on[ =](error|warning|note|never))?$/.test(rest)) return undefined
  return wantsColor(!options.includes('--no-color'), process.env, process.stdout.isTTY === true)
}

async function look(root: string, environment: NodeJS.ProcessEnv, color: boolean): Promise<QuickLook> {
  const listing = ['ls-files', '-s', '-z', '--', 'assay.yaml', 'assay.yml']
  const [changed, version, settings] = await Promise.all([
    diffIndex(root, 'HEAD', environment),
    git(root, versionQuestion),
    git(root, listing, { environment }),
  ])
  // git answers what the bundle will ask while that is loaded
  const goOn = () => ({
    answers: new Map<string, GitAnswer | Promise<GitAnswer>>([
      [questionOf(root, indexDifferenceQuestion('HEAD'), { environment }), changed],
      [questionOf(root, versionQuestion, {}), version],
      [questionOf(root, probeQuestion, {}), git(root, probeQuestion)],
      [questionOf(root, indexQuestion, { environment }), git(root, indexQuestion, { environment })],
    ]),
  })
  if (changed.code !== 0 || settings.code !== 0 || oldGit(version)) return { answers: new Map() }
  const { touches, unmerged, unnamed } = readDifference(changed.stdout)
  if (unmerged.length > 0 || unnamed.length > 0 || touches.some(isConcerned)) return goOn()
  const profile = await profileFor(root, settings, touches)
  if (!profile || (await anyTextConcerned(root, touches))) return goOn()
  const left = touches.length ? ruleCounts[profile] : 0
  const line = touchedLine({ scope: { touched: { by: 'staged', files: touches.length, rulesLeft: left } } }) ?? ''
  process.stdout.write(color ? `\u001b[32m\u001b[1m${line}\u001b[22m\u001b[39m\n` : `${line}\n`)
  return { code: 0 }
}

const pathsOf = ({ path, before }: Touch) => (before === undefined ? [path] : [path, before])

/** Whether a touched path by itself is evidence, may be called by a pipeline, or says something of verdicts. */
const isConcerned = (touch: Touch) =>
  pathsOf(touch).some(
    (path) =>
      isRunnable(path) ||
      pipelinePath.test(path) ||
      /^(assay\.ya?ml$|\.assay\/)/.test(path) ||
      touching.some((one) => one.path && !one.text && one.path.test(path)),
  )

/** Whether the text of a touched file, as it is or as it was, is evidence; of what can be told only by its text. */
async function anyTextConcerned(root: string, touches: readonly Touch[]): Promise<boolean> {
  const wanted = touches.filter((touch) => pathsOf(touch).some((path) => touching.some((one) => one.path?.test(path))))
  const entries = wanted.flatMap(({ now, then }) => [now, then]).filter(({ mode }) => mode.startsWith('100'))
  if (entries.length === 0) return false
  const input = entries.map(({ id }) => `${id}\n`).join('')
  const { code, stdout } = await git(root, ['cat-file', '--batch'], { input })
  const text = stdout.toString()
  // together, since too much is only looked at for nothing
  const paths = wanted.flatMap(pathsOf)
  // NUL: it is another encoding, or no text at all
  return (
    code !== 0 ||
    stdout.includes(0) ||
    touching.some((one) => one.text?.test(text) && paths.some((path) => one.path?.test(path)))
  )
}

/** The profile of assay.yaml; undefined where it may say something of the touched files, or of more than a quick look knows. */
async function profileFor(root: string, listed: GitAnswer, touches: readonly Touch[]): Promise<Level | undefined> {
  if (touches.length === 0 || listed.stdout.length === 0) return 'gold'
  const ids = [...listed.stdout.toString().matchAll(/\d{6} ([0-9a-f]+) 0\t/g)].map((match) => match[1] as string)
  if (ids.length !== 1) return undefined
  const { code, stdout } = await git(root, ['cat-file', 'blob', ids[0] as string])
  const text = stdout.toString()
  if (code !== 0 || /^(rules|extends|["'{&*<%-])/m.test(text)) return undefined
  const parts = touches.flatMap(pathsOf).flatMap((path) => path.split('/'))
  if (/^(documents|baseline)\s*:/m.test(text) && parts.some((part) => text.includes(part))) return undefined
  const named = /^profile:(.*)$/m.exec(text)?.[1]?.trim()
  return named === undefined ? 'gold' : (['bronze', 'silver', 'gold'] as const).find((level) => level === named)
}
