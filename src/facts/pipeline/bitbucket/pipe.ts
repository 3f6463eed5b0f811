import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { toSay } from '../dialect/question.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { Act, HiddenPart } from '../model.ts'
import type { ScriptContext } from './script.ts'

/** An item of a script that is no command: a pipe, or a task for an agent. */
export interface Pipe {
  /** as written, with its version; undefined for what is no pipe */
  readonly uses: string | undefined
  /** as people call it: the pipe's name, without version */
  readonly name: string
  readonly place: Place
  readonly variables: readonly (readonly [string, string])[]
  /** the command that stands for it in the script */
  readonly program: string
}

/** Reads `pipe:` with its `variables:` (support.atlassian.com, "Use pipes in Bitbucket Pipelines"). */
export function readPipe(item: DataNode, index: number): Pipe {
  const uses = item.get('pipe')?.text?.trim()
  const [key = ''] = item.entries.map((entry) => entry.key)
  const variables = item.get('variables')?.entries ?? []
  return {
    uses,
    name: uses === undefined ? (item.get(key)?.text ?? key) : bare(uses),
    place: item.keyPlace(uses === undefined ? key : 'pipe'),
    variables: variables.map(({ key: name, value }) => [
      name,
      value.kind === 'list' ? value.items.map((one) => one.text ?? '').join(' ') : (value.text ?? ''),
    ]),
    program: `bitbucket-pipe-${index}`,
  }
}

/** `atlassian/aws-s3-deploy:1.1.0` and `docker://atlassian/aws-s3-deploy:1.1.0` by name. */
function bare(uses: string): string {
  return uses
    .replace(/^docker:\/\//, '')
    .replace(/@sha256:.*$/, '')
    .replace(/:[^/:]*$/, '')
}

/** The pipe as the command line that the shell sees, its variables as arguments: so the shell's own values come in. */
export function pipeCommand({ program, variables }: Pipe): string {
  const quoted = (value: string) => `"${value.replace(/["\\`]/g, '\\$&')}"`
  return [program, ...variables.map(([name, value]) => quoted(`${name}=${value}`))].join(' ')
}

/** What a pipe does, where its command was found: under the same conditions, with the same failure. */
export async function actsOfPipe(pipe: Pipe, found: Act, context: ScriptContext): Promise<Act[]> {
  const inputs: Record<string, string> = {}
  for (const word of found.words) {
    const at = word.indexOf('=')
    if (at > 0) inputs[word.slice(0, at)] = word.slice(at + 1)
  }
  const { finders, repository } = context.reading
  const acts =
    pipe.uses === undefined
      ? [agentTask(pipe, found, context)]
      : await finders.actsOfUse(
          {
            table: 'pipes',
            name: pipe.name,
            narrowBy: pipe.name.replace(/^.*\//, ''),
            what: 'the pipe',
            text: `pipe: ${pipe.uses}`,
            inputs,
            variables: context.variables,
            place: pipe.place,
            via: context.via,
            title: context.name,
          },
          repository,
        )
  return acts.map((act) => ({
    ...act,
    ...(act.hidden && { hidden: narrowed(act.hidden, pipe, context) }),
    onFailure: found.onFailure === 'stops' ? act.onFailure : found.onFailure,
    ...(found.condition && { condition: found.condition }),
  }))
}

/** A pipe that no table knows serves what its name and that of its step leave open. */
function narrowed(hidden: HiddenPart, pipe: Pipe, context: ScriptContext): HiddenPart {
  const told = couldServe(pipe.name.replace(/^.*\//, ''), context.name)
  const couldBe = hidden.couldBe.filter((kind) => told.includes(kind))
  return couldBe.length ? { ...hidden, couldBe } : hidden
}

/** What an agent is asked to do is not to be known from here. */
function agentTask(pipe: Pipe, found: Act, context: ScriptContext): Act {
  const couldBe = couldServe(pipe.name, context.name)
  const value = new Hidden(
    `what ${pipe.name} is asked to do`,
    toSay(`what the pipe ${pipe.name} does`, { job: context.name, step: pipe.name }, [
      likelyKind(pipe.name, context.name),
    ]),
  )
  return {
    ...found,
    kinds: [],
    tool: pipe.name,
    text: pipe.name,
    words: [],
    hidden: { place: pipe.place, value, couldBe },
  }
}
