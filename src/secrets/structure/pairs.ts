import { senseOf } from '../names/sense.ts'
import { judgeValue } from '../values/judge.ts'
import { settingOf } from './area.ts'
import { inComment, keysAbove, standsBeside } from './context.ts'
import { valueAfter } from './follow.ts'
import { formOf } from './form.ts'
import type { Literal } from './literal.ts'
import { type Name, nameAt } from './name-at.ts'
import type { Form, Pair, Setting, Source } from './pair.ts'

export type { Pair } from './pair.ts'

/** A file that pairs are looked for in. */
export interface Place {
  readonly file: string
  readonly content: string
  readonly form: Form
  readonly setting: Setting
}

/** What a finder found: the rest of a pair is the same for all. */
export interface Found {
  readonly name: string
  readonly literal: Literal
  readonly loose?: boolean
  readonly source?: Source
  readonly encoded?: 'base64'
}

/**
 * The pairs of name and literal near the hits of name keywords: `hits` are the offsets in `content` where keywords
 * begin, in order. Each hit is looked at in a window of a few thousand characters, so that the cost is that of the hits.
 */
export function pairsNear(file: string, content: string, hits: readonly number[]): readonly Pair[] {
  const place: Place = { file, content, form: formOf(file, content), setting: settingOf(file) }
  const pairs: Pair[] = []
  let seen = 0
  for (const hit of hits) {
    if (hit < seen) continue
    const name = nameAt(content, hit)
    if (name === undefined) continue
    seen = name.end
    for (const found of foundAt(place, name)) {
      const pair = paired(place, found)
      if (pair !== undefined) pairs.push(pair)
    }
  }
  return pairs
}

function* foundAt(place: Place, name: Name): Generator<Found> {
  const sense = senseOf(name.text)
  if (sense.strength === 0) return
  const follow = valueAfter(place.content, name, place.form)
  if (follow === undefined || follow.literal.composed) return
  if (sense.setter && !follow.loose) return
  yield { name: name.text, literal: follow.literal, loose: follow.loose }
}

/** The whole of a pair; undefined for what is no secret whatever stands around it. */
function paired(place: Place, found: Found): Pair | undefined {
  const { content, form, setting } = place
  const { value, start, end, quoted } = found.literal
  const first: Pair = {
    name: found.name,
    path: found.name,
    value,
    start,
    end,
    form,
    quoted,
    source: found.source ?? 'named-value',
    setting,
    loose: found.loose ?? false,
    beside: true,
    comment: false,
    ...(found.encoded && { encoded: found.encoded }),
  }
  if (judgeValue(first).is === 'none') return undefined
  const keys = form === 'yaml' || form === 'json' ? keysAbove(content, start) : []
  return {
    ...first,
    path: [...keys, found.name].join('.'),
    beside: standsBeside(content, start, end),
    comment: inComment(content, start, form),
  }
}
