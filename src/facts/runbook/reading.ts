import type { Block, Heading, MarkdownDocument } from '../../documents/markdown.ts'
import { commandsIn } from './commands.ts'
import { namesConsole } from './consoles.ts'
import { Sessions, type TypedThere } from './session.ts'
import { isAlone } from './told.ts'
import { ReaderVariables } from './variables.ts'

/**
 * Where a person is who reads a document from its top: under which headings, what was said last, what was set, and whether
 * another machine was logged in to.
 */
export class Reading {
  /** the headings that the block stands under, the outermost first */
  readonly headings: Heading[] = []
  /** what the reader has been told to set */
  readonly set = new ReaderVariables()
  /** the document has spoken of a console of the program: its code is for there from then on */
  console = false
  /** the words that the block hangs on */
  before: Block | undefined
  /** what the chapter has said so far */
  prose: Block[] = []
  /** the chapter has logged in to another machine before the block */
  loggedIn = false
  /** what of the block is typed there */
  there: readonly TypedThere[] = []

  private readonly sessions = new Sessions()
  private index = -1
  private passed = 0

  constructor(private readonly document: MarkdownDocument) {}

  /** The titles of the headings, the outermost first. */
  get titles(): readonly string[] {
    return this.headings.map(({ title }) => title)
  }

  /** The blocks that were read before this one. */
  get earlier(): readonly Block[] {
    return this.document.blocks.slice(0, this.index)
  }

  /** The next blocks below this one. */
  below(count: number): readonly Block[] {
    return this.document.blocks.slice(this.index + 1, this.index + 1 + count)
  }

  /** Comes to the next block: what it says itself counts for it. */
  open(block: Block): void {
    this.index++
    if (block.kind === 'heading') this.enter(this.document.headings[this.passed++])
    else this.read(block)
  }

  /** Goes on: what the block said is what stands above the next one. */
  close(block: Block): void {
    if (block.kind === 'heading') return
    if (block.kind !== 'code') {
      // one command after another hangs on the sentence above them
      if (!isAlone(block)) this.before = block
      this.prose.push(block)
    } else if (this.below(1)[0]?.kind !== 'code') this.before = undefined
  }

  private read(block: Block): void {
    this.console ||= namesConsole(block.kind === 'code' ? '' : block.text.slice(0, 4000))
    this.loggedIn = this.sessions.isOpen(this.headings)
    this.there = this.sessions.typedIn(block, this.headings)
    if (block.kind === 'code') this.set.read(commandsIn(block))
  }

  private enter(heading: Heading | undefined): void {
    this.prose = []
    this.before = undefined
    if (!heading) return
    while (this.headings.length && (this.headings.at(-1) as Heading).level >= heading.level) this.headings.pop()
    this.headings.push(heading)
    this.console ||= namesConsole(heading.title)
  }
}
