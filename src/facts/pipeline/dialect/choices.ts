import type { Input } from '../model.ts'

/** What is chosen for one start. */
export interface Choice {
  readonly inputs: Readonly<Record<string, string>>
  /** how many of them depart from what is offered at the start */
  readonly departures: number
}

/** More starts than this are not looked at one by one; those that depart least from the defaults come first. */
const most = 64

/**
 * What can be chosen at a start, the defaults first: each option at least once, with all others at their defaults. Free text
 * stays unknown.
 */
export function choicesOf(inputs: readonly Input[]): readonly Choice[] {
  let all: Choice[] = [{ inputs: {}, departures: 0 }]
  const single = inputs.reduce((sum, input) => sum + (input.options?.length ?? 1), 1)
  for (const input of inputs) {
    const options = input.type === 'boolean' ? ['false', 'true'] : (input.options ?? [])
    if (options.length === 0) continue
    const usual = input.default ?? (options[0] as string)
    const next = [usual, ...options.filter((option) => option !== usual)].flatMap((value) =>
      all.map(({ inputs: chosen, departures }) => ({
        inputs: { ...chosen, [input.name]: value },
        departures: departures + (value === usual ? 0 : 1),
      })),
    )
    all = next.sort((a, b) => a.departures - b.departures).slice(0, Math.max(most, single))
  }
  return all
}
