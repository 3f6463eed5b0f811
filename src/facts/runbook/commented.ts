import type { Block, Heading, MarkdownDocument } from '../../documents/markdown.ts'
import { countCommands, lineOfBlock } from './commands.ts'

/** Commands below a comment in a block of code: `# Rollback`, and what takes the version back. */
export interface Commented {
  /** as if the comment were a heading, below all real ones */
  readonly heading: Heading
  readonly block: Block
}

/* What takes a schema back is no way back of a version. */
const ofSchema = /\b(migrat\w*|alembic|flyway|liquibase|sequelize|knex|prisma|goose|dbmate)\b|\bdb:/i

/** The groups of commands that a comment leads in the blocks of code of a document, each up to the next comment or empty line. */
export function commentedIn({ blocks }: MarkdownDocument): readonly Commented[] {
  const found: Commented[] = []
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'code') continue
    const lines = block.text.split('\n')
    for (const [at, line] of lines.entries()) {
      const title = /^\s*#+\s*([A-Za-z][^\n]{2,40}?)[\s:.]*$/.exec(line)?.[1]
      if (title === undefined) continue
      const rest = lines.slice(at + 1)
      const ends = rest.findIndex((text) => /^\s*(#|$)/.test(text))
      const led = ends < 0 ? rest : rest.slice(0, ends)
      const from = at + 1
      const group = { ...block, text: led.join('\n'), lines: block.lines?.slice(from, from + led.length) }
      if (ofSchema.test(group.text) || countCommands([group as Block]) === 0) continue
      found.push({ heading: { level: 7, title, place: lineOfBlock(block, at), index }, block: group as Block })
    }
  }
  return found
}
