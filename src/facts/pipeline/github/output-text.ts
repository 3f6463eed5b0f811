import type { DataNode } from '../../../documents/tree.ts'
import { type Printing, saidBy } from '../dialect/said-values.ts'
import { metadataOutput } from './metadata-action.ts'

/*
 * What an output of a step is, as text: where its value is not known, the shell text that makes it is (`v$(cat VERSION)`),
 * and that is enough to tell the shape of a tag. Nothing here is evaluated.
 */

/**
 * The text of `steps.<id>.outputs.<name>`; `write` puts in what is known of expressions. Undefined where no visible step
 * sets it, or several do.
 */
export function outputText(
  steps: readonly DataNode[],
  id: string,
  name: string,
  write: (text: string) => string,
): string | undefined {
  const step = steps.find((candidate) => candidate.get('id')?.text === id)
  if (!step) return undefined
  const uses = step.get('uses')?.text
  if (uses?.startsWith('docker/metadata-action@')) return metadataOutput(step.get('with'), name, write)
  const script = step.get('run')?.text
  if (script === undefined) return undefined
  return writtenTo(script, 'GITHUB_OUTPUT', write, ownVariables(step, write)).get(name)
}

/** The variables that a step sets for its own script, as far as their text is known. */
function ownVariables(step: DataNode, write: (text: string) => string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { key, value } of step.get('env')?.entries ?? []) {
    const text = value.text === undefined ? undefined : write(value.text)
    // what the run itself tells stays an expression, as it does in scripts
    if (text !== undefined && !/\$\{\{(?!\s*github\.\w+\s*\}\})/.test(text)) found.set(key, text)
  }
  return found
}

/**
 * What a script writes into `$GITHUB_OUTPUT` or `$GITHUB_ENV`, by name; undefined for a name that it writes twice with two
 * texts.
 * @param own variables that the script finds set
 */
export function writtenTo(
  script: string,
  file: 'GITHUB_OUTPUT' | 'GITHUB_ENV',
  write: (text: string) => string,
  own: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string | undefined> {
  if (!script.includes(file) && !script.includes('::set-output')) return new Map()
  const text = write(script)
  // a group of commands, or tee, may stand between what is written and the file
  const isGathered = new RegExp(`(\\}|\\)|\\btee\\b.*)\\s*(>>?)?\\s*"?\\$\\{?${file}`).test(text)
  return saidBy(text, own, (line, command) => {
    const match = /^(?:::set-output name=([\w-]+)::|([A-Za-z_][\w-]*)=)(.*)$/s.exec(line)
    if (!match) return undefined
    if (match[1] ? file !== 'GITHUB_OUTPUT' : !isInto(file, command, text, isGathered)) return undefined
    return { name: (match[1] ?? match[2]) as string, value: match[3] ?? '' }
  })
}

/** Whether a command's own redirect names the file; without one, whether something around it may. */
function isInto(file: string, { span, redirects }: Printing, text: string, isGathered: boolean) {
  return redirects.length ? text.slice(span.start, span.end).includes(file) : isGathered
}
