import { realpathSync } from 'node:fs'
import { isRunnable, pipelinePath } from '../facts/touched/runnable.ts'
import { touching } from '../facts/touching.generated.ts'
import { searched } from '../facts/words.ts'
import { touchedLine } from '../reporters/scope.ts'
import { ruleCounts } from '../rules/counts.generated.ts'
import type { Level } from '../rules/rule.ts'
import { probeQuestion } from '../sources/checkout.ts'
import { type Answers, type GitAnswer, git, questionOf } from '../sources/git.ts'
import { environmentFor, indexDifferenceQuestion, indexQuestion } from '../sources/index-difference.ts'
import { surelyLacks, topFolder } from '../sources/index-file.ts'
import { isPointer } from '../sources/lfs.ts'
import { looseBlob } from '../sources/loose-object.ts'
import { openObjects } from '../sources/objects.ts'
import { defaultLimits } from '../sources/paths.ts'
import { searchCall, searchQuestion } from '../sources/search.ts'
import { isListed, readDifference, type Touch } from '../sources/touched.ts'
import { surelyNew, versionQuestion } from '../sources/version.ts'
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
  if (!isPlain(words)) return nothing
  try {
    const root = realpathSync.native('.')
    // below the top of a repository there is more to say
    if (topFolder(root) !== root) return nothing
    return await look(root, environmentFor(root), !words.includes('--no-color'))
  } catch {
    return nothing
  }
}

/** Whether the words ask for no more than `check --staged`. */
function isPlain([command, ...options]: readonly string[]): boolean {
  const plain = new Set(['--staged', '-q', '--quiet', '--strict', '--exit-zero', '--no-color'])
  const rest = options.filter((word) => !plain.has(word)).join(' ')
  const isKnown = /^(--fail-on[ =](error|warning|note|never))?$/.test(rest)
  return command === 'check' && options.includes('--staged') && isKnown
}

async function look(root: string, environment: NodeJS.ProcessEnv, mayColor: boolean): Promise<QuickLook> {
  const listing = ['ls-files', '-s', '-z', '--', 'assay.yaml', 'assay.yml']
  const asked = Promise.all([
    git(root, [...surelyNew, ...indexDifferenceQuestion('HEAD')], { environment }),
    surelyLacks(root, 'assay.y', environment.GIT_INDEX_FILE) ? nothingListed : git(root, listing, { environment }),
  ])
  // while git looks, what comes next is made ready: all of this together takes longer than git does
  const objects = openObjects(root)
  const searching = import('../secrets/index.ts')
  searching.catch(() => {})
  const { columns = 80, isTTY = false } = process.stdout
  const color = wantsColor(mayColor, process.env, isTTY)
  const [changed, settings] = await asked
  const search = searchCall(searched, environment)
  // git answers what the bundle will ask while that is loaded
  const goOn = async () => {
    objects.end()
    const answers = answersSoFar()
    // what git is to search for ends only when Node comes round; the bundle would keep it waiting for 50 ms
    await new Promise((resolve) => setImmediate(resolve))
    return { answers }
  }
  const answersSoFar = () =>
    new Map<string, GitAnswer | Promise<GitAnswer>>([
      [questionOf(root, indexDifferenceQuestion('HEAD'), { environment }), changed],
      [questionOf(root, versionQuestion, {}), git(root, versionQuestion)],
      [questionOf(root, probeQuestion, {}), git(root, probeQuestion)],
      [questionOf(root, indexQuestion, { environment }), git(root, indexQuestion, { environment })],
      [questionOf(root, searchQuestion(searched), search), git(root, searchQuestion(searched), search)],
    ])
  if (changed.code !== 0 || settings.code !== 0) return { answers: new Map() }
  const { touches, unmerged, unnamed } = readDifference(changed.stdout)
  if (columns < 64 || unmerged.length > 0 || unnamed.length > 0 || touches.some(isConcerned) || touches.some(isLink))
    return goOn()
  const profile = await profileFor(root, settings, touches)
  const read = async (id: string) => looseBlob(root, id) ?? (await objects.read(id)).content
  if (!profile || (await anyContentConcerned(touches, read, searching))) return goOn()
  const left = touches.length ? ruleCounts[profile] : 0
  const line = touchedLine({ scope: { touched: { by: 'staged', files: touches.length, rulesLeft: left } } }) ?? ''
  process.stdout.write(color ? `\u001b[32m\u001b[1m${line}\u001b[22m\u001b[39m\n` : `${line}\n`)
  return { code: 0 }
}

/** What git says of files that do not stand in the index. */
const nothingListed: GitAnswer = { code: 0, stdout: Buffer.alloc(0), stderr: '', missing: false }

/** What collectors read, but for the search for secrets: that reads everything, and is done here. */
const evidence = touching.filter(({ yields }) => !yields.includes('secrets'))

const pathsOf = ({ path, before }: Touch) => (before === undefined ? [path] : [path, before])

/** A link leads to a file whose content it shows. */
const isLink = ({ deleted, now }: Touch) => !deleted && now.mode === '120000'

/** Whether a touched path by itself is evidence, may be called by a pipeline, or says something of verdicts. */
const isConcerned = (touch: Touch) =>
  pathsOf(touch).some(
    (path) =>
      isRunnable(path) ||
      pipelinePath.test(path) ||
      /^(assay\.ya?ml$|\.assay\/)/.test(path) ||
      evidence.some((one) => !one.text && (isListed(touch) || !one.listed) && one.path?.test(path)),
  )

/** Whether what a touched file holds, as it is or as it was, is evidence of what only its text tells, or is a secret. */
async function anyContentConcerned(
  touches: readonly Touch[],
  contentOf: (id: string) => Promise<Buffer | undefined>,
  searching: Promise<typeof import('../secrets/index.ts')>,
): Promise<boolean> {
  const told = touches.filter((touch) => pathsOf(touch).some((path) => evidence.some((one) => one.path?.test(path))))
  const texts = told.flatMap(({ now, then }) => [now, then]).filter(({ mode }) => mode.startsWith('100'))
  const added = touches.filter(({ deleted, now }) => !deleted && now.mode.startsWith('100'))
  const ids = [...new Set([...texts, ...added.map(({ now }) => now)].map(({ id }) => id))]
  if (ids.length === 0) return false
  const read = await Promise.all(ids.map(async (id) => [id, await contentOf(id)] as const))
  if (read.some(([, content]) => !content)) return true
  const blobs = new Map(read)
  const text = texts.map(({ id }) => blobs.get(id)?.toString() ?? '').join('\n')
  // together, since too much is only looked at for nothing
  const paths = told.flatMap(pathsOf)
  // NUL: it is another encoding, or no text at all
  if (text.includes('\0')) return true
  if (evidence.some((one) => one.text?.test(text) && paths.some((path) => one.path?.test(path)))) return true
  const { scanFile } = await searching
  return added.some(({ path, now: { id } }) => {
    const bytes = blobs.get(id)
    if (!bytes || isPointer(bytes) || bytes.length > defaultLimits.maxFileSize) return true
    const { hits, inside, unread, whole } = scanFile(path, bytes)
    return hits.length > 0 || inside.length > 0 || unread !== undefined || !whole
  })
}

/** The profile of assay.yaml; undefined where it may say something of the touched files, or of more than a quick look knows. */
async function profileFor(root: string, listed: GitAnswer, touches: readonly Touch[]): Promise<Level | undefined> {
  if (touches.length === 0 || listed.stdout.length === 0) return 'gold'
  const ids = [...listed.stdout.toString().matchAll(/\d{6} ([0-9a-f]+) 0\t/g)].map((match) => match[1] as string)
  if (ids.length !== 1) return undefined
  const { code, stdout } = await git(root, ['cat-file', 'blob', ids[0] as string])
  // what `assay init` asks there, and every other remark, names no file
  const text = stdout.toString().replace(/^[ \t]*#.*$/gm, '')
  if (code !== 0 || /^(rules|extends|["'{&*<%-])/m.test(text)) return undefined
  const parts = touches.flatMap(pathsOf).flatMap((path) => path.split('/'))
  if (/^(documents|baseline)\s*:/m.test(text) && parts.some((part) => text.includes(part))) return undefined
  const named = /^profile:(.*)$/m.exec(text)?.[1]?.trim()
  return named === undefined ? 'gold' : (['bronze', 'silver', 'gold'] as const).find((level) => level === named)
}
