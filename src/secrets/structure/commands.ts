import type { Found } from './find.ts'
import { bareLiteral, literalAt } from './literal.ts'
import { lineEnd } from './text.ts'

/*
 * Commands that are given a password without a name for it. Read on the one line (with those that a backslash joins to it)
 * in which the command's word stands.
 */

/** Words that are commands or headers and name no value themselves. */
export const commandNames =
  /^(?:bearer|(?:proxy-|x-|http_)?authori[sz]ation|auth_?header|identified|curl|wget|https?|mysql(?:dump|admin|import|check|show|slap|pump|sh)?|mariadb(?:-[\w-]+)?|sqlcmd|bcp|osql|redis-cli|sqlplus|login|ldap(?:search|modify|add|delete|passwd|whoami|compare|modrdn)|smbclient|passin|passout|htpasswd|convertto-securestring|mongo(?:sh|dump|restore|import|export|files|stat|top)?|sshpass|chpasswd|sudo|useradd|usermod)$/i

const WORD = String.raw`(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s"'\`|;&<>]{1,200}))`

/** What stands before the value, for each command: the value is what the last group of WORD takes. */
const shapes: readonly {
  readonly command: RegExp
  readonly pattern: RegExp
  readonly before?: RegExp
  readonly pair?: true
}[] = [
  // curl -u user:password
  {
    command: /^(?:curl|wget|http|https|httpie)$/,
    pattern: new RegExp(String.raw`\s(?:-u|--user|--proxy-user|-U|-a|--auth)(?:\s{1,4}|=)?${WORD}`),
    pair: true,
  },
  // mysql -ppassword
  {
    command: /^(?:mysql\w*|mariadb[\w-]*|mysqldump|mysqladmin)$/,
    pattern: new RegExp(String.raw`\s-p(?=[^\s-])${WORD}`),
  },
  { command: /^(?:sqlcmd|bcp|osql)$/, pattern: new RegExp(String.raw`\s-P\s{0,4}${WORD}`) },
  { command: /^redis-cli$/, pattern: new RegExp(String.raw`\s-a\s{1,4}${WORD}`) },
  {
    command: /^(?:mongo|mongosh|mongodump|mongorestore|mongoimport|mongoexport)$/,
    pattern: new RegExp(String.raw`\s-p\s{1,4}${WORD}`),
  },
  {
    command: /^(?:ldapsearch|ldapadd|ldapmodify|ldapwhoami|ldapdelete)$/,
    pattern: new RegExp(String.raw`\s-w\s{1,4}${WORD}`),
  },
  { command: /^sshpass$/, pattern: new RegExp(String.raw`\s-p\s{0,4}${WORD}`) },
  // vault login token, vault login token=…
  {
    command: /^login$/,
    before: /\bvault\s{1,4}$/,
    pattern: /^(?:\s{1,4}-[\w-]{1,30}(?:=\S{1,80})?)*\s{1,4}(?:token=)?([A-Za-z0-9][\w.-]{7,120})(?=[\s"'`;|&]|$)/,
  },
  // docker login -p, oc login -p, az login -p
  { command: /^login$/, before: /(?:^|[^+])$/, pattern: new RegExp(String.raw`\s-p\s{1,4}${WORD}`) },
  // openssl … -passin pass:…
  { command: /^pass(?:in|out)$/, pattern: /^\s{1,4}["']?pass:([^\s"'`|;&<>]{2,100})/ },
  // htpasswd -b file user password
  {
    command: /^htpasswd$/,
    pattern:
      /^\s{1,4}-[a-zA-Z]{0,6}b[a-zA-Z]{0,6}\s{1,4}(?:\S{1,100}\s{1,4}){1,2}([^\s"'`|;&<>-][^\s"'`|;&<>]{2,80})(?=\s|$)/,
  },
  // ConvertTo-SecureString "…" -AsPlainText
  {
    command: /^convertto-securestring$/,
    pattern: /^\s{1,4}(?:-String\s{1,4})?(?:"([^"\n$]{2,100})"|'([^'\n]{2,100})')(?=[^\n]{0,80}-AsPlainText)/i,
  },
  { command: /^sqlplus$/, pattern: /\s(?:-\w+\s+)*"?[A-Za-z]\w{0,40}\/([^\s@"'/]{2,100})@/ },
  { command: /^smbclient$/, pattern: /\s-U\s{0,4}["']?[^\s%"']{1,60}%([^\s"']{2,100})/ },
  // useradd -m -p …
  {
    command: /^(?:useradd|usermod)$/,
    pattern: new RegExp(String.raw`\s(?:-[a-zA-Z]{0,6}p|--password)(?:\s{1,4}|=)${WORD}`),
  },
  // openssl passwd -1 -salt x …
  {
    command: /^passwd$/,
    before: /\bopenssl\s{1,4}$/,
    pattern:
      /^(?:\s{1,4}-(?:salt|in|table)\s{1,4}\S{1,40}|\s{1,4}-\w{1,12}){0,6}\s{1,4}(?:"([^"\n$]{3,80})"|'([^'\n]{3,80})'|([^\s"'`|;&<>()$-][^\s"'`|;&<>()$]{2,80}))/,
  },
  // echo 'user:password' | chpasswd
  { command: /^chpasswd$/, pattern: /^$/ },
]

/** The password among the arguments of a command whose word ends at `end`. */
export function argumentOf(content: string, word: string, end: number): Found | undefined {
  const head = content.slice(Math.max(0, end - word.length - 20), end - word.length)
  const shape = shapes.find(({ command, before }) => command.test(word) && (before === undefined || before.test(head)))
  if (shape === undefined) return undefined
  const text = content.slice(end, argumentsEnd(content, end))
  const match = shape.pattern.exec(text)
  if (match === null) return undefined
  const given = (match[1] ?? match[2] ?? match[3]) as string
  const colon = shape.pair ? given.indexOf(':') : -1
  if (shape.pair && colon < 1) return undefined
  const value = given.slice(colon + 1)
  const start = end + match.index + match[0].lastIndexOf(value)
  const remote = word === 'login' && namedHost.test(text)
  return {
    name: `${word} password`,
    literal: bareLiteral(value, start),
    source: 'command-argument',
    ...(remote && { remote }),
  }
}

/** A host by its full name or address among the arguments of a login, but for this machine's own. */
const namedHost =
  /\s["']?(?:https?:\/\/)?(?!127\.|0\.0\.0\.0|10\.|192\.168\.)[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,62}){1,8}(?::\d{1,5})?(?:\/[^\s"']{0,200})?["']?(?=\s|$)/i

/** `echo "root:…" | chpasswd`: the pair stands before the command. */
export function pipedPassword(content: string, at: number): Found | undefined {
  const before = content.slice(Math.max(0, at - 200), at)
  const match = /["'\s][a-z_][\w-]{0,30}:([^\s"'|:]{3,80})["']?\s*\|\s*(?:sudo\s+)?(?:\/usr\/sbin\/)?$/.exec(before)
  if (match === null) return undefined
  const value = match[1] as string
  const start = at - before.length + match.index + match[0].indexOf(`:${value}`) + 1
  return { name: 'chpasswd password', literal: bareLiteral(value, start), source: 'command-argument' }
}

/** `echo … | passwd --stdin shop`: what is piped is the password of the user behind it. `at` and `end` are those of the word. */
export function stdinPassword(content: string, at: number, end: number): Found | undefined {
  if (!/^[^\S\n][^\n|;&]{0,60}?--stdin\b/.test(content.slice(end, end + 80))) return undefined
  return echoedInto(content, at, 'passwd password')
}

/** `echo … | sudo -S`, `sudo -S … <<< …`: what `sudo` reads in place of somebody who types. `at` and `end` are those of the word. */
export function sudoPassword(content: string, at: number, end: number): Found | undefined {
  const options = /^(?:\s{1,4}-[A-RT-Za-z]{1,4}(?:\s{1,4}\w{1,20})?){0,3}\s{1,4}(?:-[A-Za-z]{0,4}S|--stdin)\b/.exec(
    content.slice(end, end + 100),
  )
  if (options === null) return undefined
  const piped = echoedInto(content, at, SUDO)
  if (piped !== undefined) return piped
  const line = content.slice(end, argumentsEnd(content, end))
  const here = /<<<\s{0,4}["']?([^\s"'$`|;&]{3,80})/.exec(line)
  return here === null
    ? undefined
    : commanded(SUDO, here[1] as string, end + here.index + here[0].lastIndexOf(here[1] as string))
}

const SUDO = 'sudo password'

/** What `echo` or `printf` pipes into the command at `at`, which may be one that `sudo` runs. */
function echoedInto(content: string, at: number, name: string): Found | undefined {
  const before = content.slice(Math.max(0, at - 160), at)
  const piped =
    /\b(?:echo|printf)\s{1,4}(?:-\w{1,3}\s{1,4})?(["']?)([^\s"'|$`\\]{3,80})\1\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?(?:\/usr\/bin\/)?$/.exec(
      before,
    )
  if (piped === null) return undefined
  const value = piped[2] as string
  return commanded(name, value, at - before.length + piped.index + piped[0].indexOf(value, 5))
}

const commanded = (name: string, value: string, start: number): Found => ({
  name,
  literal: bareLiteral(value, start),
  source: 'command-argument',
})

/**
 * Where the arguments end: at the end of the line, but for a backslash before it, or at what ends a command. A script in a
 * string of JSON has its lines' ends written out.
 */
function argumentsEnd(content: string, at: number): number {
  let end = lineEnd(content, at, 600)
  while (content[end - 1] === '\\' && end - at < 600 && content[end] !== undefined) end = lineEnd(content, end + 1, 600)
  const written = content.slice(at, Math.min(end, at + 800)).search(/\\r\\n|\\n(?=[a-z#]{2,} )/)
  return written < 0 ? Math.min(end, at + 800) : at + written
}

/** A statement about a user; what people write of things that are identified by something is none. */
const ofUser = /\b(?:(?:create|alter)\s{1,4}(?:user|role|login)|grant|set\s{1,4}password)\b[^;]*$/i

/**
 * `IDENTIFIED BY '…'`, `IDENTIFIED WITH plugin BY '…'` or `AS '…'`, `IDENTIFIED BY PASSWORD '…'`; without quotes (Oracle's)
 * only in a statement about a user.
 */
export function identifiedBy(content: string, end: number): Found | undefined {
  const match = /^\s{1,8}(?:with\s{1,4}["'`]?\w{1,40}["'`]?\s{1,4}(?:by|as)|by)\s{1,8}(?:password\s{1,4})?/i.exec(
    content.slice(end, end + 100),
  )
  if (match === null) return undefined
  const at = end + match[0].length
  const quoted = literalAt(content, at, false)
  if (quoted !== undefined) return { name: 'password', literal: quoted }
  if (!ofUser.test(content.slice(Math.max(0, end - 200), end))) return undefined
  const bare = /^[^\s;,'"()]{3,100}/.exec(content.slice(at, at + 100))
  return bare === null ? undefined : { name: 'password', literal: bareLiteral(bare[0], at) }
}
