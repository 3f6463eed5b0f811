import { readPlain } from '../../../../documents/yaml/plain.ts'
import { isHidden } from '../../../hidden.ts'
import { prettyJson, toJson } from '../json-text.ts'
import { sprintf } from '../printf.ts'
import { Traced } from '../traced.ts'
import { bare, hiddenBecause, Refusal, shown, type Val } from '../value.ts'
import { fromTree } from '../values.ts'
import { toYaml } from '../yaml-text.ts'
import { type Call, holeWithin, type Machine, plain, textArg, tracedBy } from './calling.ts'
import { collections } from './collections.ts'
import { logic } from './logic.ts'
import { numberCalls } from './numbers.ts'
import { patterns } from './patterns.ts'
import { texts } from './texts.ts'

const holes = (machine: Machine) => (hidden: Parameters<Machine['hole']>[0]) => machine.hole(hidden)

const json =
  (escapes: boolean, isPretty: boolean): Call =>
  ([value], machine) => {
    const written = toJson(value as Val, holes(machine), escapes)
    return tracedBy(isPretty ? prettyJson(written) : written, [value as Val])
  }

/** A text that is read back: what it holds, each scalar where the text has it. */
const reading =
  (wanted: 'map' | 'list', isJson: boolean): Call =>
  (args, machine) => {
    const given = bare(args[0] as Val)
    if (isHidden(given)) return given
    const text = textArg(given)
    const hidden = holeWithin(text, machine)
    if (hidden) return hidden
    if (text.trim() === '') return wanted === 'map' ? new Map() : []
    const unread = hiddenBecause(`a text that is read back as ${isJson ? 'JSON' : 'YAML'}`)
    if (isJson) {
      try {
        return fromJson(JSON.parse(text))
      } catch {
        return unread
      }
    }
    const documents = readPlain('', text) ?? readPlain('', `${text}\n`)
    const [root] = documents ?? []
    return root?.kind === wanted && documents?.length === 1 ? fromTree(root, false) : unread
  }

function fromJson(value: unknown): Val {
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)]))
  return value as Val
}

const format: Call = ([form, ...args], machine) => {
  const text = bare(form as Val)
  if (isHidden(text)) return text
  const hidden = holeWithin(text, machine)
  if (hidden) return hidden
  const made = sprintf(textArg(text), args, holes(machine))
  return made === undefined
    ? hiddenBecause(`what printf makes of "${textArg(text).slice(0, 60)}"`)
    : tracedBy(made, args)
}

/** Go's Sprint: a space between two where neither is a text. */
const print: Call = (args, machine) => {
  let made = ''
  for (const [i, arg] of args.entries()) {
    if (i > 0 && typeof bare(arg) !== 'string' && typeof bare(args[i - 1] as Val) !== 'string') made += ' '
    made += shown(arg, holes(machine))
  }
  return tracedBy(made, args)
}

/** What hangs on the clock, on chance, on the cluster or on the network. */
const outside: Readonly<Record<string, string>> = Object.fromEntries(
  [
    [
      'the time of the deployment',
      'now date dateInZone dateModify mustDateModify htmlDate htmlDateInZone ago duration durationRound unixEpoch toDate mustToDate',
    ],
    [
      'a random value',
      'randAlphaNum randAlpha randAscii randNumeric randBytes randInt uuidv4 shuffle genPrivateKey genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey bcrypt htpasswd derivePassword encryptAES decryptAES buildCustomCert',
    ],
    ['what the cluster holds', 'lookup'],
    ['an address that is looked up', 'getHostByName'],
  ].flatMap(([what, names]) => (names as string).split(' ').map((name) => [name, what as string])),
)

const own: Readonly<Record<string, Call>> = {
  toYaml: ([value], machine) => toYaml(value as Val, holes(machine)),
  toJson: json(true, false),
  toRawJson: json(false, false),
  toPrettyJson: json(true, true),
  toPrettyRawJson: json(false, true),
  fromYaml: reading('map', false),
  fromYamlArray: reading('list', false),
  fromJson: reading('map', true),
  fromJsonArray: reading('list', true),
  printf: format,
  print,
  println: (args, machine) => tracedBy(`${args.map((arg) => shown(arg, holes(machine))).join(' ')}\n`, args),
  include: ([name, data], machine) => {
    const given = bare(name as Val)
    return isHidden(given) ? given : (holeWithin(given, machine) ?? machine.include(textArg(given), data ?? null))
  },
  tpl: ([text, data], machine) => {
    const given = bare(text as Val)
    if (isHidden(given)) return given
    textArg(given)
    return machine.tpl(text as Val, data ?? null)
  },
  semverCompare: plain(([range, version], { libraries }) => {
    const wanted = textArg(range)
      .replace(/\s*,\s*/g, ' ')
      .replace(
        /(^|[^\d.])(\d+)(\.\d+)?-/g,
        (_, before: string, major: string, minor = '.0') => `${before}${major}${minor}.0-`,
      )
    const found =
      libraries.semver?.valid(textArg(version).replace(/^v/, '')) ?? libraries.semver?.coerce(textArg(version))?.version
    if (!libraries.semver || !found) throw new Refusal('a version is wanted')
    if (libraries.semver.validRange(wanted) === null) throw new Refusal('a range of versions is wanted')
    return libraries.semver.satisfies(found, wanted, { includePrerelease: /-/.test(wanted) })
  }),
  urlquery: plain(([text]) => encodeURIComponent(textArg(text)).replace(/%20/g, '+')),
}

const all: ReadonlyMap<string, Call> = new Map(
  [logic, texts, numberCalls, collections, patterns, own].flatMap((group) => Object.entries(group)),
)

/** A function by its name (helm.sh/docs/chart_template_guide/function_list); one that is not known here makes what is hidden. */
export function callOf(name: string): Call {
  const found = all.get(name) ?? all.get(name.replace(/^must([A-Z])/, (_, first: string) => first.toLowerCase()))
  if (found) return found
  const what = outside[name]
  return () => hiddenBecause(what ?? `what the function ${name} gives`)
}

/** What Go writes for nothing, and Helm takes out of what a template wrote in the end. */
export const noValue = '<no value>'

/** A value as a template writes it. */
export function printed(value: Val, machine: Machine): Val {
  const given = bare(value)
  if (given === null) return noValue
  return value instanceof Traced && typeof given === 'string' ? value : tracedBy(shown(value, holes(machine)), [value])
}
