import type { ForgeSettings, TagRule } from '../../sources/forge/settings.ts'
import type { Seen } from '../hidden.ts'
import { seen } from './untold.ts'

/**
 * Whether only named persons may make a tag that one of the patterns takes in (no patterns: any tag).
 * @param patterns globs of a trigger
 */
export function tagsRestricted(patterns: readonly string[] | undefined, forge: ForgeSettings): Seen<boolean> {
  const rules = seen('the rules for tags', forge.tags)
  if (!Array.isArray(rules)) return rules as Seen<boolean>
  const holding = (rules as readonly TagRule[]).filter((rule) => rule.creation && rule.except.length === 0)
  const wanted = patterns?.filter((pattern) => !pattern.startsWith('!')) ?? ['**']
  return wanted.every((pattern) => holding.some(({ tags }) => tags.some((tag) => takesIn(tag, pattern))))
}

/** Whether every name that a pattern matches is matched by another one; plain cases only, else no. */
function takesIn(wide: string, narrow: string): boolean {
  if (wide === '**' || wide === narrow) return true
  if (wide === '*') return !narrow.includes('/') && narrow !== '**'
  const prefix = /^([^*?[\]{}]*)\*{1,2}$/.exec(wide)?.[1]
  if (prefix === undefined || !narrow.startsWith(prefix)) return false
  return wide.endsWith('**') || !narrow.slice(prefix.length).includes('/')
}
