/*
 * How scripts in Python, JavaScript, Ruby and PHP write texts, and the calls by which they start a program. Kept in parts:
 * as one line nobody could read them.
 */

const double = String.raw`"(?:[^"\\\n]|\\.)*"`
const single = String.raw`'(?:[^'\\\n]|\\.)*'`
const tripled = String.raw`"""(?:[^"\\]|\\.|"(?!""))*"""`
const template = '`(?:[^`\\\\]|\\\\[\\s\\S])*`'
const list = String.raw`\[[^\]]{0,2000}\]`

/** A text in quotes of any of these languages, with its prefix (`f"…"`), as the source of a pattern. */
export const quotedText: string = `(?:rb|[fru]+)?(?:${tripled}|${double}|${single}|${template})`

/** `.exec` is a pattern's, unless that before it is called as if it were a shell or a process. */
const exec = [
  String.raw`(?<!\.)exec`,
  String.raw`(?<=\b(?:cp|child_?[pP]rocess|shell(?:js)?|exec|sh|ssh\w*|Kernel|util)\.)exec`,
]

/** Functions that start a program: of Python's library, Node, execa, Ruby, make-like tools of Python, and PHP. */
const starters = [
  String.raw`subprocess\.(?:run|call|check_call|check_output|Popen)`,
  String.raw`os\.system`,
  String.raw`(?:child_process\.)?(?:execSync|spawnSync|execFileSync|${exec.join('|')}|spawn)`,
  'execa(?:Sync|Command|CommandSync)?',
  'system!?|sh',
  String.raw`c\.run|ctx\.run|session\.run`,
  'shell_exec|passthru',
].join('|')

/** The `$` of zx, before a template. */
const dollar = String.raw`(?<![\w$.])\$(?=${'`'})`

/** A function of the script's own that is called with a list of words, the first of which could be a program. */
const ownStarter = String.raw`(?<![\w.])(?:\w+_)?(?:run|call|check_call|check_output|popen|execute|cmd|command)(?=\(\s*\[\s*["'][a-z][\w.-]*["'])`

/** A call that starts a program with literal words: `call`, its first arguments in `args`, and what follows them in `rest`. */
export const calls: RegExp = new RegExp(
  String.raw`(?<call>\b(?:${starters})|${dollar}|${ownStarter})\s*(?:\(\s*)?` +
    String.raw`(?<args>${list}|${quotedText}(?:\s*,\s*(?:${list}|f?${double}|${single}))*)(?<rest>[^\n)]{0,200})`,
  'g',
)

/** Each text among arguments (groups 1 to 4: by its kind of quotes), or name (group 5). */
export const strings: RegExp =
  /(?:rb|[fru]+)?(?:"""((?:[^"\\]|\\.|"(?!""))*)"""|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\[\s\S])*)`)|([A-Za-z_][\w.]*)/g
