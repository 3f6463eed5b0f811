import { git } from './git.ts'
import { splitNul } from './paths.ts'

/** What is looked for in many files at once. */
export interface Search {
  /** texts in ASCII, case kept */
  readonly words: readonly string[]
  /** of the files that are searched, with the dot */
  readonly endings: readonly string[]
}

/** What git is asked for it: no filter or driver runs, whatever the repository's attributes say. */
export const searchQuestion = ({ endings }: Search): readonly string[] => [
  'grep',
  ...['--cached', '-l', '-z', '-a', '-F', '--no-color', '--no-full-name', '--threads=1', '-f', '-', '--'],
  ...endings.map((ending) => `*${ending}`),
]

/** UTF-16 is known by its first two bytes, and what it says cannot be found by bytes. */
const utf16 = Buffer.from([10, 0xff, 0xfe, 10, 0xfe, 0xff])

/** How git is called for it: the words come as bytes, and the endings are patterns. */
export const searchCall = ({ words }: Search, environment: NodeJS.ProcessEnv) => ({
  input: Buffer.concat([Buffer.from(words.join('\n')), utf16]),
  environment: { ...environment, GIT_LITERAL_PATHSPECS: '0' },
})

/**
 * The files of the index below a folder (real path) that hold one of the words, or may, since they are no UTF-8. git goes
 * through a thousand of them in the time in which we read twenty. Undefined where it could not read them all.
 */
export async function searchIndex(
  root: string,
  search: Search,
  environment: NodeJS.ProcessEnv,
): Promise<ReadonlySet<string> | undefined> {
  const { code, stdout, stderr } = await git(root, searchQuestion(search), searchCall(search, environment))
  if ((code !== 0 && code !== 1) || stderr) return undefined
  return new Set(splitNul(stdout).filter((path) => typeof path === 'string'))
}
