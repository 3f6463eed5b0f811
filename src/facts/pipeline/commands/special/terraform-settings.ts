import type { Shell } from '../shell/state.ts'

/*
 * What variables add to a command of Terraform (developer.hashicorp.com, "Environment Variables"): `TF_CLI_ARGS` and
 * `TF_CLI_ARGS_<verb>` are words of it, `TF_VAR_<name>` is `-var <name>=…`.
 */

const takes = /^(terraform|tofu|terragrunt)$/
const ofImages = /^TF_VAR_(\w*(image|docker|container)\w*)$/i

/** The words behind a program of Terraform's, with those that variables add behind its verb. */
export function withSettings(program: string, args: readonly string[], shell: Shell): readonly string[] {
  if (!takes.test(program)) return args
  const at = args.findIndex((word) => !word.startsWith('-'))
  const verb = args[at]
  if (verb === undefined) return args
  const added = ['TF_CLI_ARGS', `TF_CLI_ARGS_${verb}`].flatMap((name) => wordsIn(shell.variables.get(name) ?? ''))
  return added.length ? [...args.slice(0, at + 1), ...added, ...args.slice(at + 1)] : args
}

/** `-var` for each variable that names an image: which version is deployed. */
export function imageVariables(program: string, shell: Shell): readonly string[] {
  if (!takes.test(program)) return []
  return [...shell.variables].flatMap(([name, value]) => {
    const variable = ofImages.exec(name)?.[1]
    return variable && value ? ['-var', `${variable}=${value}`] : []
  })
}

/** Words parted by spaces; quotes hold one together and are taken off. */
const wordsIn = (text: string): string[] =>
  [...text.matchAll(/((?:"[^"]*"|'[^']*'|[^\s"'])+)/g)].map(([word]) => word.replace(/["']/g, ''))
