import { basename } from '../documents/path.ts'
import { remembered } from '../documents/remembered.ts'
import type { FileClass } from './finder.ts'

/**
 * What a file is by its path, as far as it matters here: code of others and lists of versions hold hashes, and names and
 * values that nobody here chose; in them only what a vendor's form shows is looked for.
 */
export function classOfPath(path: string): FileClass {
  const lower = path.toLowerCase()
  const name = basename(lower)
  if (
    locks.has(name) ||
    /\.lock(?:file)?$|\.lock\.(?:json|ya?ml|hcl)$|^(?:npm-shrinkwrap|packages?\.resolved)/.test(name)
  )
    return 'lock'
  if (/\.(?:min|bundle|chunk)\.(?:m?js|css)$|\.(?:js|css|mjs)\.map$/.test(name)) return 'minified'
  return isVendored(lower.slice(0, lower.length - name.length)) ? 'vendored' : 'text'
}

/** Whether a folder holds code of others, were it a release of theirs (`lib/zlib-1.3.1`); asked for each of its files. */
const isVendored = remembered((folder) =>
  /(?:^|\/)(?:(?:vendors?|vendored|third[_-]?party|node_modules|bower_components|jspm_packages|pods|carthage|godeps|site-packages|\.?venv|virtualenv|\.yarn|\.bundle)\/|(?:libs?|deps|ext|externs?|externals?|contrib)\/[a-z][a-z\d_.-]*-v?\d+(?:\.\d+){1,3}\/)/.test(
    folder,
  ),
)

const locks = new Set(
  'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lockb composer.lock gemfile.lock cargo.lock poetry.lock pdm.lock uv.lock pipfile.lock go.sum go.work.sum mix.lock pubspec.lock podfile.lock package.resolved packages.lock.json paket.lock flake.lock deno.lock gradle.lockfile verification-metadata.xml .terraform.lock.hcl conan.lock berksfile.lock chart.lock'.split(
    ' ',
  ),
)

/** Whether the text of a script or style sheet is written for machines: lines of thousands of characters. */
export function isMinified(path: string, content: Uint8Array): boolean {
  if (content.length < 4096 || !/\.(?:m?js|cjs|css|html?)$/i.test(path)) return false
  let lines = 1
  for (let at = content.indexOf(10); at >= 0 && at < 65536; at = content.indexOf(10, at + 1)) lines++
  return Math.min(content.length, 65536) / lines > 1000
}
