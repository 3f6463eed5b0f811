import { basename } from '../../documents/path.ts'
import { callAt } from '../pipeline/commands/call.ts'
import { peel } from '../pipeline/commands/wrappers/wrappers.ts'
import { withoutRunner } from './words.ts'

/** Wrappers stand around each other; nobody nests more of them. */
const deepest = 8

/** Programs whose words behind `--` are their own, or run where another judges them (`kubectl exec … -- sh`). */
const ownDashes =
  /^(?:kubectl|oc|docker|podman|docker-compose|nerdctl|npm|yarn|pnpm|bun|git|gh|make|cargo|go|dotnet|heroku|ssh|gcloud|az|aws|fly|flyctl|cf|terraform|helm|node|python[\d.]*|ruby|php|rails|rake|grep|rm|cp|mv|ls|cat|set|test|echo|printf|tsh|bosh|copilot|platform|upsun|railway|clever|lxc|incus|nomad|salt)$/

/** Shells, and what opens one as somebody else: `su - deploy -c 'kubectl …'`. */
const givenText = /^(?:.*\/)?(?:(?:ba|z|da|k)?sh|su|runuser)$/

/** The text that a shell is given to run: `bash -c 'kubectl …'`, or one word with spaces (`sops exec-env f 'kubectl …'`). */
export function scriptGiven(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words
  if (rest.length === 0 && /\s/.test(program.trim())) return program
  const at = givenText.test(program) ? rest.findIndex((word) => /^(?:-[a-z]*c|--command)$/.test(word)) : -1
  return at < 0 ? undefined : rest[at + 1]
}

const nowhere = { file: '', start: 0, end: 0 }

/**
 * The command that the wrappers before it run, as a pipeline's are taken off: `aws-vault exec prod -- sudo -u app kubectl edit …`
 * → `kubectl edit …`; empty where nothing runs (`command -v kubectl`). Behind the dashes of a program that is not known stands
 * a command as well (`bin/konduit.sh app -- psql`), unless options do.
 * @param words the program first, quotes taken off
 */
export function unwrapped(words: readonly string[]): readonly string[] {
  let inner = withoutSettings(words)
  for (let depth = 0; depth < deepest; depth++) {
    const peeled = peel(callAt(nowhere, '', inner))
    if (peeled?.skip) return []
    const next = withoutSettings(peeled?.call.words ?? behindDashes(inner) ?? withoutRunner(inner))
    if (next.length === inner.length && next[0] === inner[0]) break
    inner = next
  }
  return inner
}

/** Without the variables that are set for the command alone, and what a list in a shell begins it with: `then A=b kubectl …`. */
function withoutSettings(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !/^(?:then|do|else|exec|!|[A-Za-z_]\w*=.*)$/s.test(word))
  return first < 0 ? [] : words.slice(first)
}

function behindDashes(words: readonly string[]): readonly string[] | undefined {
  const at = words.indexOf('--')
  const isCommand = at > 0 && /^[a-z./][\w./-]*$/i.test(words[at + 1] ?? '') && words.length > at + 2
  return isCommand && !ownDashes.test(basename(words[0] ?? '')) ? words.slice(at + 1) : undefined
}
