/*
 * Checks of health that a container can only pass: they ask nothing of it. A command that ends well whatever happens stands in
 * many a manifest that was to have a probe.
 */

const shell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/

/** A command that ends with 0 on any machine. */
const endsWell =
  /^(?:exec\s+)?(?:(?:\/(?:usr\/)?bin\/)?true|:|exit(?:\s+0)?|(?:\/(?:usr\/)?bin\/)?(?:echo|printf|sleep|date|pwd|whoami|hostname)\b[^;&|<>$`\n]*)$/

/** A last command that ends with 0 whatever came before it: `curl … || true`, `curl …; exit 0`. */
const endsWellAnyway = /(?:\|\||;|\n)\s*(?:true|:|exit\s+0)\s*;?$/

/** What ends a script before its last command does, with what the command before it gave or another number than 0. */
const endsBefore = /\bexit\b(?!\s+0\b)|\bset\s+-\w*e|(?:^|[;&|{(\n])\s*exec\s/

/**
 * Whether a command of a health check cannot fail.
 * @param words as an exec probe, compose or a task definition writes it: `["sh", "-c", "exit 0"]`, `["CMD", "true"]`
 */
export function cannotFail(words: readonly string[]): boolean {
  const [first = '', ...rest] = words
  if (first === 'CMD' || first === 'CMD-SHELL') return cannotFail(rest)
  // `sh -e -c`, `bash -o pipefail -c`: options may stand before the one that brings the script
  const at = shell.test(first) ? rest.findIndex((word) => /^-\w*c$/.test(word)) : -1
  const options = rest.slice(0, at + 1)
  const isOfShell = at >= 0 && options.every((word, i) => word.startsWith('-') || /^-\w*o$/.test(options[i - 1] ?? ''))
  const script = (isOfShell ? (rest[at + 1] ?? '') : words.join(' ')).trim()
  const isStrict = isOfShell && options.some((word) => /^-\w*e|^errexit$/.test(word))
  if (endsWell.test(script)) return true
  // `sh -ec`: the first command that fails ends it; what stands before `||` does not
  const stops = endsBefore.test(script) || (isStrict && !/\|\|[^|;\n]*$/.test(script))
  return endsWellAnyway.test(script) && !stops
}
