import type { Shell } from '../shell/state.ts'

/** No variable of a shell can be called so: branches that choose different ones leave it unknown, as with variables. */
const chosen = 'the namespace in use'

/** Commands that choose where the following ones work, with what names it. */
const choosing: readonly (readonly [RegExp, RegExp])[] = [
  [/^oc$/, /^(?:project|new-project)(?: -q| --short| --skip-config-write=false)* ([^-\s]\S*)/],
  [/^(?:kubectl|oc)$/, /^config use-context ([^-\s]\S*)/],
  [/^(?:kubectl|oc)$/, /^config set-context --current (?:\S+ )*?(?:--namespace|-n)[= ](\S+)/],
  [/^kube(?:ns|ctx)$/, /^([^-\s]\S*)$/],
]

const using = /^(kubectl|oc|helm|helmfile|skaffold|kustomize)$/

/** Notes what `oc project stage`, `kubectl config use-context prod`, `kubens` choose for what follows in the shell. */
export function chooseNamespace(program: string, args: readonly string[], shell: Shell): void {
  const text = args.join(' ')
  for (const [name, pattern] of choosing) {
    const found = name.test(program) ? pattern.exec(text)?.[1] : undefined
    if (found) shell.variables.set(chosen, found)
  }
}

/** What an earlier command chose for this program, as a value that may name the environment; its own flags come first. */
export function namespaceInUse(program: string, shell: Shell): readonly string[] {
  // https://devcenter.heroku.com/articles/using-the-cli, "App commands"
  if (program === 'heroku') return [shell.variables.get('HEROKU_APP')].filter((app): app is string => Boolean(app))
  const found = using.test(program) ? shell.variables.get(chosen) : undefined
  return found ? [found] : []
}
