/** Looks at the code of the program before: `if errorlevel 1`, `if %errorlevel% neq 0`, `if not %errorlevel% == 0`. */
const looks =
  /\r?\n[^\S\n]*@?if\s+(?:errorlevel\s+1|"?[%!]errorlevel[%!]"?\s*(?:neq|gtr)\s*"?0"?|not\s+"?[%!]errorlevel[%!]"?\s*(?:==|equ)\s*"?0"?)(?=[\s(])/gi

/**
 * A script of Windows' cmd in the words of the shell, as far as its paths and its end are concerned; units stay where they
 * are. A backslash stands between folders, and lines are joined by another sign; what is done where the program before has
 * failed is the shell's `||`; an `echo` at the end leaves the code as it was (learn.microsoft.com, "if", "exit", "echo").
 */
export function batchAsShell(text: string): string {
  const joined = text.replace(/\\(?!["\r\n])/g, '/').replace(/\^(\r?\n)/g, '\\$1')
  const alternatives = joined
    .replace(looks, (look) => '||'.padStart(look.length))
    .replace(/\bexit(\s+\/b)?(?=[^\S\n])/gi, (word) => 'exit'.padEnd(word.length))
  return withoutLastEchoes(inBraces(alternatives))
}

/** Lines in brackets behind `||` run in the same shell: an `exit` among them ends the script. */
function inBraces(text: string): string {
  return text.replace(/(\|\|[^\S\n]*)\(([^()]*)\)/g, (all, before: string, body: string) =>
    /\r?\n\s*$/.test(body) ? `${before}{${body}}` : all,
  )
}

function withoutLastEchoes(text: string): string {
  let end = text.length
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    if (!/^\s*(@?(echo|rem)\b[^&|<>]*)?$/i.test(text.slice(start, end))) break
    end = start - 1
  }
  return end < text.length ? text.slice(0, Math.max(end, 0)) + text.slice(Math.max(end, 0)).replace(/\S/g, ' ') : text
}
