import type { Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import { toSay } from '../dialect/question.ts'
import { spend } from '../dialect/reading.ts'
import type { Condition, HiddenPart } from '../model.ts'
import { mentionedIn } from './branches.ts'
import { expandEntries, fieldOf, remembered } from './expand.ts'
import { hiddenKinds } from './hidden.ts'
import { settled, textIn } from './resolve.ts'
import type { Bound, Meaning, Reading, Scope } from './scope.ts'
import { gap } from './values.ts'

/** What a `template:` comes to: the roots of files of this repository, or something elsewhere. */
export interface Called {
  readonly roots: readonly Bound[]
  readonly hidden?: HiddenPart & { readonly name: string }
}

/** The levels of templates that the service allows. */
const deepestCall = 100

/** Follows the `template:` of an item: to each file that it may be, with its parameters bound. */
export async function callTemplate(item: Bound): Promise<Called> {
  const named = fieldOf(item, 'template')
  const [first] = named
  const { reading, runs } = item.scope
  if (!first || !spend(reading, first.node.place)) return { roots: [] }
  const place = first.node.place
  const ask = remembered((run) => textIn(named, run))
  const paths = new Set(runs.map((run) => ask(run) ?? ''))
  const roots: Bound[] = []
  let hidden: Called['hidden']
  for (const path of paths) {
    const when: Condition | undefined =
      paths.size === 1
        ? undefined
        : {
            text: `the template is ${path}`,
            place,
            holds: (run) => (ask(run)?.includes(gap) ? undefined : ask(run) === path),
          }
    const there = both(item.when, when)
    const target = targetOf(path, item.scope)
    if (target.file === undefined) {
      hidden ??= hiddenTemplate(target.name, place, item)
      continue
    }
    const root = await rootOf(target.file, place, item.scope)
    if (root)
      roots.push({ node: root, scope: await scopeOf(root, target.file, place, item), ...(there && { when: there }) })
    else hidden ??= hiddenTemplate(target.name, place, item)
  }
  return hidden ? { roots, hidden } : { roots }
}

/** The file of this repository that a template's name means; undefined where it is of another one, or not known. */
function targetOf(written: string, scope: Scope): { name: string; file: string | undefined } {
  const name = written.replaceAll(gap, '*').trim()
  const [path = '', alias] = name.split('@')
  if (written.includes(gap) || path === '') return { name, file: undefined }
  if (alias !== undefined && alias.toLowerCase() !== 'self') {
    const repository = scope.reading.repositories.get(alias.toLowerCase())
    return { name: repository ? `${path}@${repository}` : name, file: undefined }
  }
  const clean = path.replaceAll('\\', '/')
  const base = clean.startsWith('/') ? [] : scope.file.split('/').slice(0, -1)
  const parts: string[] = [...base]
  for (const part of clean.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return { name, file: parts.join('/') }
}

async function rootOf(file: string, place: Place, scope: Scope) {
  const { reading, files } = scope
  const say = (message: string) => {
    if (!reading.problems.some((problem) => problem.message === message)) {
      reading.problems.push({ place, message, unreadable: false })
    }
    return undefined
  }
  if (files.includes(file)) {
    const circle = [...files.slice(files.indexOf(file)), file].join(' → ')
    return say(`templates use each other in a circle: ${circle}`)
  }
  if (files.length > deepestCall) return say(`templates use each other more than ${deepestCall} levels deep`)
  if (!reading.repository.has(file)) return say(`there is no template ${file}`)
  if (!reading.used.has(file)) {
    reading.used.add(file)
    reading.repository.claim(file)
    noteBranches(reading, (await reading.repository.text(file))?.content ?? '')
  }
  const root = await reading.root(file)
  return root ?? say(`the template ${file} cannot be read`)
}

/** Remembers the branches that a file's conditions speak of. */
export function noteBranches(reading: Reading, text: string): void {
  for (const name of mentionedIn(text)) if (!reading.branches.includes(name)) reading.branches.push(name)
}

/** What the names of a template mean: its parameters as given, else their defaults. */
async function scopeOf(root: Bound['node'], file: string, place: Place, item: Bound): Promise<Scope> {
  const parameters = new Map<string, Meaning>()
  const written = new Map<string, string>()
  const scope: Scope = {
    ...item.scope,
    file,
    parameters,
    written,
    locals: new Map(),
    via: [...item.scope.via, place],
    files: [...item.scope.files, file],
  }
  const given = new Map<string, Bound[]>()
  for (const bounds of fieldOf(item, 'parameters')) {
    for (const entry of expandEntries(bounds)) {
      const name = entry.key.toLowerCase()
      written.set(name, entry.key)
      given.set(name, [...(given.get(name) ?? []), entry.value])
    }
  }
  for (const { name, fallback } of parametersOf(root)) {
    const lower = name.toLowerCase()
    written.set(lower, name)
    if (!given.has(lower) && fallback) parameters.set(lower, { kind: 'bound', bounds: [{ node: fallback, scope }] })
  }
  for (const [name, bounds] of given) parameters.set(name, { kind: 'bound', bounds })
  return scope
}

/** The parameters that a file declares, as a list (`- name:`) or as the older map of defaults. */
export function parametersOf(root: Bound['node']) {
  const declared = root.get('parameters')
  if (declared?.kind === 'map') {
    return declared.entries.map(({ key, value }) => ({ name: key, fallback: value, node: undefined }))
  }
  return (declared?.items ?? []).flatMap((node) => {
    const name = node.get('name')?.text
    return name === undefined ? [] : [{ name, fallback: node.get('default'), node }]
  })
}

function hiddenTemplate(name: string, place: Place, item: Bound): Called['hidden'] {
  const short =
    name
      .replace(/@.*$/, '')
      .replace(/^.*\//, '')
      .replace(/\.ya?ml$/, '') || 'template'
  const folders = name
    .replace(/@.*$/, '')
    .split('/')
    .slice(0, -1)
    .filter((part) => !/pipelines?|templates?/i.test(part))
    .join('-')
  const title = settled((run) => textIn(fieldOf(item, 'displayName'), run), item.scope.runs)
  const settle = toSay(`what ${short} does`, { job: short }, ['<kind>'])
  return {
    name: short,
    place,
    value: new Hidden(`the template ${name}`, settle),
    couldBe: hiddenKinds(title ? `${short} ${title}` : short, folders, /@(.*)$/.exec(name)?.[1]),
  }
}
