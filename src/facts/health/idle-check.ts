/*
 * Checks of health that a container can only pass: they ask nothing of it. A command that ends well whatever happens stands in
 * many a manifest that was to have a probe.
 */

const shell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/

/** A command that ends with 0 on any machine. */
const endsWell =
  /^(?:exec\s+)?(?:(?:\/(?:usr\/)?bin\/)?true|:|exit(?:\s+0)?|(?:\/(?:usr\/)?bin\/)?(?:echo|printf|sleep|date|pwd|whoami|hostname)\b[^;&|<>$`\n]*)$/

/** What ends a script before its last command does. */
const endsBefore = /\bexit\s+(?!0\b)|\bset\s+-\w*e/

/**
 * Whether a command of a health check cannot fail.
 * @param words as an exec probe, compose or a task definition writes it: `["sh", "-c", "exit 0"]`, `["CMD", "true"]`
 */
export function cannotFail(words: readonly string[]): boolean {
  const [first = '', ...rest] = words
  if (first === 'CMD' || first === 'CMD-SHELL') return cannotFail(rest)
  const script = shell.test(first) && /^-\w*c$/.test(rest[0] ?? '') ? (rest[1] ?? '') : words.join(' ')
  return endsWell.test(script.trim()) || (/\|\|\s*(?:true|:|exit\s+0)\s*$/.test(script) && !endsBefore.test(script))
}
