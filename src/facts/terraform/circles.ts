import { type Configuration, type Declared, headOf } from './configuration.ts'
import { type Reading, report } from './run.ts'
import { source } from './source.ts'

/** Reports each circle of modules that call one another, where it closes. Goes over each call once. */
export function findCircles(configurations: ReadonlyMap<string, Configuration>, reading: Reading): void {
  const done = new Set<string>()
  for (const start of [...configurations.keys()].sort()) {
    if (done.has(start)) continue
    const way: { folder: string; calls: { folder: string; declared: Declared }[] }[] = []
    const on = new Map<string, number>()
    const enter = (folder: string) => {
      on.set(folder, way.length)
      way.push({ folder, calls: callsOf(configurations.get(folder)) })
    }
    enter(start)
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const call = here.calls.pop()
      if (!call) {
        way.pop()
        on.delete(here.folder)
        done.add(here.folder)
        continue
      }
      const at = on.get(call.folder)
      if (at !== undefined) {
        const circle = [...way.slice(at).map(({ folder }) => folder), call.folder].map((folder) => folder || '.')
        report(reading, headOf(call.declared), `modules call one another in a circle: ${circle.join(' → ')}`)
      } else if (!done.has(call.folder) && configurations.has(call.folder)) enter(call.folder)
    }
  }
}

function callsOf(configuration: Configuration | undefined): { folder: string; declared: Declared }[] {
  if (!configuration) return []
  return [...configuration.calls.values()].flatMap((declared) => {
    const from = source(declared, configuration.folder)
    return from.kind === 'local' ? [{ folder: from.folder, declared }] : []
  })
}
