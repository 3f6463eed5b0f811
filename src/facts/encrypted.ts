import type { Repository } from './repository.ts'

/* How each file begins that git-crypt (github.com/AGWA/git-crypt, `commands.cpp`) or ansible-vault has locked. */
const headers = ['\0GITCRYPT\0', '$ANSIBLE_VAULT;'].map((text) => new TextEncoder().encode(text))

/**
 * Whether a file is kept beside the code under lock, as git-crypt, ansible-vault and sops do it. It holds secrets: a shell
 * that sources one takes values from it.
 */
export async function isEncrypted(path: string, repository: Repository): Promise<boolean> {
  const bytes = await repository.bytes(path)
  if (!(bytes instanceof Uint8Array)) return false
  if (headers.some((header) => header.every((byte, i) => bytes[i] === byte))) return true
  return isSealed(new TextDecoder().decode(bytes.subarray(0, 2_000_000)))
}

/** A file that sops has sealed as a whole: JSON with its metadata (github.com/getsops/sops, "Encryption Protocol"). */
const isSealed = (text: string): boolean => /^\s*\{\s*"data":\s*"ENC\[/.test(text) && /"sops":\s*\{/.test(text)
