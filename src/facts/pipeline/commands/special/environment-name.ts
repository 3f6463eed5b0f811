import { defaultSettings } from '../../../../config/settings.ts'
import { isHidden } from '../../../hidden.ts'
import { classify } from '../../environment.ts'
import type { Call } from '../call.ts'
import type { Shell } from '../shell/state.ts'

/** What a template or the shell puts in, of which nothing is known. */
const open = /\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{.*?\}\}/g

const files =
  /^(-f|-k|-c|--filename|--file|--kustomize|--values|--config|--?var-file|--?chdir|--vars-file|--profile|-p)$/

/** A service, a namespace or an app for one request, whatever project or cluster it lies in: `shop-pr-${NUMBER}`, `preview-12`. */
const ofRequest = /(?:^|[-_/.])((?:pr|preview|review)[-_])(\d+|\u0000)$/i

const tells = (name: string): boolean => !isHidden(classify(name, defaultSettings))

/**
 * The name of the environment among the values of flags that may hold it (namespaces, values files, stacks), the most
 * telling first: a value or a part of a path whose words tell an environment, else the first plain name, which
 * assay.yaml may map. A value of which nothing is known names none.
 *
 * @param args the words of the command, in which a value behind a flag for files is known to be no name
 */
export function environmentName(values: readonly string[], args: readonly string[] = []): string | undefined {
  const known = values.map((value) => value.replace(open, '\u0000'))
  for (const value of known) {
    const [, before, number] = ofRequest.exec(value) ?? []
    if (before !== undefined) return `${before}${number === '\u0000' ? 'N' : number}`
  }
  for (const value of known) {
    if (isOfTrial(value, args)) continue
    const parts = value.split(/[/=,\s]+/).reverse()
    const telling = parts.map(withoutEnding).find((part) => !part.includes('\u0000') && tells(part))
    if (telling) return telling
    // `app-${X}-prod`: what is known of it
    const half = parts.map(withoutEnding).find((part) => tells(part.replaceAll('\u0000', ' ')))
    if (half) return half.replaceAll('\u0000', '').replace(/^[-_.]+|[-_.]+$/g, '')
  }
  return toldByVariable(values) ?? known.find((value) => /^[\w-]+$/.test(value) && !namesFile(value, args))
}

/** A value that is one variable, as a shell and as templates write it, by the variable's name. */
const oneVariable =
  /^(?:applications\/)?(?:\$\{?(\w+)\}?|\$\(([\w.]+)\)|\$\{\{\s*(?:(?:secrets|vars|env|variables|parameters)\.)?(\w+)\s*\}\})$/

/** Words in names of variables that tell for which environment they are set; `test`, `int` and `stage` say other things there. */
const inNames = /(?:^|_)(dev(?!_?ops)|development|staging|stg|uat|pre_?prod|prod|production|prd)(?:_|\d*$)/i
/** What is not production is one of several. */
const inNoName = /(?:^|_)(?:non?|not)_?(?:prod|production|prd|dev)/i

/** The environment that the variables are named for: `$STAGING_APP_ID`, `${{ secrets.PROD_CLUSTER }}`; all for the same. */
export function toldByVariable(values: readonly string[]): string | undefined {
  const names = values.map(
    (value) =>
      oneVariable
        .exec(value)
        ?.slice(1)
        .find((name) => name !== undefined) ?? '',
  )
  if (names.some((name) => inNoName.test(name))) return undefined
  const told = new Set(names.flatMap((name) => inNames.exec(name)?.[1]?.toLowerCase().replace('_', '') ?? []))
  const [only] = told
  return told.size === 1 ? only : undefined
}

/**
 * A manifest that is called after what people do with it, and stands in no folder of environments (`kubectl apply -f
 * app/test.yaml`): no environment is named by that.
 */
const isOfTrial = (value: string, args: readonly string[]): boolean =>
  /^(apply|create|replace)$/.test(args[0] ?? '') &&
  /(^|\/)test(ing)?\.(ya?ml|json)$/.test(value) &&
  !value.split('/').some((part) => ofEnvironments.test(part)) &&
  namesFile(value, args)

/** Folders that hold one for each environment; Gruntwork's `live` holds all that is deployed. */
const ofEnvironments = /^(env|envs|environments?|stages?|live|overlays|accounts|workspaces)$/

/**
 * The environment that a folder is named after: `cd environments/prod && terraform apply` works on it as
 * `-chdir=environments/prod` does. What stands in a folder of environments is one, and what lies below it is a part of it,
 * whatever it is called (`env/production/integration_test`); elsewhere the innermost counts.
 */
export function environmentOfFolder(folder: string | undefined): string | undefined {
  const parts = folder?.split('/') ?? []
  const named = parts.find((part, i) => ofEnvironments.test(parts[i - 1] ?? '') && part !== 'live' && tells(part))
  return named ?? parts.reverse().find((part) => part !== 'live' && tells(part))
}

/** Behind a flag for files, as a word of its own or after `=`. */
function namesFile(value: string, args: readonly string[]): boolean {
  if (files.test(args[args.indexOf(value) - 1] ?? '')) return true
  return args.some((arg) => arg.endsWith(`=${value}`) && files.test(arg.slice(0, -value.length - 1)))
}

const names =
  /^(env|environment|stage|target|tier|deploy[-_]?(to|env|environment)|target[-_]?env(ironment)?|env(ironment)?[-_]?name)$/i

/**
 * The environment that a script is given: the value of a flag or variable that is called so (`-Environment prod`,
 * `--env=prod`, `ENV=prod`), else the one plain word that tells one (`./deploy.sh production`); undefined where several
 * differ.
 *
 * @param args the words behind the script
 * @param variables what is set for this call alone
 */
export function environmentOfArguments(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): string | undefined {
  const pairs = Object.entries(variables)
  const plain: string[] = []
  args.forEach((arg, i) => {
    const [, flag, value] = /^(?:--?([A-Za-z][\w-]*)|(?=[A-Za-z_]+=)([A-Za-z_]+))?/.exec(arg) ?? []
    const name = flag ?? value
    const assigned = /^[^=:]+[=:](.+)$/s.exec(arg)?.[1]
    if (name === undefined) plain.push(arg)
    else if (assigned !== undefined) pairs.push([name, assigned])
    else if (flag) pairs.push([flag, args[i + 1] ?? ''])
  })
  const named = pairs.filter(([name, value]) => names.test(name) && tells(value)).map(([, value]) => value)
  const told = named.length
    ? named
    : plain.filter((word, i) => /^[A-Za-z][\w-]{1,30}$/.test(word) && tells(word) && i < 4)
  const classes = new Set(told.map((name) => classify(name, defaultSettings)))
  return classes.size === 1 ? told[0] : undefined
}

/**
 * The environment that a program of which nothing more is known works on: its arguments say it, else a variable of the step
 * that is called so (`env: {ENV: production}`).
 */
export function environmentGiven(
  args: readonly string[],
  { environment }: Call,
  { variables }: Shell,
): string | undefined {
  const ofStep = Object.fromEntries(
    [...variables].flatMap(([name, value]) => (typeof value === 'string' && names.test(name) ? [[name, value]] : [])),
  )
  return environmentOfArguments(args, environment) ?? environmentOfArguments([], ofStep)
}

function withoutEnding(part: string): string {
  return part.replace(/\.(ya?ml|json|tfvars|hcl|env|toml|ini|properties)(\.\w+)?$/, '')
}
