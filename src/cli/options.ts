import { type Command, Option } from 'commander'

/* Options and texts of help that several commands share. */

/** Gathers the values of an option that can be repeated. */
export const collect = (value: string, before: readonly string[] = []) => [...before, value]

/** A command that can ask the forge. */
export function forge(command: Command): Command {
  return command
    .option(
      '--forge [repository]',
      'ask the forge for its settings: of the remote origin, or of owner/name or a URL (docs/forge.md)',
    )
    .option('--forge-snapshot <file>', 'with --forge: keep what it told; without: read it from there, and ask nobody')
}

/** Which state of the files is judged. */
export function revision(): Option {
  return new Option('--rev <revision>', 'judge a commit, branch or tag instead of the files on disk')
}

/** Where in history secrets are looked for. */
export function history(): Option {
  return new Option(
    '--history <range>',
    'search what files held in these commits for secrets, too (main..HEAD; HEAD: all up to now)',
  )
}

/** From where on a finding gives exit code 1. */
export function failOn(): Option {
  return new Option('--fail-on <severity>', 'the least severity that gives exit code 1')
    .choices(['error', 'warning', 'note', 'never'])
    .default('error')
}

/** A command of a program. */
export function command(program: Command, name: string, description: string): Command {
  // Made by its parent, a command inherits the parent's settings for errors.
  return program.command(name).description(description)
}

/** The end of a help text. */
export function examples(...lines: readonly string[]): string {
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  ${line}`).join('\n')}`
}
