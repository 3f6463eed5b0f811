import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { and, or } from '../dialect/three-valued.ts'
import { branchAllowed } from '../graph/run/branches.ts'
import type { Condition, Run } from '../model.ts'

type Answer = boolean | undefined

/** `branches`, `if` and `if_changed` of a step (buildkite.com/docs/pipelines/configure/conditionals, …/if-changed). */
export function conditionOf(step: DataNode): Condition | undefined {
  return both(ofBranches(step.get('branches')), ofExpression(step.get('if')), ofChanges(step.get('if_changed')))
}

/** `if_changed`: which files a change touches, the agent knows when it uploads the steps. */
function ofChanges(node: DataNode | undefined): Condition | undefined {
  if (!node) return undefined
  const globs = (node.get('include') ?? node).asList.map(({ text }) => text ?? '')
  return { text: `if_changed ${globs.join(' ')}`.trim(), place: node.place, holds: () => undefined, onData: () => true }
}

/** The globs of `branches: "main release/* !old"`; undefined where all are meant. */
export function branchesIn(step: DataNode): readonly string[] | undefined {
  const globs = (step.get('branches')?.asList ?? []).flatMap(({ text }) => (text ?? '').split(/\s+/)).filter(Boolean)
  if (globs.length === 0) return undefined
  return globs.every((glob) => glob.startsWith('!')) ? ['**', ...globs] : globs
}

function ofBranches(node: DataNode | undefined): Condition | undefined {
  if (!node) return undefined
  const parent = { get: () => node } as unknown as DataNode
  const branches = branchesIn(parent)
  if (!branches) return undefined
  return {
    text: `branches ${branches.join(' ')}`,
    place: node.place,
    branches: branches.filter((one) => !/[*!]/.test(one)),
    holds: (run) => {
      const name = branchOf(run)
      if (name === undefined) return branches.includes('**') && branches.length === 1 ? true : undefined
      return name !== null && branchAllowed({ kind: 'push', branches, place: node.place }, name)
    },
  }
}

/** The branch of a build; null where it is of a tag. A request is built for its own branch, which may be any. */
function branchOf(run: Run): string | null | undefined {
  if (run.trigger.kind === 'tag') return null
  return run.trigger.kind === 'pull-request' ? undefined : run.branch
}

function ofExpression(node: DataNode | undefined): Condition | undefined {
  const text = node?.text
  if (!node || text === undefined) return undefined
  const tokens =
    text.match(/"[^"]*"|'[^']*'|\/(?:\\.|[^/\\])+\/i?|&&|\|\||[=!]=|[=!]~|[!()]|[\w.]+(?:\([^)]*\))?/g) ?? []
  const branches = [...text.matchAll(/build\.branch\s*[=!]=\s*["']([\w./-]+)["']/g)].map(([, name]) => name as string)
  return { text: text.trim(), place: node.place, branches, holds: (run) => new Reader(tokens, run).read() }
}

class Reader {
  #at = 0

  constructor(
    private readonly tokens: readonly string[],
    private readonly run: Run,
  ) {}

  read(): Answer {
    const answer = this.#either()
    return this.#at === this.tokens.length ? answer : undefined
  }

  #take(...wanted: readonly string[]): string | undefined {
    const token = this.tokens[this.#at]
    if (token === undefined || !wanted.includes(token)) return undefined
    this.#at++
    return token
  }

  #either(): Answer {
    let answer = this.#all()
    while (this.#take('||')) answer = or(answer, this.#all())
    return answer
  }

  #all(): Answer {
    let answer = this.#one()
    while (this.#take('&&')) answer = and(answer, this.#one())
    return answer
  }

  #one(): Answer {
    if (this.#take('!')) {
      const answer = this.#one()
      return answer === undefined ? undefined : !answer
    }
    if (this.#take('(')) {
      const answer = this.#either()
      this.#take(')')
      return answer
    }
    const left = this.tokens[this.#at++] ?? ''
    const operator = this.#take('==', '!=', '=~', '!~')
    if (!operator) return left === 'true' ? true : left === 'false' ? false : this.#present(left)
    const right = this.tokens[this.#at++] ?? ''
    const same = operator.endsWith('~') ? this.#matches(left, right) : this.#equal(left, right)
    return same === undefined ? undefined : operator.startsWith('!') ? !same : same
  }

  #equal(left: string, right: string): Answer {
    if (right === 'null') {
      const there = this.#present(left)
      return there === undefined ? undefined : !there
    }
    const value = toldOf(left, this.run)
    const wanted = /^["'](.*)["']$/.exec(right)?.[1] ?? right
    if (value === undefined) return undefined
    return value === wanted
  }

  #matches(left: string, right: string): Answer {
    const value = toldOf(left, this.run)
    if (value === undefined) return undefined
    const [, source = '', flag] = /^\/(.*)\/(i?)$/.exec(right) ?? []
    // anything but plain words and anchors is left to the service
    const plain = /^(\^?)([\w./-]*)(\$?)$/.exec(source.replace(/\\([/.-])/g, '$1'))
    if (!plain || value === null) return value === null ? false : undefined
    const [text, word] = flag ? [value.toLowerCase(), (plain[2] as string).toLowerCase()] : [value, plain[2] as string]
    if (plain[1] && plain[3]) return text === word
    return plain[1] ? text.startsWith(word) : plain[3] ? text.endsWith(word) : text.includes(word)
  }

  /** Whether a value is there at all. */
  #present(name: string): Answer {
    const { kind } = this.run.trigger
    if (name.startsWith('build.pull_request')) return kind === 'pull-request'
    if (name === 'build.tag') return kind === 'tag'
    return undefined
  }
}

/** What a run tells of a value; null where there is none. */
function toldOf(name: string, run: Run): string | null | undefined {
  if (name === 'build.branch') return branchOf(run)
  if (name === 'build.tag') return run.trigger.kind === 'tag' ? undefined : null
  if (name.startsWith('build.pull_request')) return run.trigger.kind === 'pull-request' ? undefined : null
  return undefined
}

/** Where a step is for tags, builds of tags must be switched on. */
export const speaksOfTags = (text: string): boolean => /\bbuild\.tag\b|\bBUILDKITE_TAG\b/.test(text)

/** Where the steps of a pipeline begin: it may be a list of them alone. */
export const placeOfSteps = (root: DataNode): Place => (root.kind === 'map' ? root.keyPlace('steps') : root.place)
