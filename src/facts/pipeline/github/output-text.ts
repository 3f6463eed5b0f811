import { parseShell, simpleCommands, writtenWord } from '../../../documents/shell/index.ts'
import type { DataNode } from '../../../documents/tree.ts'
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
  const found = new Map<string, string | undefined>()
  if (!script.includes(file) && !script.includes('::set-output')) return found
  const variables = new Map(own)
  const assigned = new Map(own)
  const chosen = new Set<string>()
  const text = write(script)
  // where a script chooses, the last text of a variable is not the one that is meant
  const chooses = branching.test(script)
  // a group of commands, or tee, may stand between what is written and the file
  const isGathered = new RegExp(`(\\}|\\)|\\btee\\b.*)\\s*(>>?)?\\s*"?\\$\\{?${file}`).test(text)
  for (const node of simpleCommands(parseShell(text).list)) {
    const words = node.words.map((word) => writtenWord(word, text))
    // `A=1 program` sets nothing for what follows; `A=1` and `export A=1` do.
    const isSetting = !words.length || ['export', 'declare', 'local', 'readonly'].includes(words[0] as string)
    for (const { name, value } of isSetting ? node.assignments : []) {
      if (!value) continue
      const said = expand(writtenWord(value, text), variables)
      if (chooses && assigned.has(name) && assigned.get(name) !== said) chosen.add(name)
      assigned.set(name, said)
      if (chosen.has(name)) variables.delete(name)
      else variables.set(name, said)
    }
    const [program, ...rest] = words
    if (program !== 'echo' && program !== 'printf') continue
    const line = rest.filter((word) => !/^-[ne]+$/.test(word)).join(' ')
    const match = /^(?:::set-output name=([\w-]+)::|([A-Za-z_][\w-]*)=)(.*)$/s.exec(line)
    if (!match) continue
    if (match[1] ? file !== 'GITHUB_OUTPUT' : !isInto(file, node, text, isGathered)) continue
    const name = (match[1] ?? match[2]) as string
    const value = expand((match[3] ?? '').replace(/\\n$/, ''), variables)
    found.set(name, found.has(name) && found.get(name) !== value ? undefined : value)
  }
  return found
}

/** Whether a command's own redirect names the file; without one, whether something around it may. */
function isInto(
  file: string,
  node: { readonly span: Span; readonly redirects: readonly object[] },
  text: string,
  isGathered: boolean,
) {
  return node.redirects.length ? text.slice(node.span.start, node.span.end).includes(file) : isGathered
}

/** A script that does not do the same in every run. */
export const branching = /(^|[\s;])(if|case|for|while|until)\s|&&|\|\|/m

interface Span {
  readonly start: number
  readonly end: number
}

/** Puts the texts of variables in, once: a variable never names itself without end. */
function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced: string | undefined, bare: string | undefined) => {
    return variables.get(braced ?? bare ?? '') ?? whole
  })
}
