import type { Act } from './model.ts'

/** Minutes of a duration as Go's tools write it (`5m0s`, `90s`, `1h`); a bare number counts seconds. */
export function durationMinutes(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) / 60
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined
  const unit: Readonly<Record<string, number>> = { h: 60, m: 1, s: 1 / 60, ms: 1 / 60_000 }
  return parts.reduce((sum, [, value, name]) => sum + Number(value) * (unit[name as string] as number), 0)
}

/**
 * How long a command waits for its rollout, in minutes: `--timeout`, else helm's documented default of five minutes where
 * it waits at all; undefined where nothing bounds it.
 */
export function rolloutMinutes({ tool, words, inputs }: Act): number | undefined {
  const at = words.findIndex((word) => /^--timeout(=|$)/.test(word))
  const written = at < 0 ? inputs?.timeout : (words[at]?.split('=')[1] ?? words[at + 1])
  if (written !== undefined) return durationMinutes(written)
  const waits = words.some((word) => /^--(wait|atomic|rollback-on-failure)\b/.test(word))
  return /^helm (upgrade|install|rollback)$/.test(tool) && waits ? 5 : undefined
}
