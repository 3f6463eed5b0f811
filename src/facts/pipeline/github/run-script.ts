import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { rootToken } from '../commands/shell/render.ts'
import type { Script } from '../script.ts'
import { settled } from './environment.ts'
import type { Frame } from './scope.ts'
import { textOfOutput, written } from './step-values.ts'
import { fill } from './template.ts'
import { relative, type Where, type Workspace, whereIs } from './workspace.ts'

/** What a script takes over from where it stands. */
export interface ScriptContext {
  readonly frame: Frame
  readonly variables: Readonly<Record<string, string>>
  /** `defaults.run` of the job or workflow, or what the runner gives */
  readonly shell: string | undefined
  readonly directory: string | undefined
  readonly workspace: { readonly now: Workspace }
  readonly via: readonly Place[]
}

/** A `run:` as a script, with GitHub's shells (docs.github.com, "Workflow syntax", jobs.<job_id>.steps[*].shell). */
export function scriptOf(step: DataNode, run: DataNode, name: string, context: ScriptContext): Script {
  const { frame } = context
  const place = folderOf(step, context)
  const directory = place.kind === 'here' ? place.path : undefined
  const rootFromHere = directory === undefined ? undefined : relative(directory, '')
  const action = frame.actionPath
  const actionFromHere = directory === undefined || action === undefined ? undefined : relative(directory, action)
  const shell = step.get('shell')?.text ?? context.shell
  const flags = shell ?? 'bash -e'
  const program = (/^\S*/.exec(flags.trim())?.[0] ?? 'bash').replace(/^.*\//, '').replace(/\.exe$/, '')
  const posix = program === 'bash' || program === 'sh'
  const filled = fill(run.text ?? '', (expression) => {
    const named = expression.trim()
    if (named === 'github.workspace') return posix ? wherever(rootFromHere, '') : rootFromHere
    if (named === 'github.action_path') return posix ? wherever(actionFromHere, action ?? '') : actionFromHere
    return settled(`\${{${expression}}}`, frame) ?? putInto(run.text ?? '', expression, textOfOutput(expression, frame))
  })
  const template = flags.includes('{0}') || /\s/.test(flags.trim())
  return {
    text: filled.text,
    placeOf: (start, end) => {
      const first = filled.startOf(start)
      const last = Math.max(first, filled.endOf(Math.max(start, end)) - 1)
      return { file: run.file, start: run.offsetOf(first), end: run.offsetOf(last) + 1 }
    },
    shell: program,
    errexit: posix && template ? /(^|\s)-[a-df-zA-Z]*e|errexit/.test(flags) : program !== 'cmd',
    // Only an explicit `shell: bash` stops at a failing part of a pipe.
    pipefail: (program === 'bash' && shell !== undefined && !template) || /pipefail/.test(flags),
    directory,
    others: otherRepositories(context.workspace.now),
    variables: {
      ...(rootFromHere !== undefined && { GITHUB_WORKSPACE: rootFromHere }),
      ...(actionFromHere !== undefined && { GITHUB_ACTION_PATH: actionFromHere }),
      ...context.variables,
    },
    via: context.via,
    name,
  }
}

/** The folders of other repositories, where this one lies at the root of the workspace. */
const otherRepositories = ({ mounts }: Workspace): readonly string[] =>
  mounts.some(({ path, repository }) => path === '' && repository !== undefined)
    ? []
    : mounts.flatMap(({ path, repository }) => (path !== '' && repository !== undefined ? [path] : []))

/** A folder of the repository for a shell, which may have gone elsewhere; undefined where its way there is not known. */
const wherever = (way: string | undefined, folder: string): string | undefined =>
  way === undefined ? undefined : folder === '' ? rootToken : `${rootToken}/${folder}`

/**
 * A text that makes a value (`$(yq '.version' Chart.yaml)`) in the place of the value. Where that is between single quotes,
 * its own would end them: double ones say the same in a substitution. Where they come in no pairs, the expression stays.
 */
function putInto(script: string, expression: string, text: string | undefined): string | undefined {
  const before = script.slice(0, Math.max(0, script.indexOf(`\${{${expression}}}`)))
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const isQuoted = line.split("'").length % 2 === 0
  if (!isQuoted || text === undefined) return text
  return text.split("'").length % 2 === 1 ? text.replaceAll("'", '"') : undefined
}

function folderOf(step: DataNode, context: ScriptContext): Where {
  const folder = step.get('working-directory')?.text ?? context.directory ?? ''
  const action = context.frame.actionPath
  const text = folder.replace(/\$\{\{\s*github\.action_path\s*\}\}/, action === undefined ? '$&' : `./${action}`)
  return whereIs(context.workspace.now, written(text, context.frame))
}
