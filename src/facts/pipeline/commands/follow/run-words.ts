import type { Context, Shell } from '../shell/state.ts'

/** Flags of `docker run` and `exec`, `compose run` and `exec` that take no value. */
const switches =
  /^(-[ditTP]+|--(rm|detach|interactive|tty|init|privileged|read-only|no-deps|service-ports|build|quiet|no-healthcheck|oom-kill-disable|publish-all|use-aliases|no-TTY|quiet-pull|remove-orphans|pull-always|sig-proxy))$/

/** The index of the first word that is neither a flag nor its value. */
export function firstPlain(words: readonly string[], from: number): { at: number; entrypoint: string | undefined } {
  let entrypoint: string | undefined
  let at = from
  for (; at < words.length; at++) {
    const word = words[at] as string
    if (!word.startsWith('-')) break
    if (word === '--entrypoint') entrypoint = words[at + 1]
    if (word.startsWith('--entrypoint=')) entrypoint = word.slice('--entrypoint='.length)
    if (!switches.test(word) && !word.includes('=')) at++
  }
  return { at, entrypoint }
}

/** `-d`, `-itd`, `--detach`: it goes on when the command has ended. */
export const isDetached = (word: string): boolean => /^-[itTP]*d[itTP]*$|^--detach(=true)?$/.test(word)

/** What runs in the background: nobody waits for its end, nor asks how it came out. */
export const unawaited = (context: Context): Context => ({ ...context, status: 'ignored', exit: 'ignored' })

/** The image of `docker run`, by the words behind the program. */
export function imageOfRun(words: readonly string[]): string | undefined {
  const verb = words.indexOf('run')
  return verb < 0 ? undefined : words[firstPlain(words, verb + 1).at]
}

/** The variables that a container is given: `-e NAME=value`, `--env NAME` with the shell's own value. */
export function variablesGiven(options: readonly string[], shell: Shell): Readonly<Record<string, string>> {
  const given: Record<string, string> = {}
  for (const [i, word] of options.entries()) {
    const written = /^(-e|--env)$/.test(options[i - 1] ?? '') ? word : /^(?:--env=|-e)(\w+(?:=.*)?)$/s.exec(word)?.[1]
    const [, name, value] = /^(\w+)(?:=(.*))?$/s.exec(written ?? '') ?? []
    if (name === undefined) continue
    // what is not exported is not there to be handed on
    if (value === undefined && shell.unexported?.has(name)) continue
    given[name] = value ?? shell.variables.get(name) ?? `\${${name}}`
  }
  return given
}
