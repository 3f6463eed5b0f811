import type { ShellOut } from './foreign.ts'
import { isComment } from './foreign-values.ts'

/*
 * What a script in Python or JavaScript asks of AWS without a shell: the operations of the SDKs have the names of the
 * commands of the AWS CLI, which the tables know (docs.aws.amazon.com: "Boto3", `client.update_service(cluster=…)`; "AWS SDK
 * for JavaScript v3", `new UpdateServiceCommand({cluster: …})`; both are made from the same models as `aws ecs update-service`).
 */

/** Where the CLI has another name for a service than the SDKs: its own commands took the one, or their models differ. */
const groups: Readonly<Record<string, string>> = {
  s3: 's3api',
  codedeploy: 'deploy',
  'elastic-beanstalk': 'elasticbeanstalk',
  sfn: 'stepfunctions',
  'auto-scaling': 'autoscaling',
  'secrets-manager': 'secretsmanager',
  eventbridge: 'events',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
}

const commandWords = (service: string, operation: string) => `aws ${groups[service] ?? service} ${dashed(operation)}`

/** `updateService`, `update_service`, `UpdateService`: `update-service`. */
const dashed = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()

/** What is given by name, as options: `cluster="shop"` is `--cluster shop`; what is no literal stays open. */
function options(text: string): string {
  const inner = /^\s*\{([\s\S]*)\}\s*,?\s*$/.exec(text)?.[1] ?? text
  const found = parts(inner).flatMap((part) => {
    const [, , name, value = name] = /^\s*(["']?)([A-Za-z]\w*)\1\s*(?:[=:]\s*([\s\S]*?))?\s*$/.exec(part) ?? []
    if (name === undefined || value === undefined || /^(False|None|false|null|undefined)$/.test(value)) return []
    return /^(True|true)$/.test(value) ? `--${dashed(name)}` : `--${dashed(name)} ${written(value)}`
  })
  return found.length ? ` ${found.join(' ')}` : ''
}

/** A text at its commas, but for those within strings and brackets. */
function parts(text: string): string[] {
  const found: string[] = []
  let [depth, from, quote] = [0, 0, '']
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string
    if (sign === '\\') at++
    else if (quote !== '') quote = sign === quote ? '' : quote
    else if ('"\'`'.includes(sign)) quote = sign
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    else if (sign === ',' && depth === 0) {
      found.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...found, text.slice(from)]
}

function written(value: string): string {
  if (/^\d+$/.test(value)) return value
  if (/^[[{]/.test(value)) return structured(value)
  const literal = /^(f?)(["'`])(.*)\2$/.exec(value)
  if (!literal) return `"\${${/^[\w.]+$/.test(value) ? value.replace(/\W+/g, '_') : 'given'}}"`
  const [, format, quote, text = ''] = literal
  const open = format ? /\{([^{}]+)\}/g : quote === '`' ? /\$\{([^{}]+)\}/g : undefined
  const told = open ? text.replace(open, (_all, name: string) => `\${${name.replace(/\W+/g, '_')}}`) : text
  return /^[\w@%+=:,./-]+$/.test(told) ? told : `"${told.replace(/["\\`]/g, '\\$&')}"`
}

/** A list or an object, as JSON; where it holds more than literals, that is told at its end. */
function structured(value: string): string {
  const text = value.replace(/\s+/g, ' ').replaceAll("'", '"')
  const names = text.replace(/"[^"]*"|\b\w+\s*:|\b(?:true|false|null|None)\b/gi, '')
  return `"${text.replace(/["\\`$]/g, '\\$&')}${/[A-Za-z]/.test(names) ? '${given}' : ''}"`
}

/** The text between the bracket at an offset and the one that closes it, 2,000 characters at most. */
function between(text: string, open: number): string {
  const end = Math.min(text.length, open + 2000)
  let depth = 0
  for (let at = open; at < end; at++) {
    const sign = text[at] as string
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign) && --depth === 0) return text.slice(open + 1, at)
  }
  return ''
}

const clients =
  /(?<![\w.])(?<name>[A-Za-z_][\w.]*)\s*(?::\s*[\w."']+\s*)?=\s*(?:await\s+)?(?:[\w.]+(?:\([^()]{0,200}\))?\.client\(\s*(?:service_name\s*=\s*)?["'](?<python>[a-z][a-z0-9-]*)["'](?![^\n]{0,200}endpoint_url)|new\s+(?:AWS|aws)\.(?<script>[A-Z]\w*)\()/g
const commands = /\bnew\s+(?<operation>[A-Z]\w*)Command\s*\(/g
const imported =
  /(?:import|const|let|var)\s*\{(?<names>[^{}]{0,2000})\}\s*(?:from|=\s*require\()\s*["']@aws-sdk\/client-(?<service>[a-z0-9-]+)["']/g

/**
 * The operations of AWS that a script asks for by an SDK, as commands of the AWS CLI: Python's boto3, JavaScript's version 3
 * (a command that is imported from a client) and 2 (`new AWS.ECS()`). Only those of clients that it makes
 * itself, and for AWS: one with an address of its own (`endpoint_url`) asks what stands in for it in a test.
 * @param text the script
 * @returns what it asks for, by its place; an error is raised, so a failure counts
 */
export function awsCalls(text: string): ShellOut[] {
  return [...byClient(text), ...byCommand(text)].filter(({ start }) => !isComment(text, start))
}

function byClient(text: string): ShellOut[] {
  if (!/\bboto3\b|\baiobotocore\b|\bnew\s+(?:AWS|aws)\./.test(text)) return []
  const made = [...text.matchAll(clients)].flatMap(({ groups: match, index }) =>
    match
      ? { name: match.name as string, at: index, service: match.python ?? (match.script as string).toLowerCase() }
      : [],
  )
  const names = [...new Set(made.map(({ name }) => name.replaceAll('.', '\\.')))]
  const given = givenAgain(text, names)
  const direct = 'boto3\\.client\\(\\s*["\'](?<python>[a-z][a-z0-9-]*)["\'][^()]{0,200}\\)'
  const asked = new RegExp(
    `(?<![\\w.])(?:(?<name>${names.join('|') || '(?!)'})|${direct})\\.(?<operation>[a-z]\\w*)\\(`,
    'g',
  )
  return [...text.matchAll(asked)].flatMap((match) => {
    const { name = '', python, operation = '' } = match.groups ?? {}
    const own = made.filter((one) => one.name === name)
    const last = own.findLast(({ at }) => at < match.index)
    const other = given.findLast((one) => one.name === name && one.at < match.index)
    // by then it is what something else has given
    if (other && other.at > (last?.at ?? -1)) return []
    const service = python ?? (last ?? own.at(-1))?.service
    return service ? [call(text, match.index, match.index + match[0].length - 1, service, operation)] : []
  })
}

/** Where names are given a value that is no client made there: `client = connect(url)`. */
function givenAgain(text: string, names: readonly string[]): readonly { readonly name: string; readonly at: number }[] {
  if (names.length === 0) return []
  const pattern = new RegExp(`^[ \\t]*(?:(?:const|let|var) )?(?<name>${names.join('|')})[ \\t]*=(?![=>])[^\\n]*`, 'gm')
  return [...text.matchAll(pattern)].flatMap((match) =>
    match[0].search(clients) >= 0 || /=\s*[({]?\s*$/.test(match[0])
      ? []
      : { name: match.groups?.name ?? '', at: match.index },
  )
}

function byCommand(text: string): ShellOut[] {
  const services = new Map<string, string>()
  for (const { groups: match } of text.matchAll(imported))
    for (const name of (match?.names ?? '').split(/[\s,]+/)) services.set(name, match?.service as string)
  return [...text.matchAll(commands)].flatMap((match) => {
    const operation = match.groups?.operation ?? ''
    const service = services.get(`${operation}Command`)
    return service ? [call(text, match.index, match.index + match[0].length - 1, service, operation)] : []
  })
}

function call(text: string, start: number, open: number, service: string, operation: string): ShellOut {
  const inside = between(text, open)
  return {
    text: `${commandWords(service, operation)}${options(inside)}`,
    start,
    end: open + (inside ? inside.length + 2 : 1),
    checked: true,
  }
}
