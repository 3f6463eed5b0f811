import { Hidden, type Seen } from '../../hidden.ts'

/**
 * Whether a failure counts where only some exit codes are forgiven: 1 is what fails most, and which of the others a program
 * ends with (`make` has 2, a bound of a scanner any) cannot be told.
 * @param codes as written; `*` is all of them
 * @param file where they are written
 */
export function forgives(codes: readonly string[], file: string): Seen<boolean> {
  if (codes.length === 0) return false
  if (codes.some((code) => code === '1' || code === '*')) return true
  return new Hidden(`whether it fails with one of the exit codes ${codes.join(', ')}, which are forgiven`, {
    kind: 'file',
    text: `say in ${file} plainly whether a failure of it counts`,
  })
}
