/**
 * What a script writes into `$BASH_ENV` (circleci.com/docs/set-environment-variable): `echo 'export A=b' >> $BASH_ENV`.
 * A value that is not literal, after the variables that are known, is undefined; so is one that is written twice, or in
 * a branch.
 */
export function exportedBy(
  script: string,
  variables: Readonly<Record<string, string>>,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  if (!script.includes('BASH_ENV')) return found
  const branches = /(^|[\s;])(if|case|for|while|until)\s|&&|\|\|/m.test(script)
  const line =
    /\b(?:echo|printf)\s+(?:-\w+\s+)?(["']?)(?:export\s+)?([A-Za-z_]\w*)=(.*?)\1\s*(?:>>|\|\s*tee)[^\n]*BASH_ENV/g
  for (const [, , name = '', value = ''] of script.matchAll(line)) {
    const text = filled(value.replace(/^\\?["']|\\?["']$/g, ''), variables)
    found.set(name, branches || (found.has(name) && found.get(name) !== text) ? undefined : text)
  }
  return found
}

function filled(text: string, variables: Readonly<Record<string, string>>): string | undefined {
  const made = text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced, bare) => variables[braced ?? bare] ?? whole)
  return /\$\(|`|\$\{\w+[^\w}]/.test(made) ? undefined : made.replace(/\$(\w+)/g, '${$1}')
}
