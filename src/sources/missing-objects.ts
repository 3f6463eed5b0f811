import { git } from './git.ts'

/** The objects of a commit that a partial clone left out. rev-list with --missing is the one way that never fetches. */
export async function missingObjects(root: string, commit: string): Promise<Set<string>> {
  const answer = await git(root, ['rev-list', '--objects', '--no-walk', '--missing=print', commit])
  const lines = answer.stdout.toString().split('\n')
  return new Set(lines.filter((line) => line.startsWith('?')).map((line) => line.slice(1)))
}
