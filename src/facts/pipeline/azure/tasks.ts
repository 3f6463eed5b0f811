import type { Place } from '../../../documents/place.ts'
import { inputValue } from '../known/use.ts'
import type { Act } from '../model.ts'
import type { Script } from '../script.ts'
import { expandEntries, fieldOf } from './expand.ts'
import type { Bound, Scope } from './scope.ts'
import { taskCommands } from './task-commands.ts'
import { taskScript } from './task-scripts.ts'
import { folderOf, scriptIn, written } from './text.ts'

/** Where a task stands. */
export interface TaskContext {
  readonly scope: Scope
  readonly variables: Readonly<Record<string, string>>
  readonly windows: boolean
  readonly title: string
}

/**
 * What a task does: scripts are followed, tasks that only put a command together are that command, all others are looked
 * up in the table.
 * @param full as written: `AzureWebApp@1`, also `publisher.extension.part.Name@1`
 */
export async function actsOfTask(full: string, item: Bound, context: TaskContext): Promise<readonly Act[]> {
  const { scope, variables, title } = context
  const { finders, repository } = scope.reading
  const bare = full.replace(/@.*$/, '')
  const name = bare.replace(/^.*\./, '')
  const inputs = inputsOfTask(item, scope)
  const place = item.node.get('task')?.place ?? item.node.place
  const script = taskScript(name.toLowerCase(), inputs, context.windows)
  if (script?.inline) {
    const body = inputBound(item, script.inline)
    if (!body) return []
    const directory = folderOf(inputBound(item, script.folder)?.node.text, scope)
    const found = scriptIn({ ...body, scope }, script.shell, {
      scope,
      directory,
      variables,
      via: scope.via,
      name: title,
    })
    return finders.findActs(withoutStatus(found, inputs), repository)
  }
  const commands = script?.command
    ? { lines: [script.command], folder: script.folder }
    : taskCommands(name.toLowerCase(), inputs)
  if (commands) {
    const directory = commands.folder ? folderOf(inputBound(item, commands.folder)?.node.text, scope) : ''
    const acts: Act[] = []
    for (const line of commands.lines) {
      const shell = script?.shell.program ?? 'bash'
      const run = withoutStatus(lineScript(line, shell, directory, place, context), inputs)
      acts.push(...(await finders.findActs(run, repository)))
    }
    return acts.map((act) => ({ ...act, inputs }))
  }
  return finders.actsOfUse(
    {
      table: 'tasks',
      name,
      narrowBy: name,
      what: 'the task',
      text: full,
      inputs,
      variables,
      place,
      via: scope.via,
      title,
      scriptOf: (input) => {
        const body = inputBound(item, input)
        const shell = { program: 'bash', errexit: false, pipefail: false }
        return (
          body && scriptIn({ ...body, scope }, shell, { scope, directory: '', variables, via: scope.via, name: title })
        )
      },
    },
    repository,
  )
}

/**
 * A script of which nobody asks the last status (`ignoreLASTEXITCODE` of PowerShell@2 and its short forms,
 * `powerShellIgnoreLASTEXITCODE` of AzureCLI@2): a program that fails ends nothing, what the script itself throws does.
 */
export function withoutStatus(script: Script, inputs: Readonly<Record<string, string>>): Script {
  const asked = ['ignoreLASTEXITCODE', 'powerShellIgnoreLASTEXITCODE'].map((name) => inputValue(inputs, name))
  const isIgnored = asked.some((value) => /^true$/i.test(value))
  return isIgnored ? { ...script, text: `${script.text}\nexit 0`, errexit: false } : script
}

function lineScript(
  line: string,
  shell: string,
  directory: string | undefined,
  place: Place,
  context: TaskContext,
): Script {
  return {
    text: line,
    placeOf: () => place,
    shell,
    errexit: true,
    pipefail: false,
    directory,
    variables: context.variables,
    via: context.scope.via,
    name: context.title,
  }
}

function inputsOfTask(item: Bound, scope: Scope): Record<string, string> {
  const found: Record<string, string> = {}
  for (const bound of fieldOf(item, 'inputs')) {
    for (const { key, value } of expandEntries({ ...bound, scope })) {
      const text = written([value], { scope, directory: '' })
      if (text !== undefined) found[key] = text
    }
  }
  return found
}

/** An input by its name, whatever its case. */
function inputBound(item: Bound, name: string): Bound | undefined {
  const lower = name.toLowerCase()
  for (const bound of fieldOf(item, 'inputs')) {
    const entry = expandEntries(bound).find(({ key }) => key.toLowerCase() === lower)
    if (entry) return entry.value
  }
  return undefined
}
