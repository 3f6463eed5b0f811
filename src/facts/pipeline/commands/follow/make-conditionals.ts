import type { Place } from '../../../../documents/place.ts'
import { both } from '../../dialect/conditions.ts'
import { unknownCondition } from '../shell/conditions.ts'
import type { Context, Shell } from '../shell/state.ts'
import { argumentsIn, expandMake, type MakeScope } from './make-expand.ts'
import type { Makefile } from './makefile.ts'

/** A conditional of a makefile that a line stands in: `ifeq ($(ENV),prod)`, or the `else` of one. */
export interface Under {
  readonly word: 'ifdef' | 'ifndef' | 'ifeq' | 'ifneq'
  /** what stands behind the word */
  readonly args: string
  /** it is the side of the `else` */
  readonly other: boolean
  readonly place: Place
}

/** The conditionals that are open while a makefile is read (GNU make's manual, "Syntax of Conditionals"). */
export class Conditionals {
  private readonly open: (readonly Under[])[] = []

  /** Those that the next line stands in, the outermost first. */
  now: readonly Under[] = []

  /**
   * Takes a line that begins, turns or ends one.
   * @returns false for any other line
   */
  take(line: string, placeOf: () => Place): boolean {
    const [, otherwise, word, args = ''] =
      /^\s*(else\b)?\s*(?:(ifdef|ifndef|ifeq|ifneq)\b\s*(.*))?$/s.exec(line.replace(/\s+$/, '')) ?? []
    if (/^\s*endif\b/.test(line)) this.open.pop()
    else if (otherwise !== undefined || word !== undefined) {
      const before = otherwise === undefined ? [] : turned(this.open.pop() ?? [])
      const asked = word as Under['word'] | undefined
      this.open.push(asked ? [...before, { word: asked, args, other: false, place: placeOf() }] : before)
    } else return false
    this.now = this.open.flat()
    return true
  }
}

const turned = (level: readonly Under[]): readonly Under[] =>
  level.map((one, index) => (index === level.length - 1 ? { ...one, other: true } : one))

/** Whether conditionals only give a variable a value that has none: `ifndef NAME`, `ifeq ($(NAME),)`. */
export const areOfDefault = (name: string, under: readonly Under[]): boolean =>
  under.length === 1 &&
  under.every(({ word, args, other }) => {
    const asked = args.replace(/[\s(){}$,"']/g, '')
    return !other && asked === name && (word === 'ifndef' || word === 'ifeq')
  })

/** What a makefile does not tell of its variables. */
export interface Doubts {
  /** it holds something where the makefile says nothing of it */
  readonly mayBeSet: (name: string) => boolean
  /** its value is one of those that conditionals chose between */
  readonly isChosen: (name: string, value: string | undefined) => boolean
}

/** Set by make itself, what it stands for where a function is not computed, and set by the services that run pipelines. */
const setElsewhere =
  /^(?:_?MAKE\w*|CI|TF_BUILD|CIRCLECI|BUILD_(?:ID|NUMBER|URL|TAG)|JENKINS_\w+|(?:CI|GITHUB|GITLAB|CIRCLE|TRAVIS|BUILDKITE|DRONE|BITBUCKET)_\w+|TRAVIS|BUILDKITE|DRONE|HOME|USER|PWD|PATH|HOSTNAME)$/

/**
 * What is in doubt of the variables of a makefile.
 * @param given what make is handed over: `make test SKIP=$SKIP`
 * @param shell whose variables are those of the environment
 */
export function doubtsOf(
  { variables, chosen }: Makefile,
  given: Readonly<Record<string, string>>,
  shell: Shell,
): Doubts {
  const handed = Object.values(given).join(' ')
  return {
    mayBeSet: (name) => shell.variables.has(name) || setElsewhere.test(name) || handed.includes(`\${${name}}`),
    isChosen: (name, value) => chosen.has(name) && value === variables.get(name),
  }
}

/**
 * Where a line runs that stands in conditionals. A variable that nothing visible sets is empty, as it is where nobody asks
 * for something else; what would run only if it were set is in doubt, as is what hangs on a command's output, on what the
 * service sets, and on what other conditionals chose.
 * @returns undefined where it does not run
 */
export function inConditionals(
  under: readonly Under[] | undefined,
  scope: MakeScope,
  doubts: Doubts,
  context: Context,
): Context | undefined {
  let inside = context
  for (const one of under ?? []) {
    const { holds, isSure } = answer(one, scope, doubts)
    const runs = holds !== undefined && holds !== one.other
    if (!runs && isSure) return undefined
    if (runs) continue
    const text = `${one.other ? 'not ' : ''}${one.word} ${one.args}`
    inside = { ...inside, condition: both(inside.condition, unknownCondition(text, one.place)) }
  }
  return inside
}

function answer(
  { word, args }: Under,
  scope: MakeScope,
  { mayBeSet, isChosen }: Doubts,
): { holds: boolean | undefined; isSure: boolean } {
  const written = word === 'ifdef' || word === 'ifndef' ? [`$(${args.trim()})`, ''] : operands(args)
  let isSure = true
  let isOpen = false
  const get = (name: string) => {
    const value = scope.get(name)
    isOpen ||= isChosen(name, value)
    return value
  }
  const values = written.map((operand) =>
    expandMake(operand, { ...scope, get })
      .text.replace(/\$\(uname(?: -s)?\)/g, 'Linux')
      .replace(/\$\{(\w+)\}/g, (whole, name: string) => {
        if (mayBeSet(name)) return whole
        isSure = false
        return ''
      })
      .trim(),
  )
  if (isOpen || values.some((value) => value.includes('$'))) return { holds: undefined, isSure: false }
  const same = values[0] === values[1]
  return { holds: word === 'ifeq' || word === 'ifndef' ? same : !same, isSure }
}

/** What `ifeq` compares: `(a,b)`, `"a" "b"`. */
function operands(args: string): readonly [string, string] {
  const quoted = /^(["'])(.*?)\1\s*(["'])(.*?)\3\s*$/s.exec(args.trim())
  if (quoted) return [quoted[2] as string, quoted[4] as string]
  const inside = args.trim().replace(/^\(|\)$/g, '')
  const [first = '', ...rest] = argumentsIn(inside)
  return [first, rest.join(',')]
}
