import type { Trigger, Workflow } from '../../model.ts'

/** What is known of the repository's branches. */
export interface Branches {
  /** the name of the default branch; undefined where neither git nor a trigger tells */
  readonly default: string | undefined
}

/** The default branch as git knows it, else `main` or `master` if a trigger names it, be it to leave it out. */
export function branchesOf(workflows: readonly Workflow[], defaultBranch: string | undefined): Branches {
  if (defaultBranch !== undefined) return { default: defaultBranch }
  const written = workflows.flatMap(({ triggers }) =>
    triggers.flatMap(({ branches = [], branchesIgnore = [] }) => [...branches, ...branchesIgnore]),
  )
  const named = new Set(written.map((name) => name.replace(/^!/, '')))
  return { default: ['main', 'master'].find((name) => named.has(name)) }
}

/** Whether a name is the default branch; undefined where the default branch is not known. */
export function isDefaultBranch(name: string, branches: Branches): boolean | undefined {
  if (branches.default !== undefined) return name === branches.default
  return name === 'main' || name === 'master' ? true : undefined
}

/**
 * Whether a push to (or a request into) a branch starts the trigger. Patterns are globs: `*` stays within a segment,
 * `**` does not, `!` takes out again; the last one that matches decides.
 */
export function branchAllowed(trigger: Trigger, name: string): boolean {
  if (trigger.branchesIgnore?.some((pattern) => globMatches(pattern, name))) return false
  if (trigger.branches === undefined) return true
  let allowed = false
  for (const pattern of trigger.branches) {
    if (pattern.startsWith('!')) {
      if (globMatches(pattern.slice(1), name)) allowed = false
    } else if (globMatches(pattern, name)) allowed = true
  }
  return allowed
}

/** Whether a pattern takes a name, as {@link branchAllowed} takes those of a trigger. */
export function globMatches(pattern: string, name: string): boolean {
  if (!/[*?+[\]]/.test(pattern)) return pattern === name
  const source = pattern.replace(/\*\*|[*.+^${}()|[\]\\]/g, (part) => {
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    return part === '+' || part === '[' || part === ']' ? part : `\\${part}`
  })
  try {
    return new RegExp(`^${source}$`).test(name)
  } catch {
    return false
  }
}
