import type { Settings } from '../../config/settings.ts'
import type { Block } from '../../documents/markdown.ts'
import { sentencesOf } from '../prose/sentences.ts'
import { takenBackBy } from './taking-back.ts'
import type { Unit } from './units.ts'

/* What a machine does by itself, what nobody can do, and what is no version of the system. */
const isNoOrder =
  /\bauto\w*|\b(?:cannot|can['’]t|can not|never|no|not|without)\b|\b(?:migrations?|schema|database|db|transactions?|commits?)\b/i

/** "to roll back", "roll it back", "a rollback", "roll the release back". */
const rollback = /\brollbacks?\b|\broll(?:s|ed|ing)?[ -](?:(?:it|them|this|that|(?:the|a) [\w-]+) )?back\b/i

const saysRollback = (block: Block): boolean =>
  (block.kind === 'paragraph' || block.kind === 'item' || block.kind === 'table') &&
  sentencesOf(block.text).some((sentence) => !isNoOrder.test(sentence) && rollback.test(sentence))

/**
 * Whether a text that is on something else ("Deployment", "Operations") says between its other words how a version is taken
 * back: a sentence on a rollback, and below it, in the same chapter, commands that change production. A chapter with the
 * rollback as its title is a runbook of its own.
 * @param runs what a command runs, where it calls a script of the repository
 */
export function tellsWayBack(unit: Unit, settings: Settings, runs: (command: string) => string): boolean {
  if (unit.topic === 'rollback') return false
  return unit.blocks.some((block, at) => {
    if (!saysRollback(block)) return false
    const rest = unit.blocks.slice(at)
    const end = rest.findIndex(({ kind }) => kind === 'heading')
    const chapter = { ...unit, blocks: end < 0 ? rest : rest.slice(0, end) }
    return takenBackBy(chapter, settings, runs).takesBack === 'production'
  })
}
