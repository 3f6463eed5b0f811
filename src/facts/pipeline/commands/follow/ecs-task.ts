/**
 * The commands that `aws ecs run-task --overrides '{"containerOverrides": [{"command": […]}]}'` gives to the containers of
 * a task, each as a line of shell; none where they run what their images say (docs.aws.amazon.com/cli, "run-task").
 * The JSON is searched, not parsed: variables of the shell stand in it.
 */
export function overriddenCommands(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => /^--overrides(=|$)/.test(word))
  const flag = words[at]
  if (flag === undefined || !words.includes('run-task')) return []
  const given = flag.includes('=') ? flag.slice(flag.indexOf('=') + 1) : (words[at + 1] ?? '')
  return [...given.matchAll(/\\?"?command\\?"?\s*[:=]\s*\[([^\]]*)\]/g)].map(([, list = '']) => {
    const parts = [...list.matchAll(/\\?"((?:[^"\\]|\\[^"])*)\\?"/g)].map(([, part = '']) => part)
    const inShell = parts.findIndex((part) => /^-\w*c$/.test(part))
    return inShell > 0 && /^(\/\S*\/)?(ba|da|z)?sh$/.test(parts[0] ?? '') ? (parts[inShell + 1] ?? '') : parts.join(' ')
  })
}
