import type { Command } from 'commander'

/** What a shell needs to know of a command. */
interface Entry {
  readonly name: string
  readonly description: string
  readonly options: readonly {
    readonly flag: string
    readonly description: string
    readonly words: readonly string[]
  }[]
  /** the words its argument can be; `files` for a path */
  readonly words: readonly string[] | 'files'
}

/** The shells that a completion script can be written for. */
export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** What can be done with a baseline. */
export const actions = ['write', 'update', 'prune', 'diff'] as const

/**
 * A completion script for a shell, made from the tree of commands, so that it cannot fall behind. It is static: pressing
 * Tab starts nothing. `ids` completes the argument of `explain` and the option `--only`.
 */
export function completionScript(shell: Shell, program: Command, ids: readonly string[]): string {
  const entries = program.commands.map((command) => entry(command, program, ids))
  return { bash, zsh, fish }[shell](entries)
}

function entry(command: Command, program: Command, ids: readonly string[]): Entry {
  const argument = command.registeredArguments[0]?.name()
  const words: Readonly<Record<string, readonly string[]>> = {
    id: ids,
    requirement: ids,
    finding: ids,
    'id|finding': ids,
    shell: shells,
    action: actions,
  }
  return {
    name: command.name(),
    description: command.description(),
    options: [...command.options, ...program.options, command.createOption('-h, --help', 'show help')]
      .filter((option) => option.long !== '--version')
      .map((option) => ({
        flag: option.long ?? option.short ?? '',
        description: option.description,
        words: option.argChoices ?? (option.long === '--only' ? ids : []),
      })),
    words: (argument && words[argument]) || 'files',
  }
}

function bash(entries: readonly Entry[]): string {
  const valued = new Map(entries.flatMap(({ options }) => options.map(({ flag, words }) => [flag, words] as const)))
  const values = [...valued].filter(([, words]) => words.length)
  return `# bash completion for assay; load it with: source <(assay completion bash)
_assay() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words
  COMPREPLY=()
  case $previous in
${values.map(([flag, words]) => `    ${flag}) words='${words.join(' ')}' ;;`).join('\n')}
  esac
  if [[ -z $words && $COMP_CWORD -eq 1 ]]; then
    words='${entries.map(({ name }) => name).join(' ')} help --help --version'
  elif [[ -z $words ]]; then
    case "\${COMP_WORDS[1]} $current" in
${entries.map((e) => `      '${e.name} '-*) words='${e.options.map(({ flag }) => flag).join(' ')}' ;;`).join('\n')}
${entries.flatMap((e) => (e.words === 'files' ? [] : [`      '${e.name} '*) words='${e.words.join(' ')}' ;;`])).join('\n')}
    esac
  fi
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    compopt -o default 2>/dev/null
  fi
}
complete -F _assay assay
`
}

function zsh(entries: readonly Entry[]): string {
  const quoted = (text: string) => text.replace(/'/g, "'\\''").replace(/[[\]:\\]/g, '\\$&')
  const option = ({ flag, description, words }: Entry['options'][number]) =>
    `'${flag}[${quoted(description)}]${words.length ? `:value:(${words.join(' ')})` : ''}'`
  const rest = ({ words }: Entry) => (words === 'files' ? "'*:file:_files'" : `'1:value:(${words.join(' ')})'`)
  return `#compdef assay
# zsh completion for assay; write it to a file named _assay in a folder of $fpath
_assay() {
  local -a commands=(
${entries.map(({ name, description }) => `    '${name}:${quoted(description)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
${entries.map((e) => `    ${e.name})\n      _arguments ${[...e.options.map(option), rest(e)].join(' \\\n        ')}\n      ;;`).join('\n')}
  esac
}
if [[ $funcstack[1] == _assay ]]; then _assay "$@"; else compdef _assay assay; fi
`
}

function fish(entries: readonly Entry[]): string {
  const quoted = (text: string) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
  const lines = ['# fish completion for assay', 'complete -c assay -n __fish_use_subcommand -f']
  for (const { name, description, options, words } of entries) {
    const here = `complete -c assay -n '__fish_seen_subcommand_from ${name}'`
    lines.push(`complete -c assay -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`)
    if (words !== 'files') lines.push(`${here} -f -a ${quoted(words.join(' '))}`)
    for (const { flag, description, words } of options) {
      const value = words.length ? ` -x -a ${quoted(words.join(' '))}` : ''
      lines.push(`${here} -l ${flag.slice(2)} -d ${quoted(description)}${value}`)
    }
  }
  return `${lines.join('\n')}\n`
}
