import { awsCalls } from './aws-sdk.ts'
import { calls, strings } from './foreign-calls.ts'
import { type Fates, fatesIn } from './foreign-caught.ts'
import { withExits } from './foreign-exits.ts'
import { handedByName, isChecked, isComment } from './foreign-values.ts'

/** A command that a script in another language hands to a shell or starts. */
export interface ShellOut {
  /** shell text; what the language puts in is kept as `${…}` */
  readonly text: string
  readonly start: number
  readonly end: number
  /** its failure fails the script (`check=True`, execSync); `open`: a handler takes it, which may raise it later */
  readonly checked: boolean | 'open'
  /**
   * The calls through which its failure is raised, the innermost first; where it begins where left out, none where its code
   * ends the script.
   */
  readonly raisedAt?: readonly number[]
}

/**
 * The shell-outs of Python, Ruby, JavaScript and PHP, as far as they are literal: `subprocess.run(["a", "b"])`,
 * `execSync("a b")`, `system("a", "b")`, `sh "a"`, and functions of the script's own that are called so with a list
 * (`check_call(["kubectl", "set", …], dry_run)`). One pass over the text; comments at line starts are left out.
 */
export function shellOuts(text: string): readonly ShellOut[] {
  // What is no program of a reasonable size is not read.
  if (text.length > 500_000) return []
  const literal = [...literalOuts(text), ...sideBySide(text), ...awsCalls(text)]
  const byName = handedByName(text, literalOuts).found
  // what a function of the script's own is given is judged by what it does with it
  const alone = literal.filter(({ start, end }) => !byName.some((one) => start <= one.start && one.end <= end))
  const fates = fatesIn(text)
  const outs = [...alone, ...byName]
  const all = outs.map((out) => (out.checked === true ? { ...out, checked: heeded(out, fates) } : out))
  return all.sort((a, b) => a.start - b.start)
}

/** What a handler around a command that raises its failure leaves of that, where it stands and where it is handed on. */
function heeded({ start, raisedAt = [start] }: ShellOut, fates: Fates): ShellOut['checked'] {
  for (const [index, at] of raisedAt.entries()) {
    const fate = fates(at, index === raisedAt.length - 1)
    if (fate !== 'raised') return fate === 'open' && fate
  }
  return true
}

/** Whether a script hands something to a shell of which nothing here tells what it is: `subprocess.run(sys.argv[1])`. */
export const handsOnUnseen = (text: string): boolean => handedByName(text, literalOuts).open

/** So far is looked at before a call: all of a minified program stands on one line. */
const longest = 400

function literalOuts(text: string): readonly ShellOut[] {
  const found: ShellOut[] = []
  const exits = withExits(text)
  for (const match of text.matchAll(calls)) {
    const start = match.index
    if (isComment(text, start)) continue
    const { call = '', args = '', rest = '' } = match.groups ?? {}
    const list = args.startsWith('[') || /,/.test(args.replace(strings, ''))
    const values = valuesOf(args)
    const [first] = values
    if (first === undefined || first === '') continue
    const command = list && values.length > 1 ? values.map(quoted).join(' ') : first
    const raised = /check_call|check_output|(exec|File)Sync|^sh$|system!|\.run$|execa|^\$$/.test(call)
      ? (!/subprocess\.run$/.test(call) || /check\s*=\s*True/.test(rest)) && !/\bwarn\s*=\s*True/.test(rest)
      : false
    const end = start + match[0].length - rest.length
    // zx is told so behind the command (google.github.io/zx, "nothrow()")
    if (raised && call === '$' && /^[`\s]*(?:\.\w+\([^()\n]*\)\s*)*\.nothrow\(/.test(text.slice(end, end + 120))) {
      found.push({ text: command, start, end, checked: false })
      continue
    }
    const before = text.slice(Math.max(text.lastIndexOf('\n', start) + 1, start - longest), start)
    const asked = !raised && isChecked(call, exits(before), exits(text.slice(end, end + 400)))
    found.push({ text: command, start, end, checked: raised || asked, ...(asked && { raisedAt: [] }) })
  }
  return found
}

/** `concurrently(['npm run a', {command: 'npm run b', name: 'b'}])`: github.com/open-cli-tools/concurrently, "API". */
const together = /\bconcurrently\s*\(\s*\[(?<list>[^\]]{0,4000})\]/g
const command = /(?<key>\b\w+\s*:\s*)?(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\[\s\S])*)`)/g

/** Commands that a script in JavaScript starts side by side; one that fails fails what waits for them. */
function sideBySide(text: string): ShellOut[] {
  return [...text.matchAll(together)].flatMap((match) => {
    const { list = '' } = match.groups ?? {}
    const from = match.index + match[0].length - 1 - list.length
    const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index)
    if (/^\s*(\/\/|\*)/.test(line)) return []
    return [...list.matchAll(command)].flatMap((one) => {
      const key = one.groups?.key
      const written = one[2] ?? one[3] ?? one[4] ?? ''
      if (written === '' || (key !== undefined && !/^command\b/.test(key))) return []
      const start = from + one.index
      return [{ text: written, start, end: start + one[0].length, checked: /\bawait\s+$/.test(line) }]
    })
  })
}

function valuesOf(args: string): string[] {
  const found: string[] = []
  for (const match of args.matchAll(strings)) {
    const literal = match[1] ?? match[2] ?? match[3] ?? match[4]
    if (literal === undefined) {
      found.push(`\${${match[5]}}`)
      continue
    }
    const open = literal
      .replace(/\\(["'`\\])/g, '$1')
      .replace(/#\{([^}]*)\}/g, (_all, name: string) => `\${${name.replace(/\W+/g, '_')}}`)
    const python = /^[ru]*f/.test(match[0])
      ? open.replace(/(?<!\$)\{(\w[^}]*)\}/g, (_all, name: string) => `\${${name.replace(/\W+/g, '_')}}`)
      : open
    found.push(python)
  }
  return found
}

function quoted(word: string): string {
  return /^[\w@%+=:,./${}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
