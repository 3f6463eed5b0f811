/*
 * What looks like a secret appears in no output: not in a message that quotes a command, not in an excerpt. This is no
 * detector (it proves nothing and reports nothing), so it may well cover too much: a value that names itself a secret is
 * enough. References to secrets ($X, ${{ secrets.X }}, <token>, {{ .Values.x }}) are none, and stay legible.
 */

import { remembered } from './remembered.ts'

const MASK = '***'

/** Words without which no pattern below can match: most texts are done with after this one look. */
const hint =
  /pass|pwd|secret|token|key|cred|auth|:\/\/[^\s/]*@|--?u(ser)?\b|\b(AKIA|ASIA|gh[pousr]_|github_pat|gl[a-z]*-|xox|sk[-_]|eyJ|AIza|npm_|pypi-|hvs\.|dop_v1|SG\.)|BEGIN|hooks\.|webhook/i

/** A name that says its value is a secret. */
const name = String.raw`[\w.-]*(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|credential|connectionstring)[\w.-]*`

/** The prefix or shape that a vendor gives its tokens; the whole of it is covered. */
const shapes = new RegExp(
  [
    String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
    String.raw`\bgh[pousr]_[A-Za-z0-9]{16,}`,
    String.raw`\bgithub_pat_\w{20,}`,
    String.raw`\bgl(?:pat|rt|dt|cbt|ptt|soat|ft|imt|agent)-[\w-]{16,}`,
    String.raw`\bxox[abeoprs]-[\w-]{10,}`,
    String.raw`\b[sr]k_(?:live|test)_\w{8,}`,
    String.raw`\bsk-[\w-]{20,}`,
    String.raw`\bAIza[\w-]{30,}`,
    String.raw`\bnpm_[A-Za-z0-9]{30,}`,
    String.raw`\bpypi-[\w-]{20,}`,
    String.raw`\bhvs\.[\w-]{20,}`,
    String.raw`\bdop_v1_[0-9a-f]{20,}`,
    String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`,
    String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?`,
    String.raw`(?<=hooks\.slack\.com/services/)[\w/]+`,
    String.raw`(?<=discord(?:app)?\.com/api/webhooks/)[\w/-]+`,
    String.raw`(?<=webhook\.office\.com/webhookb2/)[^\s"']+`,
    '-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[^-]*',
  ].join('|'),
  'g',
)

/** scheme://user:value@host */
const urlPassword = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"']{0,200}:)([^\s@/"']{1,500})(?=@)/gi

/** Values by what stands before them; the value is the last group. */
const values: readonly RegExp[] = [
  urlPassword,
  // Authorization: Bearer value
  /(\bauthorization["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic|token|apikey)\s{1,4})([^\s"']{4,})/gi,
  // --user name:value, -u name:value
  /(\s(?:-u|--user)(?:\s|=)?["']?[^\s:"']{1,200}:)([^\s"']{2,})/gi,
  // --password value, --token=value
  new RegExp(String.raw`(\s--?${name}(?:\s{1,4}|=)["']?)([^\s"'-][^\s"']*)`, 'gi'),
  // sshpass -p value
  /(\bsshpass\s{1,4}-p\s{0,4}["']?)([^\s"']{2,})/gi,
  // mysql -pvalue
  /(\b(?:mysql\w*|mariadb(?:-\w+)?)\b[^|;&\n]{0,300}?\s-p["']?)([^\s"']{3,})/gi,
  // name = value, "name": "value"; a file and what stands in it (rotate-secrets.yml:deploy) are none
  new RegExp(
    String.raw`(\b${name}(?!(?<=\.(?:ya?ml|json|hcl|tf|md)):\S)["']?\s{0,4}(?::=|=>|[:=])\s{0,4}["']?)([^\s"',;)}\]]{3,})`,
    'gi',
  ),
]

/** What stands for a value and is none; `docker build --secret id=NAME,env=NAME` names one. */
const reference =
  /^(?:\$|%|<|id=[\w.-]+(?:,(?:env|src|source|type)=|$)|\{\{|\[|\*{3}|#\{|@|env\b|vars?\.|secrets?\.|vault:|op:\/\/|ENC\[|local\.|data\.|process\.)/i

/** Words that stand after such names in pipelines and are settings; environments are named after jobs (`secret-scan: staging`). */
const setting =
  /^(?:true|false|null|none|nil|read|write|admin|inherit|required|optional|always|never|string|auto|yes|no|development|integration|staging|production)$/i

/** A call whose argument is quoted: `os.getenv("…")`. What is called is no value. */
const call = /^[A-Za-z_][\w.:]*\($/

const longestKept = 200

/** Short texts are asked for again: the same names and values stand in thousands of results. */
const coveredShort = remembered(covered)

/**
 * A text with `***` in the place of what looks like a secret by itself, whatever else was found: the same text is masked in the
 * same way in each run.
 */
export const maskAlone = (text: string): string => (text.length > longestKept ? covered(text) : coveredShort(text))

/** A text with `***` in the place of what looks like a secret, and of the values that {@link coverKnown} knows. */
export const mask = (text: string): string => maskAlone(known ? known(text) : text)

/**
 * A sentence with `***` in the place of tokens and of the passwords of URLs. Names beside values are not looked at: what is
 * told of a configuration names its keys.
 */
export const maskForms = (text: string): string => text.replace(shapes, MASK).replace(urlPassword, `$1${MASK}`)

function covered(text: string): string {
  if (!hint.test(text)) return text
  let result = text.replace(shapes, MASK)
  for (const pattern of values) {
    result = result.replace(pattern, (whole, before: string, value: string) =>
      reference.test(value) || setting.test(value) || call.test(value) ? whole : before + MASK,
    )
  }
  return result
}

let known: ((text: string) => string) | undefined

/** Has the values that were found covered wherever else they stand. */
export function coverKnown(cover: (text: string) => string): void {
  known = cover
}

let coverMore: ((text: string) => string) | undefined

/** Has what is written in the end looked through once more, by who knows more forms than these: the search for secrets. */
export function coverAlso(cover: (text: string) => string): void {
  coverMore = cover
}

/** A whole report, looked through by what {@link coverAlso} named. */
export function lookedThrough(text: string): string {
  return coverMore ? coverMore(text) : text
}
