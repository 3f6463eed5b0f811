import { escaped, pathPattern } from '../../../../documents/pattern.ts'
import type { Repository } from '../../../repository.ts'
import { configurationOf } from '../../commands/tests/own-system.ts'
import type { Act } from '../../model.ts'

/** The tests that the configuration of a runner leaves out, whatever its command says. */
export interface LeftOut {
  /** whether a file of tests is passed over */
  readonly isIgnored: (path: string) => boolean
  /** the words that no test bears that runs */
  readonly not: readonly string[]
}

const none: LeftOut = { isIgnored: () => false, not: [] }

/**
 * What the configuration of Playwright leaves out for all its projects (playwright.dev/docs/api/class-testconfig: `testIgnore`,
 * `grepInvert`), as far as it is literal.
 */
export async function leftOutByConfig({ tool, words, directory }: Act, repository: Repository): Promise<LeftOut> {
  const path = /\bplaywright\b/.test(tool) ? configurationOf(tool, words, directory, repository) : undefined
  const text = path === undefined ? undefined : await repository.text(path)
  if (!text) return none
  const [ofAll = ''] = text.content.replace(/^\s*\/\/.*$/gm, '').split(/\bprojects\s*:/, 1)
  const ignored = valuesOf('testIgnore', ofAll).flatMap(patternOf)
  const not = valuesOf('grepInvert', ofAll).flatMap((value) => value.replace(/^\/|\/\w*$/g, '').split('|'))
  return {
    isIgnored: (file) => ignored.some((pattern) => pattern.test(file)),
    not: not.map((word) => word.replace(/\\b|[()^$]/g, '').trim()).filter((word) => /^@?[\w-]+$/.test(word)),
  }
}

const literal = /'[^'\n]*'|"[^"\n]*"|\/(?![*/])(?:[^/\\\n]|\\.)+\/\w*/g

/** The literal values of a key: one, or a list of them; patterns with their slashes, texts without their marks. */
function valuesOf(key: string, content: string): readonly string[] {
  const found = new RegExp(`\\b${key}\\s*:\\s*(\\[[^\\]]{0,1000}\\]|[^,\\n]{1,300})`).exec(content)?.[1] ?? ''
  return (found.match(literal) ?? []).map((value) => value.replace(/^["']|["']$/g, ''))
}

/** What a glob or a pattern of Playwright matches, anywhere in a path. */
function patternOf(value: string): readonly RegExp[] {
  if (!value.startsWith('/')) return [pathPattern(value.startsWith('**/') ? value : `**/${value}`)]
  const plain = /^\/([\w./\\-]+)\/\w*$/.exec(value)?.[1]
  // no pattern of somebody else is run here: only what is plain text
  if (plain === undefined) return []
  return [new RegExp(escaped(plain.replaceAll('\\', '')))]
}
