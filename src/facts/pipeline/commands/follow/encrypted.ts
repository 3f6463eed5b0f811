import type { Repository } from '../../../repository.ts'

/** How each file of git-crypt begins (github.com/AGWA/git-crypt, `commands.cpp`): `\0GITCRYPT\0`. */
const header = new TextEncoder().encode('\0GITCRYPT\0')

/**
 * Whether a file is kept beside the code under lock, as git-crypt does it. It holds secrets: a shell that sources one takes
 * values from it.
 */
export async function isEncrypted(path: string, repository: Repository): Promise<boolean> {
  const bytes = await repository.bytes(path)
  return bytes instanceof Uint8Array && header.every((byte, i) => bytes[i] === byte)
}
