import { defaultSettings } from '../../../../config/settings.ts'
import { isHidden } from '../../../hidden.ts'
import { argumentsOf, programOf } from '../../../image/arguments.ts'
import { classify } from '../../environment.ts'
import type { Act } from '../../model.ts'
import { wordsOf } from '../../name-words.ts'

/** What a command or action changes, by the name that the platform knows it by: a release, a service, an app. */
export interface Target {
  readonly program: string
  /** without words of environments, in lower case; an unresolved one as written */
  readonly names: readonly string[]
  /** the name is asked for at the start: it may be any */
  readonly chosen: boolean
}

/* Which of the words that are no flags is the name, counted after the program. */
const positions: readonly (readonly [RegExp, number])[] = [
  [/^helm (upgrade|install|rollback)\b/, 1],
  [/^(kubectl|oc) (rollout (undo|restart)|set image)\b/, 2],
  [/^kubectl argo rollouts set image\b/, 4],
  [/^kubectl argo rollouts (undo|abort|promote|restart)\b/, 3],
  [/^gcloud (run|functions|app) deploy\b/, 2],
  [/^gcloud run services (update|update-traffic|replace)\b/, 3],
  [/^argocd app (sync|rollback|set)\b/, 2],
  [/^cf (v3-)?(push|rollback|zdt-push|restage)\b/, 1],
  [/^nomad job revert\b/, 2],
  [/^docker service (update|rollback)\b/, 2],
]

const flags = [
  '--service',
  '--service-name',
  '--function-name',
  '--application-name',
  '--app',
  '--app-name',
  '--release',
]
/* `-n` and `-a` are names to these alone. */
const named: Readonly<Record<string, readonly string[]>> = {
  az: ['--name', '-n'],
  heroku: ['-a', '--app'],
  fly: ['-a'],
  flyctl: ['-a'],
}
const inputs =
  /^(service|service[-_]?name|app|app[-_]?name|application([-_]?name)?|release([-_]?name)?|function[-_]?name|heroku_app_name)$/i

/** The target of an act; one without names where it tells none. */
export function targetOf(act: Act): Target {
  const program = programOf(act)
  const names: string[] = []
  let chosen = false
  for (const written of namesIn(act, program)) {
    if (asked.test(written)) chosen = true
    const name = plainName(written)
    if (name) names.push(name)
  }
  return { program, names, chosen }
}

function namesIn(act: Act, program: string): readonly string[] {
  if (act.inputs)
    return Object.entries(act.inputs).flatMap(([key, value]) => (inputs.test(key) && value ? [value] : []))
  const args = argumentsOf(act)
  const place = positions.find(([pattern]) => pattern.test(act.tool))?.[1]
  const at = place === undefined ? undefined : args.rest[place]
  // `kubectl rollout undo deployment shop`
  const word =
    at && /^(deploy(ment)?s?|statefulsets?|daemonsets?|rollouts?|sts|ds)$/.test(at) ? args.rest[(place ?? 0) + 1] : at
  return [...(word ? [word] : []), ...args.flag(...flags, ...(named[program] ?? []))]
}

const template = /\$\{\{.*?\}\}|\{\{.*?\}\}|\$\([^)]*\)|\$\{[^}]*\}|\$\w+|<<.*?>>/g
const asked = /\$\{\{[^}]*\binputs\.|<<\s*pipeline\.parameters\.|\$\{\{\s*parameters\.|\$\{?params\./
const ofEnvironment = /env|stage|target|tier|namespace/i

/** `deployment/shop-production` → `shop`; a name that is not wholly known stays as written. */
export function plainName(written: string): string {
  const bare = written.replace(/^[a-z.]+\/(?=.)/, '')
  const known = bare.replace(template, (text) => (ofEnvironment.test(text) ? '' : text))
  if (new RegExp(template.source).test(known)) return known
  const words = wordsOf(known)
  const own = words.filter((word) => !isEnvironment(word))
  return (own.length > 0 ? own : words).join('-')
}

/** Whether a name is one that a run puts in. */
export const isOpen = (name: string) => /[${<]/.test(name)

/** Whether a word names an environment. */
export function isEnvironment(word: string): boolean {
  return !isHidden(classify(word, defaultSettings))
}
