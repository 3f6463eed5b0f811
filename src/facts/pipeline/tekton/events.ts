import type { Place } from '../../../documents/place.ts'
import type { Trigger, TriggerKind } from '../model.ts'

/** An event of the forge, as conditions ask for it. */
export interface ForgeEvent {
  readonly kind: 'push' | 'tag' | 'pull-request'
  /** the branch pushed to or to be merged into; undefined: some other one than is asked about */
  readonly branch: string | undefined
}

/** Whether something starts on an event; undefined: it cannot be told, so it may. */
export type Starts = (event: ForgeEvent) => boolean | undefined

/** A branch or tag that no condition names. */
export const otherBranch = 'some-other-branch'

/**
 * The triggers of a condition on events, found by asking it: for each kind of event, on the branches that it names and on
 * some other one.
 * @param named branches that the condition names; one that closes with `*` stands for all that begin so
 */
export function triggersOf(starts: Starts, named: readonly string[], place: Place): Trigger[] {
  const found: Trigger[] = []
  for (const kind of ['push', 'tag', 'pull-request'] as const satisfies readonly TriggerKind[]) {
    const may = (branch: string | undefined) => starts({ kind, branch }) !== false
    const open = may(undefined)
    if (kind === 'tag') {
      if (open) found.push({ kind, event: 'push', place })
      continue
    }
    const event = kind === 'push' ? 'push' : 'pull_request'
    const among = [...new Set(named)]
    const allowed = among.filter((branch) => may(branch.replace(/\*+$/, '1')))
    if (open) {
      const without = among.filter((branch) => !allowed.includes(branch))
      found.push({ kind, event, place, ...(without.length && { branchesIgnore: without }) })
    } else if (allowed.length) found.push({ kind, event, place, branches: allowed })
  }
  return found
}

/** `refs/heads/main` → main. */
export function branchName(ref: string): string {
  return ref.replace(/^refs\/heads\//, '')
}

/** Whether a text may be the name of a branch that a condition compares with. */
function mayBeBranch(text: string): boolean {
  return (
    /^[\w][\w./-]*$/.test(text) &&
    !/^(refs\/(tags|heads)\/?|push|pull_request|merge_request|true|false|opened|reopened|synchronize|closed|merged|labeled|X-[\w-]+|incoming|note|ready_for_review|edited|update|open|merge|\d+)$/i.test(
      text,
    )
  )
}

/**
 * The branches that the texts of a condition name: as they stand, by how they begin (`startsWith("release/")`), and those of
 * simple patterns (`^(main|hotfix/.*)$`).
 */
export function branchesNamed(texts: readonly { readonly text: string; readonly begins: boolean }[]): string[] {
  return texts
    .flatMap(({ text, begins }) => {
      if (!/^\^|\$$/.test(text)) return [begins && /[/-]$/.test(text) ? `${text}*` : text]
      return text
        .replace(/^\^?\(?|\)?\$?$/g, '')
        .split('|')
        .map((one) => one.replace(/\.\*$/, '*').replace(/\\/g, ''))
    })
    .filter((name) => !/^refs\/(heads|tags)\/?\*?$/.test(name) && !/^(repo|pr):|hook$/i.test(name))
    .map((name) => branchName(name).replace(/\*+$/, '**'))
    .filter((name) => mayBeBranch(name.replace(/\*+$/, '')))
}
