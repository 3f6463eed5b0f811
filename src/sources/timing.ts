/** What one kind of work took: the time in which at least one of it was under way. */
interface Clock {
  active: number
  since: number
  total: number
}

/** undefined while nobody asks: then nothing is measured. */
let clocks: Map<string, Clock> | undefined

/** Begins to measure (`--profile-time`). */
export function startTiming(): void {
  clocks = new Map()
}

/** Whether anybody asks where the time goes. */
export function isTiming(): boolean {
  return clocks !== undefined
}

/** Does a piece of work; its time is added to that of its name where anybody asks. */
export function timed<T>(name: string, work: () => T): T {
  if (!clocks) return work()
  const clock = clocks.get(name) ?? { active: 0, since: 0, total: 0 }
  clocks.set(name, clock)
  if (clock.active++ === 0) clock.since = performance.now()
  const end = () => {
    if (--clock.active === 0) clock.total += performance.now() - clock.since
  }
  let result: T
  try {
    result = work()
  } catch (error) {
    end()
    throw error
  }
  if (!(result instanceof Promise)) {
    end()
    return result
  }
  return result.finally(end) as T
}

/** What was measured, in milliseconds, the longest first; ends the measuring. */
export function endTiming(): readonly (readonly [name: string, milliseconds: number])[] {
  const all = [...(clocks ?? [])].map(([name, { total }]) => [name, total] as const)
  clocks = undefined
  return all.sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
}
