import { parseShell, simpleCommands, writtenWord } from '../../../documents/shell/index.ts'
import { sharedImage } from '../commands/shell/shared.ts'

/** What a script says for a name, by a line that it prints. */
export interface Said {
  readonly name: string
  readonly value: string
}

/** A command that prints, as it stands in its script. */
export interface Printing {
  readonly span: { readonly start: number; readonly end: number }
  readonly redirects: readonly object[]
}

/**
 * What a script of a shell says by what it prints (`echo "tag=v1" >> "$GITHUB_OUTPUT"`, `echo "##vso[task.setvariable …]v1"`),
 * by name; undefined for a name that is said twice with two texts, unless these are tags of one image. Its own variables are put
 * in; where their values are not known, the shell text that makes them stands for them. Nothing is evaluated.
 * @param own variables that the script finds set
 * @param read what a line that is printed says, if anything
 */
export function saidBy(
  text: string,
  own: ReadonlyMap<string, string>,
  read: (line: string, command: Printing) => Said | undefined,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  const variables = new Map(own)
  const assigned = new Map([...own].map(([name, value]) => [name, new Set([value])]))
  // where a script chooses, the last text of a variable is not the one that is meant
  const chooses = branching.test(text)
  for (const node of simpleCommands(parseShell(text).list)) {
    const words = node.words.map((word) => writtenWord(word, text))
    // `A=1 program` sets nothing for what follows; `A=1` and `export A=1` do.
    const isSetting = !words.length || ['export', 'declare', 'local', 'readonly'].includes(words[0] as string)
    for (const { name, value } of isSetting ? node.assignments : []) {
      if (!value) continue
      const said = expand(writtenWord(value, text), variables)
      const all = (assigned.get(name) ?? new Set()).add(said)
      assigned.set(name, all)
      const one = chooses && all.size > 1 ? sharedImage(name, [...all]) : said
      if (one === null) variables.delete(name)
      else variables.set(name, one)
    }
    const [program, ...rest] = words
    if (program !== 'echo' && program !== 'printf') continue
    const said = read(rest.filter((word) => !/^-[ne]+$/.test(word)).join(' '), node)
    if (!said) continue
    const value = expand(said.value.replace(/\\n$/, ''), variables)
    const isAgain = found.has(said.name) && found.get(said.name) !== value
    found.set(said.name, isAgain ? (sharedImage(said.name, [found.get(said.name), value]) ?? undefined) : value)
  }
  return found
}

/** A script that does not do the same in every run. */
export const branching = /(^|[\s;])(if|case|for|while|until)\s|&&|\|\|/m

/** Puts the texts of variables in, once: a variable never names itself without end. */
function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced: string | undefined, bare: string | undefined) => {
    return variables.get(braced ?? bare ?? '') ?? whole
  })
}
