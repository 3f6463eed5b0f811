import type { Act, Workflow } from '../pipeline/model.ts'
import type { SecretUse } from '../schema/configuration.ts'

type Use = Omit<SecretUse, 'id' | 'component'>
/** Whether a name says that its value is a secret; of what is kept as a secret, a weaker word is enough. */
type IsSecret = (name: string) => boolean

/** `${{ secrets.X }}` is a secret by what it is. */
const stored = /\$\{\{\s*secrets\.(\w+)\s*\}\}/

/**
 * A value that only the run knows, which is a secret by its name: `$TOKEN`, `${TOKEN}`, `${TOKEN:-$OTHER}`, `${env.TOKEN}` (Jenkins), `$(TOKEN)`
 * (Azure), `${{ env.TOKEN }}`, `${{ inputs.token }}` and what a step hands on (GitHub), and what a command gets that speaks of
 * one (`$(gcloud auth print-access-token)`). What `vars` holds is open to all.
 */
const variable =
  /^["']?(?:\$\{?(?:env\.)?\w+(?::?-)?\}?|\$\{\w+:?-(?:\$\w+|\$\{\w+(?::?-)?\})\}|\$\([^()]*(?:token|secret|passw|\bpat\b)[^()]*\)|\$\{\{\s*(?:env\.\w+|inputs\.[\w-]+|(?:steps|needs)\.[\w-]+\.outputs\.[\w-]+|github\.token)\s*\}\})["']?$/i

/** Secrets that image builds get as arguments, which the history of the image keeps: of all systems. */
export function* inBuildArguments(
  workflows: readonly Workflow[],
  isSecret: IsSecret,
  isKept: IsSecret,
): Generator<Use> {
  for (const workflow of workflows) {
    for (const act of workflow.jobs.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))) {
      const given = [...buildArguments(act.words), ...(act.inputs?.['build-args'] ?? '').split('\n')]
      for (const one of given) {
        const [, name = '', value] = /^\s*["']?(\w+)(?:=(.*?))?["']?\s*$/.exec(one) ?? []
        const kept = value === undefined ? undefined : stored.exec(value)?.[1]
        // without a value it has that of the variable of its name
        const isGiven = isSecret(name) && (value === undefined || kept !== undefined || variable.test(value))
        if (isGiven || (kept !== undefined && (isKept(name) || isKept(kept))))
          yield { file: act.place.file, way: 'build-argument', name, by: act.tool, place: act.place }
      }
    }
  }
}

function* buildArguments(words: readonly string[]): Generator<string> {
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--build-arg') yield words[at + 1] ?? ''
    else if (words[at]?.startsWith('--build-arg=')) yield (words[at] as string).slice('--build-arg='.length)
  }
}

/** `DEV_ACCOUNT_ID`, `BACKUP_BUCKET`, `SONAR_HOST_URL` */
const locating =
  /(?:^|_)(?:IDS?|IDENTIFIER|ACCOUNT|BUCKET|REGION|NAME|USER|USERNAME|HOST|HOSTNAME|(?:HOST|BASE|SITE|SERVER|PUBLIC)_URL|DOMAIN|PORT|CLUSTER|PROJECT|NAMESPACE|REGISTRY|REPO|REPOSITORY|ORG|OWNER|BRANCH|ENVIRONMENT|VERSION)$/i

const byNames: Readonly<Record<string, string>> = { traced: 'set -x', argument: 'an argument' }

/** Secrets that commands write into the log or take as arguments, of all systems; each command once. */
export function* inCommands(workflows: readonly Workflow[], isSecret: IsSecret, isKept: IsSecret): Generator<Use> {
  for (const { jobs, secretsInEnvironment = false } of workflows) {
    for (const { exposes, ...act } of jobs.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))) {
      if (!exposes) continue
      const { how } = exposes
      const names = exposes.names.flatMap((name) => secretNamed(name, isSecret))
      if (how === 'environment') {
        if (secretsInEnvironment || names.length) yield useOf(act, 'environment', names.join(', '), act.tool)
      } else {
        const way = how === 'argument' ? how : 'printed'
        // what is kept as a secret and only says where something is may be read
        const worth = names.filter((name) => isSecret(name) || !locating.test(name))
        // a shell that traces shows whatever is kept as a secret; only what is called one is worth a word
        const told = how === 'traced' ? names.filter(isKept) : worth
        for (const name of told) yield useOf(act, way, name, byNames[how] ?? act.tool)
      }
    }
  }
}

const useOf = ({ place }: Pick<Act, 'place'>, way: SecretUse['way'], name: string, by: string): Use => ({
  file: place.file,
  way,
  name,
  by,
  place,
})

/** The secret that a variable or an expression stands for; `PASS` alone counts what passed. */
function secretNamed(written: string, isSecret: IsSecret): string[] {
  if (!written.startsWith('$')) return isSecret(written) && !/^pass$/i.test(written) ? [written] : []
  const name = stored.exec(written)?.[1]
  return name === undefined ? [] : [name]
}
