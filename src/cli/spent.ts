import { endTiming, startTiming } from '../sources/timing.ts'

/** Kinds of work that are shown. */
const SHOWN = 10

/** Measures a run, and gives what it took as text for stderr. */
export function profile(): { readonly end: () => string } {
  startTiming()
  const start = performance.now()
  return {
    end() {
      const whole = performance.now() - start
      return timeTable(endTiming(), whole)
    },
  }
}

/** The largest of what was measured, aligned. What reads stands within the collectors that asked for it. */
export function timeTable(spent: readonly (readonly [string, number])[], whole: number): string {
  const rows = [['whole run', whole] as const, ...spent.slice(0, SHOWN)]
  const times = rows.map(([, time]) => time.toFixed(1))
  const width = Math.max(...times.map((time) => time.length))
  const lines = rows.map(([name], i) => `${(times[i] as string).padStart(width)} ms  ${name}`)
  const rest = spent.length > SHOWN ? [`${' '.repeat(width + 5)}and ${spent.length - SHOWN} more, each shorter`] : []
  return `${[...lines, ...rest].join('\n')}\n`
}
