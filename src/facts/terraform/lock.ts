import type { Repository } from '../repository.ts'

/**
 * The providers that a committed lock file fixes, by their names without the registry; undefined where there is none
 * (developer.hashicorp.com/terraform/language/files/dependency-lock).
 */
export async function readLock(folder: string, repository: Repository): Promise<ReadonlySet<string> | undefined> {
  const path = `${folder && `${folder}/`}.terraform.lock.hcl`
  if (repository.file(path)?.tracked !== true) return undefined
  const locked = (await repository.hcl(path))?.body.blocks ?? []
  return new Set(locked.filter(({ type }) => type === 'provider').map(({ labels }) => providerName(labels[0] ?? '')))
}

/** A provider by its source without the registry: `registry.terraform.io/hashicorp/aws` is `hashicorp/aws`. */
export const providerName = (source: string) =>
  source.replace(/^registry\.(terraform\.io|opentofu\.org)\//, '').toLowerCase()
