import type { Act } from '../../model.ts'

/** Which tests of its files a command runs, where it chooses them by titles or tags. */
export interface Choice {
  /** the word that they bear, or an expression; `?` where they are chosen otherwise */
  readonly only: string | undefined
  /** the words that no test bears that runs */
  readonly not: readonly string[]
  /** what of the command names the tests that do not run */
  readonly leftOut: readonly string[]
}

const keeping = /^(?:-g|--grep|-t|--testNamePattern|-k|-m|--tags?)$/
const keepingJoined = /^(?:--grep|--tags?|--testNamePattern|-t|-k|-m)=(.+)$/
const leaving = /^(?:-gv|--grep-invert|--exclude-tags?|--excludeTags?)$/
const leavingJoined = /^(?:--grep-invert|--exclude-tags?|--excludeTags?)=(.+)$/
/** An expression that only says which tests do not run: `not @slow`, `not slow and not @flaky`. */
const nothingBut = /^\(?\s*(?:not|~)\s*@?[\w-]+(?:\s+and\s+(?:not|~)\s*@?[\w-]+)*\s*\)?$/

/** What is spelt as a choice and is none to a runner: the name of a run, how long it lasts, the values of its variables. */
const otherwise: readonly (readonly [tool: RegExp, option: RegExp])[] = [
  [/^cypress\b/, /^(?:-t|--tag)(?:=|$)/],
  [/^(?:locust|bats)\b/, /^-t$/],
  [/^newman\b/, /^-g$/],
]

/** Which tests run, where their titles or tags decide (Playwright, Jest, Cypress, pytest, Cucumber). */
export function choiceOf({ tool, words, text }: Act): Choice {
  let only: string | undefined
  const not: string[] = []
  const leftOut: string[] = []
  const leave = (word: string, said: string) => {
    not.push(...said.split(/\||,|\s+and\s+/).map((one) => one.replace(/[()'"/]|\bnot\b|~/g, '').trim()))
    leftOut.push(word)
  }
  for (const [i, word] of words.entries()) {
    if (otherwise.some(([runner, option]) => runner.test(tool) && option.test(word))) continue
    const next = words[i + 1]
    const kept = keepingJoined.exec(word)?.[1] ?? (keeping.test(word) ? next : undefined)
    const left = leavingJoined.exec(word)?.[1] ?? (leaving.test(word) ? next : undefined)
    if (left !== undefined) leave(left === next ? left : word, left)
    else if (kept !== undefined && nothingBut.test(kept)) leave(kept === next ? kept : word, kept)
    else if (kept !== undefined) only ??= kept
  }
  if (only === undefined && not.length === 0 && /--(?:exclude|shard|only|filter)\b/.test(text)) only = '?'
  return { only, not: not.filter(Boolean), leftOut }
}

/** One word, or a tag: what a test bears can be looked for. */
const plainWord = /^["'/]?@?[\w-]+["'/]?$/

/** Whether tests are chosen in a way that can be followed here. */
export const isPlainChoice = ({ only }: Choice): boolean => only === undefined || plainWord.test(only)

const starts =
  /\b(?:test|it|scenario|specify)(?:\.\w+)*\s*\(|\bdef\s+test|\bfunc(?:tion)?\s+[Tt]est|^[ \t]*Scenario\b/gm

/** Whether the test that begins at a place, or around it, is among the chosen ones: its title or its tags hold the word. */
export function isChosen(content: string, at: number, choice: Choice): boolean {
  const { only, not } = choice
  if (only === undefined && not.length === 0) return true
  if (!isPlainChoice(choice)) return false
  const marks = marksAt(content, at)
  if (not.some((word) => marks.includes(word))) return false
  return only === undefined || marks.includes(only.replace(/^["'/]|["'/]$/g, ''))
}

/** What a test bears: its title with the options behind it, the marks above it, and the title of its group. */
function marksAt(content: string, at: number): string {
  let start: number | undefined
  let end = content.length
  for (const { index } of content.matchAll(starts)) {
    if (index <= at) start = index
    else {
      end = index
      break
    }
  }
  const group = /\b(?:describe|Feature|class|pytestmark)\b[^\n]*/.exec(content.slice(0, at))?.[0] ?? ''
  const featureTags = /^(?:[ \t]*@.*\n)+(?=[ \t]*Feature)/m.exec(content)?.[0] ?? ''
  if (start === undefined) return `${featureTags}${group}\n${content.slice(0, at)}`
  const line = content.lastIndexOf('\n', start) + 1
  const above = /(?:^[ \t]*@.*\n)+$/m.exec(content.slice(0, line))?.[0] ?? ''
  return `${featureTags}${group}\n${above}${content.slice(start, Math.min(end, start + 300))}`
}
