/** Options whose next word is their value, whatever the program. */
const valued =
  /^(-n|--namespace|--context|--cluster|-a|--app|-r|--remote|--profile|--region|--project|-c|--kube-context|--kubeconfig|--container|--subscription|--resource-group|-g|-s|--space|-o|--output|--zone|-l|--selector|-H|--host)$/

/** The words behind a program that are neither options nor their values, as far as `--x y` can be told from `--x`. */
export function plainWords(words: readonly string[]): readonly string[] {
  const found: string[] = []
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-')) found.push(word)
    else if (valued.test(word)) i++
  }
  return found
}

/** The value of the first of some options that is given: `-c x`, `--command x`, `--command=x`. */
export function optionValue(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    for (const name of names) {
      if (word === name) return words[i + 1] ?? ''
      if (name.startsWith('--') && word.startsWith(`${name}=`)) return word.slice(name.length + 1)
    }
  }
  return undefined
}

/** Whether a target is the runner or a container beside it, which is no production (verdicts.md). */
export function isLocalHost(host: string): boolean {
  const name = host.replace(/^[^@]*@/, '').replace(/:\d+$/, '')
  return /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|\/.*|\.)$/.test(name)
}

/** A name without a domain: a service of the job's own, such as `postgres`. */
export const isServiceName = (host: string): boolean => /^[a-z][a-z0-9_-]*$/i.test(host)

/** Without redirections of output: in `kubectl exec … -- pg_dump shop > here.sql` it goes to a file on this side. */
export function withoutOutput(words: readonly string[]): readonly string[] {
  return words.filter((word, i) => !/^\d?>>?/.test(word) && !/^\d?>>?$/.test(words[i - 1] ?? ''))
}

const runners = /^(bundle|npx|poetry|uv|pipenv|yarn|pnpm|bunx)$/

/** Without the tool of a language that runs a program of the project: `npx -y cdk deploy`, `bundle exec cap production deploy`. */
export function withoutRunner(words: readonly string[]): readonly string[] {
  if (!runners.test(words[0] ?? '') || words.length < 2) return words
  const [, ...given] = words
  const at = given.findIndex((word) => !/^(exec|run|dlx|-y|--yes|--no-install|--)$/.test(word))
  return withoutRunner(given.slice(at))
}
