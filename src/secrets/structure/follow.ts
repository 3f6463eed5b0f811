import { bareAt, insideString, type Within } from './bare.ts'
import { blockDefault, isDefaultOf, isOfConnection, isOfEnvironment, optionDefault } from './defaults.ts'
import { type Literal, literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import type { Form } from './pair.ts'
import { isQuote, lineEnd, lineStart, matchAt, skipSpace } from './text.ts'

/** A value that follows a name. */
export interface Follow {
  readonly literal: Literal
  /** an argument, a comparison, a default in an expression: something less than an assignment */
  readonly loose: boolean
  /** the value is compared with what the name holds */
  readonly compared?: boolean
}

/** What is written behind a name and makes what comes next its value. */
const operator =
  /[ \t]{0,60}(?:(:=|=>|={1,3}|!==?|\?=|\+=|->)|(:(?![:=])|：)|(,)|(\()|(?:\)|\])?[ \t]{0,4}(\|\||\?\?=?|\?:|or\b))/y

/** `password: string =`, `password string =`, `password: Final[str] =` */
const typed =
  /[?!]?(?:[ \t]{0,8}:[ \t]{0,8}[&'A-Za-z_][\w<>[\]|&'. ?]{0,60}?|[ \t]{1,4}\*?[A-Za-z][\w.[\]]{0,30})[ \t]{0,20}=(?![=>])/y

/** Calls around a literal that leave it what it is. */
const wrapper =
  /(?:(?:new[ \t]+)?(?:String|SecretStr|Secret|SecureString|Buffer\.from|String::from|Some|Optional\.of|ptr|to\.Ptr|aws\.String|pulumi\.String|kotlin\.String|str|bytes|bytearray|Uint8Array|SecretString|SecretValue\.unsafePlainText|cdk\.SecretValue\.unsafePlainText|sensitive|ConvertTo-SecureString|Base64\.decode64|atob|base64\.b64decode|(?:java\.util\.)?Base64\.getDecoder\(\)\.decode|Convert\.FromBase64String|(?:hex|base64\.StdEncoding)\.DecodeString|bytes\.fromhex|(?:binascii\.)?unhexlify|hex2bin|(?:\[?(?:System\.)?Convert\]?(?:::|\.))?FromHexString|Hex\.decode(?:Hex)?|Hash::make|bcrypt|password_hash|make_password|generate_password_hash|(?:await[ \t]+)?bcrypt\.hash(?:Sync)?|(?:\w{1,30}\.){0,4}(?:To|Get|Compute|Create)?(?:Hash|M[Dd]5|S[Hh][Aa](?:1|256))(?:Password|String)?(?=\()|\w{0,20}[eE]ncoder(?:\(\))?\.encode|(?:System\.Text\.)?Encoding\.\w{1,8}\.GetBytes|\[\]byte|\[string\])[ \t]{0,4}\(?[ \t]{0,4}|\(|&){1,2}/y

/** Functions that do something with what they are given, which need not be a secret: `encrypt_key("name")`. */
const doing = /^(?:\w*[._])?(?:en|de)crypt|^sign|^hash|^authenticate/i

/** The value that an operator behind the name gives to it, on this line or, where the form is one of code, the next. */
export function valueAfter(content: string, name: Name, form: Form): Follow | undefined {
  const embedded = embeddedIn(content, name, form)
  let at = name.end + name.closing.length
  if (name.closing !== '' && content.startsWith(' ]', at)) at++
  const block = form === 'code' && name.closing !== '' ? blockDefault(content, name, at) : undefined
  if (block !== undefined) return wrapped(literalAt(content, block, true), false)
  if (name.closing !== '' && (content[at] === ']' || content[at] === ')')) {
    const bracket = content[at] === ']'
    if (bracket || /^\)\s*(?:\|\||\?\?|\?:|or\b)/.test(content.slice(at, at + 12))) at++
  }
  if (form === 'code' && name.closing === '') {
    const type = matchAt(typed, content, at)
    if (type !== null) return given(content, at + type[0].length, form, false, 'none', name)
  }
  if (name.closing === '' && (content[at] === '?' || content[at] === '!')) at++
  const found = matchAt(operator, content, at)
  if (found === null) return spaced(content, name, form, at)
  const [whole, assign, colon, comma, paren, fallback] = found
  const after = at + whole.length
  if (fallback !== undefined)
    return form === 'code' || form === 'notebook'
      ? given(content, after, form, !isOfEnvironment(name), 'none', name)
      : undefined
  if (comma !== undefined) return argument(content, name, after, form) ?? optionDefault(content, name, after, form)
  if (paren !== undefined && doing.test(name.text)) return undefined
  if (paren !== undefined)
    return name.closing === '' && !/\s/.test(whole) ? argument(content, name, after, form) : undefined
  if (assign === '->') return undefined
  const loose = assign !== undefined && /^(?:==|===|!==?)$/.test(assign)
  if (
    colon !== undefined &&
    name.closing === '' &&
    embedded === 'string' &&
    form !== 'yaml' &&
    colon === ':' &&
    !/\s/.test(content[after] ?? ' ')
  )
    return undefined
  const follow = given(content, after, form, loose, embedded, name)
  return follow && loose && !assign?.startsWith('!') ? { ...follow, compared: true } : follow
}

/** What the name stands in: decides how a value without quotes ends. */
function embeddedIn(content: string, name: Name, form: Form): Within {
  const before = content[name.start - 1 - name.dashes] ?? '\n'
  if (before === '{' && content[name.start - 2] === '$') return 'braces'
  if (name.closing !== '') return form === 'yaml' && inFlow(content, name.start) ? 'flow' : 'none'
  if (before === '?' || before === '&' || before === ';') return 'string'
  if (form === 'env' || form === 'ini' || form === 'properties' || form === 'prose') {
    return /^\s*(?:export\s+|set\s+)?["']?$/.test(
      content.slice(lineStart(content, name.start), name.start).slice(-40),
    ) || form === 'prose'
      ? 'none'
      : 'string'
  }
  if (form === 'yaml') return yamlPlace(content, name)
  if (form === 'shell' || form === 'dockerfile') return insideString(content, name.start) ? 'string' : 'none'
  // a script in a string of many lines: assignments of HCL have spaces around their sign
  if (form === 'hcl' && content[name.end] === '=' && /\S/.test(content[name.end + 1] ?? ' ')) return 'words'
  return insideString(content, name.start) || form === 'sql' || form === 'xml' ? 'string' : 'none'
}

function inFlow(content: string, at: number): boolean {
  const head = content.slice(lineStart(content, at), at)
  return head.includes('{') || head.includes('[')
}

/** In YAML a name begins its line (or an item of a list), or it is a word of a script or of a string. */
function yamlPlace(content: string, name: Name): Within {
  const head = content.slice(lineStart(content, name.start), name.start)
  if (/^\s*(?:-\s+)*(?:\?\s+)?[\w./-]*$/.test(head)) {
    return content[name.end] === '=' && !/-\s+$/.test(head) ? 'words' : 'none'
  }
  if (/[{[,]\s*$/.test(head)) return 'flow'
  return insideString(content, name.start) ? 'string' : 'words'
}

/** The value at `at`: a string, or what the form takes without quotes. */
function given(
  content: string,
  at: number,
  form: Form,
  loose: boolean,
  within: Within,
  name: Name,
): Follow | undefined {
  const code = form === 'code' || form === 'notebook'
  const lines = code || form === 'json' ? 1 : 0
  let start = within === 'braces' ? at : skipSpace(content, at, lines)
  if (within === 'braces') {
    // ${X:+…} and ${X:?…} are no defaults
    if (content[start] === '+' || content[start] === '?') return undefined
    if (content[start] === '-' || content[start] === '=') start++
    if (isQuote(content[start])) start++
  }
  if (code) {
    const wrap = matchAt(wrapper, content, start)
    if (wrap !== null) start = skipSpace(content, start + wrap[0].length, 1)
  }
  // a word that a shell, or Docker, goes on with on the next line
  if ((form === 'shell' || form === 'dockerfile') && content[start] === '\\')
    start += matchAt(/\\\r?\n/y, content, start)?.[0].length ?? 0
  // what a command prints: KEY=`openssl rand -hex 32`
  if (content[start] === '`' && (form === 'shell' || form === 'dockerfile' || within === 'words')) return undefined
  if (form === 'yaml' && content[start] === '!') {
    const tag = matchAt(/!!?(?:str|binary)?[ \t]{1,4}/y, content, start)
    if (tag !== null) start += tag[0].length
  }
  if (form === 'yaml' && content[start] === '&') {
    const anchor = matchAt(/&[\w-]{1,60}[ \t]{1,4}/y, content, start)
    if (anchor !== null) start += anchor[0].length
  }
  const literal = within === 'braces' ? undefined : literalAt(content, start, code || form === 'hcl')
  if (literal !== undefined) {
    // NAME="a b" in a script that is a string itself: the quote belongs to the string around it
    if (within === 'string' && content[start] === content[name.end + name.closing.length]) return undefined
    return { literal, loose }
  }
  if (code && within === 'none') return isCondition(content, name, start) ? undefined : fallback(content, start, form)
  const isOfOne = within === 'string' && isOfConnection(content, name)
  const bare = bareAt(content, start, form, isOfOne && isInQuotes(content, name) ? 'connection' : within)
  if (form === 'yaml' && bare !== undefined && /^[|>][-+\d]{0,3}$/.test(bare.value)) return undefined
  return bare === undefined
    ? undefined
    : {
        // `@Value("${jwt.secret:…}")`: the whole of what the string gives
        literal: within === 'braces' && code ? { ...bare, quoted: true } : bare,
        loose: loose || (within === 'string' && code && !isOfOne),
      }
}

/** Whether a quote stands around the name, so that what follows it ends with that at the latest. */
const isInQuotes = (content: string, { start }: Name) => insideString(content, start)

/** `if not password:` and what comes below it. */
const isCondition = (content: string, name: Name, next: number) =>
  content.slice(name.end, next).includes('\n') &&
  /^\s*(?:if|elif|while|with|unless|when|except)\b/.test(content.slice(lineStart(content, name.start), name.start))

/** `os.environ.X or "…"`, `config.x ?? '…'`: the literal that an expression falls back to, on the same line. */
function fallback(content: string, at: number, form: Form): Follow | undefined {
  const line = content.slice(at, lineEnd(content, at, 240))
  const operator = /(?:\|\||\?\?|\?:|\bor\b)\s{0,4}(?=["'`])/.exec(line)
  if (operator === null) return undefined
  const literal = literalAt(content, at + operator.index + operator[0].length, form === 'code')
  return literal === undefined ? undefined : { literal, loose: true }
}

/** `define('DB_PASSWORD', '…')`, `setPassword("…")`, `["--password", "…"]`: the literal is the next or the only argument. */
function argument(content: string, name: Name, at: number, form: Form): Follow | undefined {
  // a script in a script: `token.set_token('…')`
  const called =
    (form === 'shell' && /\.set_?[A-Za-z]/.test(name.text)) || (form === 'sql' && /^password$/i.test(name.text))
  if (form !== 'code' && form !== 'notebook' && name.dashes === 0 && !called) return undefined
  const first = skipSpace(content, at, 1)
  const named = isDefaultOf(content, name) ? (matchAt(namedDefault, content, first)?.[0].length ?? 0) : 0
  const wrap = matchAt(wrapper, content, first + named)
  const start = skipSpace(content, first + named + (wrap === null ? 0 : wrap[0].length), 1)
  const literal = literalAt(content, start, true)
  if (literal === undefined) return undefined
  const behind = skipSpace(content, literal.after, 1)
  const next = content[behind]
  if (next === ',' && name.dashes === 0 && isListed(content, name, behind)) return undefined
  return next === ')' || next === ',' || next === ']' || next === '.' || next === undefined
    ? {
        literal,
        loose: !isDefaultOf(content, name),
      }
    : undefined
}

/** `env('KEY', default='…')`, `config('KEY', cast=str, default='…')`: where Python names its arguments. */
const namedDefault = /(?:cast[ \t]?=[ \t]?\w{1,20},\s{0,20})?default[ \t]?=[ \t]?/y

/** `"letmein", "password", "hunter2", "qwerty"`: a word among others, as in a list of what nobody should choose. */
const isListed = (content: string, name: Name, comma: number) =>
  name.closing !== '' &&
  /["'`]\s{0,4},\s{0,40}["'`]$/.test(content.slice(Math.max(0, name.start - 60), name.start)) &&
  isQuote(content[skipSpace(content, comma + 1, 1)])

/** `--password hunter2`, `ENV PASSWORD hunter2`, `password "…"`, `PASSWORD '…'`: only a space is between. */
function spaced(content: string, name: Name, form: Form, at: number): Follow | undefined {
  const start = skipSpace(content, at, 0, 40)
  if (start === at) return undefined
  if (name.dashes > 0) {
    if (content[start] === '-' || content[start] === '\\') return undefined
    const literal = literalAt(content, start, false) ?? bareAt(content, start, form, 'words')
    return literal === undefined ? undefined : { literal, loose: true }
  }
  const head = content.slice(lineStart(content, name.start), name.start)
  if (form === 'dockerfile' && /^\s*ENV\s+$/i.test(head)) {
    return wrapped(literalAt(content, start, false) ?? bareAt(content, start, 'env', 'none'), false)
  }
  if (form === 'shell' && /(?:^|[;&|]\s*)\s*(?:setenv|setx|set)\s+(?:-\w+\s+)*$/.test(head)) {
    return wrapped(literalAt(content, start, false) ?? bareAt(content, start, form, 'words'), false)
  }
  const alone = /^\s*(?:set\s+)?$/.test(head)
  if (isQuote(content[start]) && name.closing === '') {
    if (form === 'sql' || (alone && (form === 'code' || form === 'ini' || form === 'properties'))) {
      return wrapped(literalAt(content, start, false), form === 'code')
    }
    if (form === 'code' && insideString(content, name.start)) return wrapped(literalAt(content, start, false), true)
  }
  if (alone && (form === 'ini' || form === 'properties')) return wrapped(bareAt(content, start, form, 'none'), true)
  return undefined
}

const wrapped = (literal: Literal | undefined, loose: boolean): Follow | undefined =>
  literal === undefined ? undefined : { literal, loose }
