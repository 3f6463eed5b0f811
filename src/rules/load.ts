import ruleSchema from '../../schemas/rule.json' with { type: 'json' }
import { check, type Schema } from '../config/check.ts'
import { didYouMean } from '../config/nearest.ts'
import { compareText } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import type { DataNode } from '../documents/tree.ts'
import { catalogue, requirementOf } from './catalogue.ts'
import { checkRule, type Path } from './check-rule.ts'
import type { Engine } from './engine.ts'
import type { Rule } from './rule.ts'

/** A checked rule, with the names of the facts that it reads (so that no others are collected for it). */
export interface LoadedRule {
  readonly rule: Rule
  readonly reads: readonly string[]
  /** of these, what the judging of members hangs on; the others only tell what holds where there are none. Left out: all */
  readonly judges?: readonly string[]
  /** SHA-256 of a built-in rule, alone in a list, made when we build */
  readonly digest?: string
}

/** A rule file that was read: the rule, or what is wrong, each as `file:line:column: sentence with the next step`. */
export type RuleFile =
  | (LoadedRule & { readonly problems: readonly [] })
  | { readonly rule?: never; readonly problems: readonly string[] }

/**
 * Reads and checks one rule. All problems of the file are told at once, in their order.
 * @param builtIn the rule is one of ours: its id is in the catalogue and is its path, `rules/<section>/<name>.yaml`;
 *   else it is a user's: its id is not ours and it says its level
 */
export async function loadRule(text: Text, engine: Engine, options: { readonly builtIn: boolean }): Promise<RuleFile> {
  const { parseYaml } = await import('../documents/yaml.ts')
  const { documents, problem } = await parseYaml(text)
  if (problem) return { problems: [`${text.location(problem.span.start)}: ${problem.message}`] }
  const [root, extra] = documents
  if (!root) return { problems: [`${text.file}:1:1: the file is empty; write a rule (docs/facts.md has the facts)`] }
  if (extra) return { problems: [`${text.location(extra.span.start)}: a second document; write one rule in each file`] }
  const found: { at: number; message: string }[] = check(root, ruleSchema as Schema).map((fault) => ({
    at: (fault.key === undefined ? fault.node.place : fault.node.keyPlace(fault.key)).start ?? 0,
    message: fault.message,
  }))
  if (found.length) return { problems: inOrder(text, found) }
  const rule = plain(root) as Rule
  const idAt = root.get('id')?.span.start ?? 0
  for (const message of identity(rule, text.file, options.builtIn)) found.push({ at: idAt, message })
  const { problems, reads, judges } = checkRule(rule, engine)
  for (const { path, offset, message } of problems) found.push({ at: offsetAt(root, path, offset), message })
  return found.length ? { problems: inOrder(text, found) } : { rule, reads, judges, problems: [] }
}

/**
 * Reads rule files, given as texts. Rules that are wrong are left out and told; two rules of one id are a problem of the
 * second.
 */
export async function loadRules(
  texts: readonly Text[],
  engine: Engine,
  options: { readonly builtIn: boolean },
): Promise<{ readonly rules: readonly LoadedRule[]; readonly problems: readonly string[] }> {
  const rules = new Map<string, LoadedRule>()
  const files = new Map<string, string>()
  const problems: string[] = []
  for (const text of [...texts].sort((a, b) => compareText(a.file, b.file))) {
    const { rule, problems: wrong, ...rest } = await loadRule(text, engine, options)
    problems.push(...wrong)
    if (!rule) continue
    const other = files.get(rule.id)
    if (other)
      problems.push(`${text.file}:1:1: the rule ${rule.id} exists in ${other} already; give this one another id`)
    else {
      files.set(rule.id, text.file)
      rules.set(rule.id, { rule, ...(rest as Omit<LoadedRule, 'rule'>) })
    }
  }
  return { rules: [...rules.values()].sort((a, b) => compareText(a.rule.id, b.rule.id)), problems }
}

/** What is wrong with a rule's id and level. */
function* identity(rule: Rule, file: string, builtIn: boolean): Generator<string> {
  const { id } = rule
  const ours = requirementOf(id)
  if (!builtIn) {
    if (!/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(id))
      yield `the id "${id}" must be <section>.<name> in small letters, digits and dashes`
    if (ours) yield `${id} is a requirement of the standard and has its own rule; give yours another id`
    if (!rule.level) yield `a rule of your own needs "level": bronze, silver or gold`
    return
  }
  if (!ours)
    yield `no requirement of the standard is called "${id}"${didYouMean(
      id,
      catalogue.map((entry) => entry.id),
    )}`
  if (rule.level) yield 'the level of a built-in rule comes from rules/catalogue.yaml; leave it out'
  const path = `rules/${id.replace('.', '/')}.yaml`
  if (file !== path) yield `the rule ${id} belongs in ${path}`
}

/** A tree as plain data. */
function plain(node: DataNode): unknown {
  if (node.kind === 'list') return node.items.map(plain)
  if (node.kind === 'scalar') return node.value
  return Object.fromEntries(
    node.entries.filter(({ key }) => key !== '$schema').map(({ key, value }) => [key, plain(value)]),
  )
}

/** Where a problem stands: within the text at a path, or at the nearest parent that exists. */
function offsetAt(root: DataNode, path: Path, offset: number): number {
  let node = root
  for (const step of path) {
    const next: DataNode | undefined = typeof step === 'number' ? node.items[step] : node.get(step)
    if (!next) return node.span.start
    node = next
  }
  return node.kind === 'scalar' ? node.offsetOf(offset) : node.span.start
}

function inOrder(text: Text, found: readonly { at: number; message: string }[]): string[] {
  return [...found]
    .sort((a, b) => a.at - b.at || compareText(a.message, b.message))
    .map(({ at, message }) => `${text.location(at)}: ${message}`)
}
