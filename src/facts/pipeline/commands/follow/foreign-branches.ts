import type { Kind } from '../../../../config/vocabulary.ts'
import type { Place } from '../../../../documents/place.ts'
import { both } from '../../dialect/conditions.ts'
import { unknownCondition } from '../shell/conditions.ts'
import type { Finder } from '../shell/state.ts'

/*
 * Whether a program in Python comes to a call, by the blocks that the call stands in: the branch of an `if`, or a function
 * that nothing calls. Without running it, nobody can tell which branch is taken.
 */

const header = /^([ \t]*)(if|elif|else|while|except|def|async\s+def)\b([^\n]*):[ \t]*(?:#[^\n]*)?$/

/**
 * The block by which a call of a program in Python may be left out, as it is written; undefined where it is always come to.
 * @param text of the program
 * @param start where the call begins
 */
export function leftOutBy(text: string, start: number): string | undefined {
  const lines = text.slice(0, start).split('\n')
  const last = lines.pop() ?? ''
  // a test of what the call itself gives: `if subprocess.call([…]) != 0:`
  let indent = /^[ \t]*/.exec(last)?.[0].length ?? 0
  for (const line of lines.reverse()) {
    if (indent === 0) return undefined
    if (!line.trim() || /^\s*#/.test(line)) continue
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0
    if (own >= indent) continue
    indent = own
    const [, , word = '', rest = ''] = header.exec(line) ?? []
    if (!word || /__name__/.test(rest)) continue
    if (!word.endsWith('def')) return line.trim()
    const [name = ''] = /\w+/.exec(rest) ?? []
    if (isNeverNamed(name, text)) return line.trim()
  }
  return undefined
}

/** A function that is named where it is defined and nowhere else; one that a decorator registers is called by what that is. */
function isNeverNamed(name: string, text: string): boolean {
  const named = text.match(new RegExp(`(?<![\\w])${name}(?![\\w])`, 'g')) ?? []
  if (named.length > 1) return false
  const at = text.search(new RegExp(`def\\s+${name}\\b`))
  const before = text.slice(0, at).trimEnd()
  const line = before.slice(before.lastIndexOf('\n') + 1)
  return !/^\s*[@)\]]/.test(line) && !/\b(globals|getattr|fire\.Fire|inspect)\b/.test(text)
}

const checks = new Set<Kind>([
  'unit-test',
  'integration-test',
  'smoke-test',
  'security-scan',
  'image-scan',
  'lint',
  'validate',
  'sign',
  'verify',
])

/** Notes of checks that were found from one act on that a branch may leave them out. */
export function onBranch({ acts }: Finder, from: number, branch: string, place: Place): void {
  for (const [index, act] of acts.entries()) {
    if (index < from || !act.kinds.length || !act.kinds.every((kind) => checks.has(kind))) continue
    const condition = both(act.condition, unknownCondition(branch, place))
    acts[index] = condition ? { ...act, condition } : act
  }
}
