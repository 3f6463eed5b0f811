import type { Command } from '../../../documents/shell/index.ts'

/** What a command installs through the system's package manager, and what it takes away again. */
export interface PackageChange {
  readonly manager: 'apt' | 'apk' | 'yum'
  readonly does: 'install' | 'remove'
  /** names as written, without versions; `${X}` where a variable stands */
  readonly names: readonly string[]
  /** the name under which apk keeps them together (`--virtual .build`) */
  readonly group: string | undefined
  readonly cached: boolean
}

const managers: Readonly<Record<string, PackageChange['manager']>> = {
  apt: 'apt',
  'apt-get': 'apt',
  aptitude: 'apt',
  apk: 'apk',
  yum: 'yum',
  dnf: 'yum',
  microdnf: 'yum',
  tdnf: 'yum',
}
const verbs: Readonly<Record<string, PackageChange['does']>> = {
  install: 'install',
  add: 'install',
  remove: 'remove',
  purge: 'remove',
  autoremove: 'remove',
  del: 'remove',
  erase: 'remove',
}
/** options whose next word is their value */
const valued = new Set(['-t', '--virtual', '-o', '-c', '-X', '--repository', '--target-release'])

/** The package change that a command makes; undefined for every other command. */
export function packageChange({ words }: Command): PackageChange | undefined {
  const [program = '', ...rest] = words[0] === 'sudo' ? words.slice(1) : words
  const manager = managers[program]
  if (!manager) return undefined
  const names: string[] = []
  let does: PackageChange['does'] | undefined
  let group: string | undefined
  let cached = manager !== 'apk'
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] as string
    if (word === '--no-cache') cached = false
    else if (manager === 'apk' && !word.startsWith('-') && !does) {
      does = verbs[word]
      if (does === 'install') cached = !rest.includes('--no-cache')
    } else if (word.startsWith('--virtual=')) group = word.slice('--virtual='.length)
    else if (valued.has(word)) {
      if (manager === 'apk' && (word === '-t' || word === '--virtual')) group = rest[i + 1]
      i++
    } else if (word.startsWith('-')) continue
    else if (!does) does = verbs[word]
    else names.push(word.replace(/(?<=.)[=~<>@].*$/, ''))
  }
  return does && { manager, does, names, group, cached }
}

/** Packages that nobody needs to run a program: compilers, headers, version control, editors, debuggers. */
const tools =
  /^(gcc|g\+\+|gcc-c\+\+|gcc-\d.*|clang.*|llvm.*|make|cmake|ninja-build|ninja|autoconf|automake|libtool|build-essential|build-base|alpine-sdk|bison|flex|golang.*|go|rust|cargo|maven|gradle|ant|default-jdk.*|openjdk\d*(-\d+)?-jdk.*|openjdk-\d+-jdk.*|java-.*-openjdk-devel|git|git-core|subversion|mercurial|vim|vim-.*|nano|emacs.*|gdb|strace|ltrace|valgrind|python3?-dev|linux-headers|.*-dev|.*-devel|dpkg-dev|g\+\+-\d+)$/

/** Whether a package is a tool of development by its name. */
export const isTool = (name: string): boolean => tools.test(name)

/** Shells for convenience: they may also be what the entry point is written for. */
export const isShell = (name: string): boolean => /^(bash|zsh|fish|bash-completion)$/.test(name)
