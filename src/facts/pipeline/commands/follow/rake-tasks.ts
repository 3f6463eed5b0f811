import { escaped } from '../../../../documents/pattern.ts'
import type { Finder } from '../shell/state.ts'
import type { Body } from './text.ts'

/** What the repository's Rakefiles say of a task; Rake adds one definition to the other (ruby/rake, doc/rakefile.rdoc). */
export interface RakeTask {
  /** tasks that run before, in order */
  readonly needs: readonly string[]
  readonly bodies: readonly Body[]
  /** classes that make a task of this name: `RSpec::Core::RakeTask`, with the text of their block */
  readonly made: readonly { readonly by: string; readonly text: string; readonly file: string }[]
  /** what stood before was taken away: `Rake::Task[:default].clear` */
  readonly cleared: boolean
}

type Repository = Finder['repository']

/** Files in which tasks are defined. */
const rakefiles = (repository: Repository) =>
  [...repository.named('Rakefile', 'rakefile', 'Rakefile.rb'), ...repository.ending('.rake')].slice(0, 60)

/** The definitions of a task in Rakefile and lib/tasks; undefined where there is none. */
export async function rakeTask(name: string, repository: Repository): Promise<RakeTask | undefined> {
  const last = escaped(name.split(':').at(-1) as string)
  const head = new RegExp(
    `^([ \\t]*)(?:multi)?task[ (]+(?:\\(?\\s*)?(?:[:"']${last}(?![\\w:])["']?|${last}:(?!:))`,
    'gm',
  )
  const maker = /^([ \t]*)([A-Z][\w:]*(?:Task|Tasks|RakeTask))\.(?:new|create)\b[ (]*(?:[:"']([\w:-]+)["']?)?/gm
  const clear = new RegExp(`(?:Rake::Task\\[|task\\()\\s*[:"']${last}["']?\\s*[\\])]\\.clear`)
  const needs: string[] = []
  const bodies: Body[] = []
  const made: RakeTask['made'][number][] = []
  let cleared = false
  for (const file of rakefiles(repository)) {
    const text = await repository.text(file.path)
    if (!text) continue
    if (clear.test(text.content)) cleared = true
    for (const match of text.content.matchAll(head)) {
      const own = blockFrom(text.content, match.index, match[1] ?? '')
      needs.push(...needsOf(own.text, match[0].length, match[0].endsWith(':')))
      bodies.push({ file: file.path, text: own.text, start: match.index })
    }
    for (const [whole, indent = '', by = '', told] of text.content.matchAll(maker)) {
      if ((told ?? usualName(by)) !== name) continue
      const at = text.content.indexOf(whole)
      made.push({ by, text: blockFrom(text.content, at, indent).text, file: file.path })
    }
  }
  return needs.length + bodies.length + made.length ? { needs, bodies, made, cleared } : undefined
}

/** From a line to the `end` of its block, by the indentation; the line (and a list that it opens) where there is none. */
function blockFrom(content: string, start: number, indent: string): { readonly text: string } {
  const rest = content.slice(start)
  const list = /^[^\n]*?\[[^\]]*\]/.exec(rest)?.[0] ?? ''
  const lineEnd = rest.indexOf('\n', list.length)
  const line = lineEnd < 0 ? rest : rest.slice(0, lineEnd)
  if (!/\bdo\b(?:\s*\|[^|]*\|)?\s*(?:#.*)?$/.test(line)) return { text: line }
  const end = new RegExp(`\\n${indent}end\\b`).exec(rest)
  return { text: end ? rest.slice(0, end.index) : line }
}

/** `default: %i[spec lint]`, `:ci => ['test', 'x:y']`, `:ci, [:env] => :environment`. */
function needsOf(text: string, from: number, keyed: boolean): string[] {
  const [line = ''] = /^[^\n]*?\[[^\]]*\][^\n]*|^[^\n]*/.exec(text.slice(from)) ?? []
  const written = keyed ? line : (/=>\s*([\s\S]*)$/.exec(line)?.[1] ?? '')
  const plain = written
    .replace(/\bdo\b[\s\S]*$/, '')
    .replace(/#[^\n]*/g, '')
    .trim()
  const words = /^%[iwIW][[({]([^\])}]*)/.exec(plain)?.[1]
  if (words !== undefined) return words.split(/\s+/).filter(Boolean)
  return [...plain.matchAll(/:?"([\w:-]+)"|:?'([\w:-]+)'|(?<![\w:]):(\w+)/g)].map(
    ([, double, single, symbol]) => double ?? single ?? symbol ?? '',
  )
}

/** The name that a maker of tasks gives where it is told none, as its own documentation says. */
function usualName(by: string): string {
  if (/^RSpec::/.test(by)) return 'spec'
  if (/^RuboCop::/.test(by)) return 'rubocop'
  if (/^Cucumber::/.test(by)) return 'cucumber'
  if (/^Bundler::Audit/.test(by)) return 'bundle:audit'
  if (/^(HamlLint|SCSSLint|SlimLint)::/.test(by))
    return by
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .replace(/::.*/, '')
      .toLowerCase()
  if (/^Reek::/.test(by)) return 'reek'
  return /Test/.test(by) ? 'test' : ''
}
