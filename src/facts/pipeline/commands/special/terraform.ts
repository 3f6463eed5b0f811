import { basename, dirname, joinPath } from '../../../../documents/path.ts'
import type { Text } from '../../../../documents/text.ts'
import type { Repository } from '../../../repository.ts'
import { runsInEmulator } from '../../../terraform/emulated.ts'
import type { Shell } from '../shell/state.ts'

/*
 * `terraform apply` of a configuration that manages nothing: modules of locals and outputs are applied to read the
 * outputs (`terraform output`), which changes no infrastructure. Nor does what is applied in an emulator.
 */

/**
 * Whether an apply can change nothing: every configuration that it can mean is in the repository, and neither it nor the
 * local modules it calls declare a resource, or all it makes is made in an emulator. Data sources only read
 * (https://developer.hashicorp.com/terraform/language/data-sources).
 *
 * @param args after `terraform` or `tofu`; `-chdir=<folder>` is read, with variables in it standing for any name
 * @returns false where anything about it is not known
 */
export async function managesNothing(args: readonly string[], shell: Shell, repository: Repository): Promise<boolean> {
  const chdir = args.find((arg) => /^--?chdir=/.test(arg))?.replace(/^[^=]*=/, '')
  const folders = foldersOf(chdir ?? '.', shell.directory, repository)
  if (folders.length === 0) return false
  const seen = new Set<string>()
  for (const folder of folders) {
    if (!(await withoutResources(folder, repository, seen)) && !(await runsInEmulator(folder, repository))) return false
  }
  return true
}

/** Parts that only the run knows: `${APP}`, `$(…)`, `${{ inputs.app }}`. */
const unknownPart = /\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\([^)]*\)/

function foldersOf(word: string, directory: string | undefined, repository: Repository): readonly string[] {
  if (directory === undefined || /^[/~]/.test(word)) return []
  const [before = '', ...others] = word.split(unknownPart)
  if (others.length === 0) {
    const folder = joinPath(directory, word)
    return folder === undefined ? [] : [folder]
  }
  if (!before.includes('/') || /[$`*?]/.test(before + others.join(''))) return []
  const start = joinPath(directory, before.slice(0, before.lastIndexOf('/')))
  if (start === undefined) return []
  const rest = [basename(before), ...others].map((text) => text.replace(/[.+^()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`^${rest.join('[^/]+')}$`)
  const folders = new Set(
    repository
      .under(start)
      .filter((file) => file.path.endsWith('.tf'))
      .map((file) => dirname(file.path)),
  )
  return [...folders].filter((folder) => pattern.test(folder.slice(start === '' ? 0 : start.length + 1)))
}

async function withoutResources(folder: string, repository: Repository, seen: Set<string>): Promise<boolean> {
  if (seen.has(folder)) return true
  seen.add(folder)
  const files = repository.in(folder)
  // Terraform reads JSON and OpenTofu its own endings too; those are rare, and taken as managing something.
  if (files.some((file) => /\.(tf|tofu)\.json$|\.tofu$/.test(file.path))) return false
  const sources = files.filter((file) => file.path.endsWith('.tf'))
  for (const { path } of sources) {
    const text = await repository.text(path)
    const modules = text && modulesOf(text)
    if (!modules) return false
    for (const source of modules) {
      const module = source !== undefined && /^\.\.?\//.test(source) ? joinPath(folder, source) : undefined
      if (module === undefined || !(await withoutResources(module, repository, seen))) return false
    }
  }
  return sources.length > 0
}

/** Every command in a folder asks for its files; each is looked through once. */
const known = new WeakMap<Text, readonly (string | undefined)[] | false>()

/** Where the modules that a file uses come from, as far as it says; false where it manages resources of its own. */
function modulesOf(text: Text): readonly (string | undefined)[] | false {
  const before = known.get(text)
  if (before !== undefined) return before
  const modules =
    !/^[ \t]*resource[ \t"]/m.test(text.content) &&
    `\n${text.content}`
      .split(/\n[ \t]*module[ \t]*"/)
      .slice(1)
      .map((block) => /^[ \t]*source[ \t]*=[ \t]*"([^"$]*)"/m.exec(block)?.[1])
  known.set(text, modules)
  return modules
}
