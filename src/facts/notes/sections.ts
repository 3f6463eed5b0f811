import { releaseSections } from '../../config/vocabulary.ts'
import { cleanTitle } from './heading.ts'

export type SectionContent = 'text' | 'none' | 'placeholder' | 'empty'

/*
 * Other names of the standard's sections, in lower case: Keep a Changelog (keepachangelog.com/en/1.1.0, "Types of
 * changes"), conventional-changelog's presets, GitHub's generated notes, and words that people use. They are near
 * misses: only `aliases` of a rule makes them count.
 */
const otherNames: Readonly<Record<(typeof releaseSections)[number], readonly string[]>> = {
  'New Features': [
    'added',
    'add',
    'features',
    'feature',
    'new feature',
    'new',
    "what's new",
    'what’s new',
    'feat',
    'additions',
    'new functionality',
  ],
  Improvements: [
    'changed',
    'changes',
    'enhancements',
    'enhancement',
    'improvement',
    'improved',
    'performance',
    'performance improvements',
    'updated',
    'updates',
    'optimizations',
    'other changes',

    'minor changes',
  ],
  'Bug Fixes': [
    'fixed',
    'fixes',
    'fix',
    'bug fix',
    'bugfixes',
    'bugfix',
    'bugs',
    'bugs fixed',
    'fixed bugs',
    'fixed issues',
    'resolved issues',

    'security fixes',
    'hotfixes',
    'patch changes',
  ],
  'Breaking Changes': [
    'breaking change',
    'breaking',
    'removed',
    'backwards incompatible changes',
    'incompatible changes',
    'backward incompatible changes',
    'api changes',
    'major changes',
    '⚠ breaking changes',
    'deprecated',
    'deprecations',
    'removals',
  ],
  'Known Issues': [
    'known issue',
    'known problems',
    'known bugs',
    'known limitations',
    'issues',
    'limitations',
    'open issues',
    'caveats',
  ],
  'Upgrade Notes': [
    'upgrade note',
    'upgrade',
    'upgrading',
    'upgrade guide',
    'upgrade instructions',
    'upgrade steps',
    'migration',
    'migrations',
    'migration notes',
    'migration guide',
    'migrating',
    'how to upgrade',
    'update notes',
    'deployment notes',
    'upgrade path',
  ],
}

const byName = new Map<string, string>()
for (const [section, names] of Object.entries(otherNames)) for (const name of names) byName.set(name, section)
const standard = new Map<string, string>(releaseSections.map((name) => [name.toLowerCase(), name]))

/**
 * A section's name as rules compare it, and the section of the standard that it is or is another name of. Case, emoji and
 * numbering do not matter (verdicts.md, "People and words").
 */
export function nameSection(title: string): { readonly name: string; readonly standsFor: string } {
  const clean = cleanTitle(title).replace(/^[^\p{L}\p{N}]+/u, '')
  const own = standard.get(clean.toLowerCase())
  return { name: own ?? clean, standsFor: own ?? byName.get(clean.toLowerCase()) ?? '' }
}

const none =
  /^(none|no|nothing|n\/?a|nil|not applicable|no (known )?(new features?|features?|improvements?|bug ?fix(es)?|fixes|breaking changes?|known issues?|issues?|upgrade notes?|changes?|notes?|steps?|action|actions? (is |are )?(needed|required))|there are (none|no \w+( \w+)?)|none (known|needed|required)|nothing (to note|special|new|known|to do)|-+|—+|–+)( (in|for|of) this (release|version))?( (at|for) (this|the) (time|moment)| yet| so far| known| needed| required)?[.!]?$/i

const placeholder =
  /^[[<{(_*]*(todo|tbd|tba|fixme|xxx|lorem ipsum[^:]{0,200}|coming soon|\?+|pending|(not |none )?(yet )?(written|filled in)( yet)?|not written yet|your (text|notes?|changes?) (goes |go )?here|example:? .{0,40}|to be (done|added|written|defined|determined|confirmed)|fill (this )?in|add (your |the )?(notes?|features?|fixes|changes|items?) here|insert\b.*\bhere|…|\.\.\.)[\]>})_*.:…]*$/i
const bracketed = /^(\[[^\]]{1,60}\]|<[^>]{1,60}>|\{\{?[^}]{1,60}\}?\}|_[^_]{1,60}_)\.?$/
const numbered =
  /^\[?(new )?(feature|improvement|fix|bug ?fix|bug|change|issue|note|item|description|breaking change|known issue|upgrade note)s?( ?#?\d+| [a-z]| here| name| description)\]?\.?$/i

/**
 * What stands in a section.
 * @param items the plain text of its paragraphs, list items, table rows and code, comments left out
 * @param marked for each item, its text with Markdown's marks, where that is known: `_description_` is a template
 */
export function judgeContent(items: readonly string[], marked: readonly string[] = items): SectionContent {
  const texts = items.map((text) => text.replace(/\s+/g, ' ').trim())
  let nothing = 0
  let dummy = 0
  let real = 0
  texts.forEach((text, i) => {
    if (text.length > 300) {
      real++
      return
    }
    const bare = text
      .replace(/^[-*+•]\s+/, '')
      .replace(/^\[[ xX]\]\s*/, '')
      .trim()
    const source = (marked[i] ?? text).trim().replace(/^[-*+•]\s+/, '')
    if (/^[-—–]+$/.test(bare) || none.test(bare)) nothing++
    else if (bare === '') return
    else if (placeholder.test(bare) || numbered.test(bare) || isBracketed(bare) || isBracketed(source)) dummy++
    else real++
  })
  if (real) return 'text'
  if (dummy) return 'placeholder'
  return nothing ? 'none' : 'empty'
}

/** `[Feature 1]`, `<what changed>`, `_description_`: template text, unless it is a reference such as `[#12]`. */
function isBracketed(text: string): boolean {
  return bracketed.test(text) && !/#\d|https?:|[A-Z]{2,}-\d/.test(text) && /[a-z]/i.test(text)
}
