import { basename } from '../../documents/path.ts'
import type { Act } from '../pipeline/model.ts'

/** The arguments of a command, as flags and the rest. */
export interface Arguments {
  /** without the program: `['build', '.']` */
  readonly rest: readonly string[]
  /** every value of a flag, by any of its spellings */
  flag(...names: readonly string[]): readonly string[]
  /** whether a flag is given, with or without a value */
  has(...names: readonly string[]): boolean
}

/** Flags that take no value, over the tools read here; any other flag without `=` takes the next word. */
const switches = new Set(
  [
    // docker, podman, buildah, compose
    '--push --load --pull --no-cache --quiet --all-tags --rm --force-rm --squash --compress --layers --tls-verify',
    '--all --purge --print --include-deps --ignore-push-failures --no-push --disable-content-trust --detach --build',
    // helm, kubectl
    '--install --atomic --wait --wait-for-jobs --force --debug --create-namespace --rollback-on-failure --local',
    '--cleanup-on-fail --reuse-values --reset-values --reset-then-reuse-values --dry-run --recursive --record --devel',
    '--dependency-update --verify --skip-crds --take-ownership --render-subchart-notes --hide-notes --server-side',
    // gcloud, az, aws, ko, skaffold, terraform
    '--async --allow-unauthenticated --yes --force-new-deployment --bare --local --publish -auto-approve -auto-approve=true',
    '--insecure --force-http --remote-only --local-only --now',
    // mvn, gradle
    '--batch-mode -ntp --stacktrace --info --scan --build-cache --parallel --offline --continue --daemon',
  ]
    .join(' ')
    .split(' '),
)
/** Short ones mean another thing to each program. */
const shortSwitches: Readonly<Record<string, string>> = {
  docker: 'qadpD',
  'docker-compose': 'qadD',
  podman: 'qa',
  nerdctl: 'qa',
  buildah: 'qa',
  helm: 'i',
  kubectl: 'R',
  oc: 'R',
  gcloud: 'q',
  az: 'y',
  skopeo: 'aq',
  ko: 'BRL',
  mvn: 'BUqXeoNC',
  gradle: 'qisdwSm',
}

/** `--no-cache-filter` has a value; other flags that begin with `--no-` have none. */
function isSwitch(word: string, short: string): boolean {
  if (switches.has(word)) return true
  if (/^--no-/.test(word)) return word !== '--no-cache-filter'
  return word.length === 2 && short.includes(word.charAt(1))
}

const known = new WeakMap<Act, Arguments>()

/** Takes the words of an act apart. A value that looks like a flag is none. */
export function argumentsOf(act: Act): Arguments {
  const found = known.get(act) ?? readArguments(act)
  known.set(act, found)
  return found
}

function readArguments(act: Act): Arguments {
  const flags: (readonly [string, string])[] = []
  const rest: string[] = []
  const { words } = act
  const short = shortSwitches[programOf(act)] ?? ''
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-') || word === '-') {
      rest.push(word)
      continue
    }
    const equals = word.indexOf('=')
    if (equals > 0) flags.push([word.slice(0, equals), word.slice(equals + 1)])
    else if (isSwitch(word, short) || words[i + 1]?.startsWith('--')) flags.push([word, ''])
    // `-tname:tag`
    else if (/^-[tf][^-]/.test(word)) flags.push([word.slice(0, 2), word.slice(2)])
    else flags.push([word, words[++i] ?? ''])
  }
  return {
    rest,
    flag: (...names) => flags.filter(([name, value]) => names.includes(name) && value !== '').map(([, value]) => value),
    has: (...names) => flags.some(([name]) => names.includes(name)),
  }
}

/** The program of an act: the first word of its tool, without a path. */
export function programOf(act: Act): string {
  return basename(act.tool.split(' ')[0] ?? '')
}

/** What one value holds together: an expression, a variable of the shell (`${NAME,,}`), what a command prints. */
const together = /\$\{\{[\s\S]{0,2000}?\}\}|\$\{\w[^{}\n]{0,200}\}|\$\((?:[^()]|\([^()]{0,400}\)){0,2000}\)/g

/** Non-empty lines of an input that holds a list (`tags: |`), also separated by commas; not within `${{ … }}` or `$(…)`. */
export const listOf = (input: string | undefined): string[] => partsOf(input ?? '', /[\n,]/g)

/** The words of an input that holds several (`tags: latest 1.2.0`), also separated by commas; what is put in is one. */
export const wordsOf = (input: string): string[] => partsOf(input, /[\s,]/g)

function partsOf(text: string, separators: RegExp): string[] {
  const parts: string[] = []
  let start = 0
  const within = [...text.matchAll(together)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }))
  for (const { index } of text.matchAll(separators)) {
    while (within[0] && within[0].to <= index) within.shift()
    if (within[0] && within[0].from < index) continue
    parts.push(text.slice(start, index))
    start = index + 1
  }
  parts.push(text.slice(start))
  return parts.map((part) => part.trim()).filter(Boolean)
}
