import type { DataNode } from '../../../documents/tree.ts'

/*
 * docker/metadata-action makes tags by rules of its own (github.com/docker/metadata-action#tags-input). Its outputs are
 * given in the notation of shapes: {semver}, {git-sha-short}, {branch} … (src/facts/image/shape.ts).
 */

/** What its rules are when none are written. */
const defaults = ['type=schedule', 'type=ref,event=branch', 'type=ref,event=tag', 'type=ref,event=pr']

/** The output `tags` (one reference a line) or `version` (the first tag); undefined for the others. */
export function metadataOutput(
  inputs: DataNode | undefined,
  output: string,
  write: (text: string) => string,
): string | undefined {
  const lines = (name: string) =>
    oneLine(write(inputs?.get(name)?.text ?? ''))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line && !line.startsWith('#'))
  const images = lines('images')
    .flatMap((line) => line.split(','))
    .filter((image) => !/enable=false/.test(image))
  const rules = lines('tags')
  const flavor = Object.fromEntries(
    lines('flavor')
      .flatMap((line) => line.split(','))
      .map(pairOf),
  )
  const tags = (rules.length ? rules : defaults).flatMap((rule) => tagOf(rule, flavor))
  const isVersioned = /type=(semver|pep440)|event=tag|type=match/.test((rules.length ? rules : defaults).join('\n'))
  if (flavor.latest === 'true' || (flavor.latest !== 'false' && isVersioned)) tags.push('latest')
  if (output === 'version') return tags[0]
  if (output !== 'tags') return undefined
  const names = images.map((image) => image.trim().replace(/^name=/, ''))
  return names.flatMap((image) => tags.map((tag) => `${image}:${tag}`)).join('\n') || undefined
}

/** The forge puts in what an expression gives before the action reads lines: one written over several lines is one line. */
const oneLine = (text: string) =>
  text
    .split('}}')
    .map((part) => {
      const open = part.indexOf('${{')
      return open < 0 ? part : part.slice(0, open) + part.slice(open).replace(/\s+/g, ' ')
    })
    .join('}}')

function pairOf(part: string): [string, string] {
  const equals = part.indexOf('=')
  return equals < 0 ? [part.trim(), ''] : [part.slice(0, equals).trim(), part.slice(equals + 1).trim()]
}

/** The tag that a rule makes; none where it is switched off. */
function tagOf(rule: string, flavor: Readonly<Record<string, string>>): string[] {
  const given = Object.fromEntries(rule.split(/,(?=\s*[a-z]+=)/).map(pairOf))
  const type = given.type ?? 'raw'
  if (given.enable === 'false') return []
  const body = bodyOf(type, given, rule)
  if (body === undefined) return []
  // A commit has a prefix of its own unless one is given.
  const prefix = given.prefix ?? (type === 'sha' ? 'sha-' : given.event === 'pr' ? 'pr-' : (flavor.prefix ?? ''))
  return [`${prefix}${body}${given.suffix ?? flavor.suffix ?? ''}`]
}

function bodyOf(type: string, given: Readonly<Record<string, string>>, rule: string): string | undefined {
  switch (type) {
    case 'semver':
    case 'pep440':
      return patternText(given.pattern ?? '{{version}}')
    case 'sha':
      return given.format === 'long' ? '{git-sha}' : '{git-sha-short}'
    case 'ref':
      return given.event === 'tag' ? '{tag}' : given.event === 'pr' ? '{number}' : '{branch}'
    case 'match':
      return '{tag}'
    case 'edge':
      return 'edge'
    case 'schedule':
      return patternText(given.pattern ?? 'nightly')
    default:
      return patternText(given.value ?? (rule.includes('=') ? '' : rule))
  }
}

/** Handlebars of the action in the notation of shapes; what it does not know stays, and is then unresolved. */
function patternText(pattern: string): string {
  return pattern
    .replace(/\{\{\s*(version|raw)\s*\}\}/g, '{semver}')
    .replace(/\{\{\s*major\s*\}\}\.\{\{\s*minor\s*\}\}\.\{\{\s*patch\s*\}\}/g, '{semver}')
    .replace(/\{\{\s*sha\s*\}\}/g, '{git-sha-short}')
    .replace(/\{\{\s*(branch|base_ref)\s*\}\}/g, '{branch}')
    .replace(/\{\{\s*tag\s*\}\}/g, '{tag}')
    .replace(/\{\{\s*date\b.*?\}\}/g, '{date}')
    .replace(/\{\{\s*(major|minor|patch)\s*\}\}/g, '{number}')
}
