/*
 * What people write in the place of a secret. Words of templates, of examples and of local databases; it is asked where a
 * person may have chosen the value (URLs, credentials files), and of vendors' tokens only for what no random token holds.
 */

const words = new Set(
  `password passwd pass pwd passphrase secret mysecret mypassword mypass user username usr root admin administrator guest test
  tests testing tester example sample demo dummy fake changeme change_me changeit changethis replaceme replace_me default
  none null nil undefined empty redacted removed hidden masked token key apikey api_key credentials postgres postgresql mysql
  mariadb redis mongo mongodb rabbitmq amqp db database localhost hunter2 letmein qwerty abc123 foo bar baz foobar s3cr3t
  pw mypw pa55word p@ssword p@ssw0rd passw0rd value string xxx yyy zzz todo tbd`.split(/\s+/),
)

/** References and holes: `${X}`, `$X`, `<x>`, `{{ x }}`, `%s`, `[x]`, `***`, `...`, `xxxx`. */
const holes = /^[$%<{[@#(]|\$\{|\{\{|<[^>]*>|%[sdv(]|\*{3}|\.{3}|^[xX*.\-_#0]{3,}$|^:|\(\)|["'`\\]/

const sayings =
  /(?:your|my|some|the|insert|enter|put|example|sample|dummy)[-_. ]?(?:own|api|secret|password|passwd|pass|token|key|value)|(?:replace|change|fill)[-_. ]?(?:me|it|this|here|in)\b|(?:pass|password|passwd|secret|token|key|value)[-_. ]?here|^(?:pass|secret|password|user|test|admin|changeme)[-_]?\d{0,4}$|example|placeholder|changeme|x{5,}/i

/** Whether a value that a person may have chosen stands for one: a word of templates, a reference, a hole. */
export function isPlaceholder(value: string): boolean {
  return value.length < 3 || words.has(value.toLowerCase()) || holes.test(value) || sayings.test(value)
}

/** A password in a URL or a credentials file that is no placeholder. */
export function isChosenPassword(value: string): boolean {
  return !isPlaceholder(decode(value)) && new Set(value).size > 3
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Runs and words that random characters do not make: vendors' and authors' example tokens hold them. */
const run =
  /example|x{6}|placeholder|redacted|dummy|your[-_]?(?:api|token|key|secret)|0123456|1234567|2345678|abcdefg|bcdefgh|qwerty|deadbeef|(?:abc123){2}|(?:123abc){2}/i

/** Whether a vendor's token is one that an author made up: a run of one character, of the alphabet or of digits. */
export function isMadeUp(token: string): boolean {
  return run.test(token) || /(.)\1{6}/.test(token)
}
