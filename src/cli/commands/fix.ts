import { dayOf } from '../days.ts'
import type { Mend } from '../fix/mend.ts'
import type { Changed } from '../fix/write.ts'
import { allLevels, judgeOpened } from '../judge.ts'
import { open } from '../open.ts'
import { print, wantsColor } from '../output.ts'
import { startProgress } from '../progress.ts'
import { harmless } from '../tell.ts'

interface Options {
  readonly only?: readonly string[]
  readonly write?: boolean
  readonly asOf?: string
  readonly color?: boolean
}

/**
 * `assay fix [path]`: mends what can be mended without a decision. Shown as a diff; with `--write` the files are changed,
 * each whole or not at all, and only where they are as they were read.
 */
export async function fix(path = '.', options: Options): Promise<number> {
  const { mends, changed } = await mended(path, options)
  if (!mends.length) {
    await print(
      'Nothing here can be mended without a decision of yours; `assay check` tells what fails and how to mend it.\n',
    )
    return 0
  }
  if (options.write) {
    const { writeChanged } = await import('../fix/write.ts')
    await writeChanged(path, changed)
  } else {
    const { unifiedDiff } = await import('../fix/diff.ts')
    const color = wantsColor(options.color ?? true, process.env, process.stdout.isTTY)
    const diffs = changed.map(({ file, content, edits }) => unifiedDiff(file, content, edits))
    await print(`${painted(shown(diffs.join('')), color)}\n`)
  }
  await print(harmless(told(mends, options.write ?? false)))
  return 0
}

async function mended(
  path: string,
  { only = [], asOf }: Options,
): Promise<{ mends: readonly Mend[]; changed: readonly Changed[] }> {
  const progress = startProgress(process.stderr, false)
  try {
    const opened = await open(path, undefined)
    const { assessment } = await judgeOpened(opened, allLevels(dayOf(asOf), only), progress)
    const { mendsFor, wanted } = await import('../fix/index.ts')
    const { collectFacts } = await import('../../facts/collect.ts')
    const { repository, configuration } = opened
    const { observed } = await collectFacts(repository, configuration.settings, wanted)
    const results = assessment.results.filter(
      ({ verdict, suppression }) => (verdict === 'fail' || verdict === 'unknown') && !suppression,
    )
    const mends = await mendsFor({ repository, observed, settings: configuration.settings, results })
    const changed: Changed[] = []
    for (const file of new Set(mends.map(({ edit }) => edit.file))) {
      const text = repository.has(file) ? await repository.text(file) : undefined
      const edits = mends.filter(({ edit }) => edit.file === file).map(({ edit }) => edit)
      changed.push({ file, content: text?.content, edits })
    }
    return { mends, changed }
  } finally {
    progress.end()
  }
}

function told(mends: readonly Mend[], written: boolean): string {
  const lines = mends.flatMap(({ id, what, edit, left }) => [
    `${edit.file}: ${what} [${id}]`,
    ...(left === undefined ? [] : [`  ${left}`]),
  ])
  const last = written
    ? 'Written. Read it before you commit it: `git diff`.'
    : 'Nothing was written. Read it, then: assay fix --write'
  return `${[...lines, last].join('\n')}\n`
}

/** A diff quotes files: what a terminal would act on is shown. Tabs and line ends stay, so that git can apply it. */
const shown = (diff: string) =>
  diff
    .split(/(\t|\r(?=\n))/)
    .map((part, i) => (i % 2 ? part : harmless(part)))
    .join('')

function painted(diff: string, color: boolean): string {
  if (!color) return diff
  return diff
    .replace(/^(---|\+\+\+) .*$/gm, '\u001b[1m$&\u001b[22m')
    .replace(/^@@ .*$/gm, '\u001b[36m$&\u001b[39m')
    .replace(/^-(?!-- ).*$/gm, '\u001b[31m$&\u001b[39m')
    .replace(/^\+(?!\+\+ ).*$/gm, '\u001b[32m$&\u001b[39m')
}
