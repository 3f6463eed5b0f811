import { existsSync, type FSWatcher, watch } from 'node:fs'
import { resolve, sep } from 'node:path'
import { andMore } from '../documents/and-more.ts'
import { basename } from '../documents/path.ts'
import { explainError } from './errors.ts'

/** How long nothing more must change before it is judged again, in milliseconds: editors save in several steps. */
const QUIET = 200
/** How often files are looked at where the system tells of no changes, in milliseconds. */
const PACE = 1000
/** Changed files that are named. */
const NAMED = 3

/** Watches the files below a folder; calls back with the path of each that changed, from the folder, with slashes. */
export type Watcher = (folder: string, changed: (path: string) => void) => Promise<{ close(): void }>

/**
 * Runs once, and again whenever a file of the folder changes; never ends by itself, Ctrl-C ends it with 130. What a run
 * writes itself (`own`, paths as the user gave them) starts none. An error is told, and the next change waited for.
 */
export async function runWatching(
  folder: string,
  own: readonly string[],
  run: () => Promise<unknown>,
  watcher: Watcher = watchFiles,
): Promise<never> {
  const written = own.map((file) => resolve(file))
  const changes = new Set<string>()
  let wake = () => {}
  process.once('SIGINT', () => process.exit(130))
  await watcher(folder, (path) => {
    const full = resolve(folder, path)
    if (isGit(path) || isEditors(path) || written.some((file) => full === file || isDraft(full, file))) return
    changes.add(path)
    wake()
  })
  for (;;) {
    await attempt(run)
    process.stderr.write('assay: waiting for a change; Ctrl-C ends this\n')
    const waited = changes.size ? undefined : new Promise<void>((done) => (wake = done))
    await waited
    await settled(changes, (next) => (wake = next))
    process.stderr.write(`\nassay: ${clock(new Date())}  ${summary(lasting([...changes], folder))}\n`)
    changes.clear()
  }
}

async function attempt(run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    process.stderr.write(explainError(error, process.env.ASSAY_DEBUG === '1'))
  }
}

/** Waits until nothing has changed for a while. */
async function settled(changes: ReadonlySet<string>, onChange: (wake: () => void) => void): Promise<void> {
  for (let last = -1; last !== changes.size; ) {
    last = changes.size
    await new Promise<void>((done) => {
      const timer = setTimeout(done, QUIET)
      onChange(() => timer.refresh())
    })
  }
}

const isGit = (path: string) => /(^|\/)\.git(\/|$)/.test(path)

/**
 * What editors write beside a file while they hold or save it, and nobody means to be judged: swap files, backups and the
 * number by which Vim tries a folder (`:help backup`, `:help swap-file`), Emacs' locks and saves (the manual, "Interlocking",
 * "Auto Save Files"), the safe writes of JetBrains, Kate's swap files, GNU's `.goutputstream-`.
 */
export function isEditors(path: string): boolean {
  const name = basename(path)
  return (
    name === '4913' || // vim
    name.endsWith('~') ||
    name.endsWith('___jb_tmp___') ||
    name.endsWith('___jb_old___') ||
    /^\.(.*\.)?sw[a-px]$/.test(name) || // vim
    /^\.#/.test(name) || // emacs
    /^#.*#$/.test(name) || // emacs
    /^\..*\.kate-swp$/.test(name) ||
    /^\.goutputstream-/.test(name)
  )
}

/** The file beside it that `writeWhole` moves to its place. */
const isDraft = (path: string, file: string) => path.startsWith(`${file}.`) && path.endsWith('.tmp')

/** `14:03:22`, as the clock on the wall has it. */
const clock = (now: Date) =>
  [now.getHours(), now.getMinutes(), now.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':')

/** The files that are still there, without what came and went while one was saved; all where none is left: deleted ones. */
export function lasting(paths: readonly string[], folder: string): readonly string[] {
  const there = paths.filter((path) => existsSync(resolve(folder, path)))
  return there.length ? there : paths
}

/** "a.yaml, b.yaml and 3 more changed". */
export function summary(paths: readonly string[]): string {
  return `${andMore([...paths].sort(), NAMED)} changed`
}

/** By the system where it tells of changes in a whole tree, else by looking at every file once a second. */
export const watchFiles: Watcher = async (folder, changed) => {
  try {
    if (process.platform === 'linux') {
      const { watchFolders } = await import('./watch-folders.ts')
      return await watchFolders(folder, changed, () => void pollFiles(folder, changed))
    }
    const watching: FSWatcher = watch(folder, { recursive: true }, (_event, name) => {
      if (name) changed(String(name).split(sep).join('/'))
    })
    // no more watches to be had (inotify), or the folder went away
    watching.on('error', () => {
      watching.close()
      void pollFiles(folder, changed)
    })
    return watching
  } catch {
    return pollFiles(folder, changed)
  }
}

/** Compares size and time of every file that a check would list. */
export const pollFiles: Watcher = async (folder, changed) => {
  let before = await stateOf(folder)
  const look = async () => {
    const now = await stateOf(folder)
    for (const [path, state] of now) if (before.get(path) !== state) changed(path)
    for (const path of before.keys()) if (!now.has(path)) changed(path)
    before = now
    timer = setTimeout(look, PACE)
  }
  let timer = setTimeout(look, PACE)
  return { close: () => clearTimeout(timer) }
}

async function stateOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const { lstatSync } = await import('node:fs')
  const { openDirectory } = await import('../sources/directory.ts')
  const { files } = await (await openDirectory(folder)).list()
  return new Map(
    files.map(({ path }) => {
      const found = lstatSync(resolve(folder, path), { throwIfNoEntry: false })
      return [path, found ? `${found.size} ${found.mtimeMs}` : ''] as const
    }),
  )
}
