import type { ShownCommand } from './commands.ts'

/** No runbook nests deeper: `env`, then `cluster=shop-$env`, then `service=$cluster-web`. */
const deepest = 4

const assignment = /^(?:\$ )?(?:export\s+)?([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s;&|"'`]*)\s*(?:#.*)?$/
/** Modes that a program is started in are no environments (verdicts.md, "Environments by name"). */
const mode = /^(NODE|RAILS|RACK|MIX|BABEL)_ENV$/
const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g

/**
 * Variables that a document has its reader set in one block of code (`export env=prod`), and use in those below it
 * (`aws ecs run-task --cluster shop-$env`). What the reader is asked to fill in (`<task>`) stays as it is.
 */
export class ReaderVariables {
  private readonly values = new Map<string, string>()

  /** Takes what a block of commands sets. */
  read(commands: readonly ShownCommand[]): void {
    for (const { text } of commands) {
      const [, name, value] = assignment.exec(text.slice(0, 2000)) ?? []
      if (name !== undefined && value !== undefined && !mode.test(name))
        this.values.set(name, value.replace(/^(["'])(.*)\1$/s, '$2'))
    }
  }

  /** The values of the variables that a text names, one after another; empty where none is known. */
  of(text: string): string {
    const found = new Map<string, string>()
    const look = (within: string, depth: number) => {
      for (const [, braced, bare] of within.matchAll(variable)) {
        const name = (braced ?? bare) as string
        const value = this.values.get(name)
        if (value === undefined || found.has(name)) continue
        found.set(name, value)
        if (depth < deepest) look(value, depth + 1)
      }
    }
    if (this.values.size > 0) look(text, 1)
    return [...found.values()].join(' ')
  }
}
