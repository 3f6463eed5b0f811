import type { Assessment } from '../assessment/assessment.ts'
import { groupBy } from '../documents/group.ts'
import { compareText } from '../documents/place.ts'
import type { Settle } from '../facts/hidden.ts'
import { requirementsInScope } from './scope.ts'

/** An answer or a permission, and the requirements that it would settle. */
export interface NextStep {
  readonly settle: Settle
  readonly requirements: readonly string[]
}

/**
 * The few answers that would settle most unknowns, the most useful first. Waiting for a later version is none. What one
 * command or one line answers is one step.
 */
export function nextSteps(assessment: Assessment): NextStep[] {
  const byText = new Map<string, { settle: Settle; requirements: string[] }>()
  for (const requirement of requirementsInScope(assessment)) {
    if (requirement.verdict !== 'unknown') continue
    for (const settle of requirement.settle) {
      if (settle.kind === 'version') continue
      const step = byText.get(settle.text) ?? { settle, requirements: [] }
      if (!step.requirements.includes(requirement.id)) step.requirements.push(requirement.id)
      byText.set(settle.text, step)
    }
  }
  return joined([...byText.values()], assessment).sort(
    (a, b) => b.requirements.length - a.requirements.length || compareText(a.settle.text, b.settle.text),
  )
}

/** What else is asked for by the same act stands with it. */
function joined(steps: readonly NextStep[], { forgeProblem }: Assessment): NextStep[] {
  const groups = groupBy(steps, ({ settle }) => {
    if (asksForge(settle)) return 'forge'
    return kindsAnswer(settle)?.before ?? `text ${settle.text}`
  })
  return [...groups.values()].map((group) => {
    const [first] = group as [NextStep, ...NextStep[]]
    const failed = forgeProblem !== undefined && asksForge(first.settle)
    if (group.length === 1 && !failed) return first
    const requirements = [...new Set(group.flatMap((step) => step.requirements))]
    const text = failed ? `ask the forge again: ${forgeProblem}` : joinedText(group)
    return { settle: { ...first.settle, text }, requirements }
  })
}

/** Settings that are named in one sentence. */
const NAMED = 3

const askingForge = /^let Assay read (.*): assay check --forge$/

const asksForge = ({ kind, text }: Settle) => kind === 'permission' && askingForge.test(text)

/** "kinds: [{job: x, kinds: [build]}]": the text before and after the kinds, of which one line holds all. */
function kindsAnswer({ kind, text }: Settle): { before: string; kinds: string; after: string } | undefined {
  if (kind !== 'answer') return undefined
  const [, before, kinds, after] = /^(.*kinds: \[\{[^}]*kinds: \[)([\w, -]+)(\]\}\])$/.exec(text) ?? []
  return before === undefined ? undefined : { before, kinds: kinds as string, after: after as string }
}

/** One sentence for steps that one command or one line answers. */
function joinedText(group: readonly NextStep[]): string {
  const ranked = [...group].sort((a, b) => b.requirements.length - a.requirements.length)
  const answers = ranked.map(({ settle }) => kindsAnswer(settle))
  const [answer] = answers
  if (answer) {
    const kinds = new Set(answers.flatMap((one) => one?.kinds.split(/, */) ?? []))
    return `${answer.before}${[...kinds].join(', ')}${answer.after}`
  }
  const whats = ranked.map(({ settle }) => askingForge.exec(settle.text)?.[1] as string)
  const shown = whats.length > NAMED ? whats.slice(0, NAMED - 1) : whats.slice(0, -1)
  const last = whats.length > NAMED ? `${whats.length - shown.length} more settings` : whats.at(-1)
  return `let Assay read ${shown.join(', ')} and ${last}: assay check --forge`
}
