import { isHashOfPassword, type Sense, senseOf } from '../names/sense.ts'
import { judgeValue } from '../values/judge.ts'
import { insideString } from './bare.ts'
import { belowOf } from './below.ts'
import { callAt, cipherKey, providerSecret } from './calls.ts'
import { argumentOf, commandNames, identifiedBy, pipedPassword, stdinPassword, sudoPassword } from './commands.ts'
import { comparedBefore, comparedField } from './compared.ts'
import {
  inComment,
  inSample,
  isExampleOf,
  isIdOfSecret,
  isLeftOut,
  isOfSame,
  isOfSearchBox,
  isThumbprint,
  keysAbove,
  standsBeside,
} from './context.ts'
import { isDull } from './dull.ts'
import { credentialsIn } from './files.ts'
import { type Found, Place } from './find.ts'
import { valueAfter } from './follow.ts'
import { headerAt } from './headers.ts'
import { hintsAt } from './hints.ts'
import { secretEntries } from './kubernetes.ts'
import { loginsNear } from './logins.ts'
import { elementOf, ofProtection } from './markup.ts'
import { type Name, nameAt } from './name-at.ts'
import type { Pair } from './pair.ts'
import { printedLogins, printedNames } from './printed.ts'
import { isBare, renamed } from './renamed.ts'
import { returnedBy } from './returned.ts'
import { columnAt, hashesAt, insertedAt, rowsOfTable, rowsOfUsers } from './rows.ts'
import { loginsNames, loginsOf, pairedAuth, seededAt } from './seeds.ts'
import { keysOfSession, sessionNames, severalAt } from './several.ts'
import { nestedIn, siblingOf } from './siblings.ts'
import { sensitiveAttributes, sensitiveOutput } from './state.ts'
import { driverPassword, keyInQuery, ORACLE, oraclePassword, type UrlPassword, urlPassword } from './urls.ts'

export type { Pair } from './pair.ts'

/**
 * One file that is read in batches of hits: the offsets in `content` where keywords of names begin, in order. Each is looked
 * at in a window of a few thousand characters, so that the cost is that of the hits.
 */
export class Reading {
  readonly place: Place
  #seen = 0

  constructor(file: string, content: string) {
    this.place = new Place(file, content)
  }

  /** What a file of credentials holds without any name beside it. */
  *credentials(): Generator<Pair> {
    for (const found of credentialsIn(this.place.file, this.place.content)) yield* paired(this.place, found)
    for (const found of sensitiveAttributes(this.place)) yield* paired(this.place, found)
  }

  /** The pairs near the next hits; those that stand in one name are one. */
  *near(hits: readonly number[]): Generator<Pair> {
    const { content } = this.place
    for (const hit of hits) {
      if (content.charCodeAt(hit) === COLON) {
        yield* inUrl(this.place, hit)
        continue
      }
      if (content.charCodeAt(hit) === AT) {
        const literal = driverPassword(content, hit)
        if (literal !== undefined) yield* paired(this.place, { name: 'URL', literal, source: 'url-password' })
        continue
      }
      if (hit < this.#seen) continue
      if (content.startsWith(ORACLE, hit)) {
        yield* ofUrl(this.place, oraclePassword(content, hit))
        continue
      }
      // the one keyword with a quote in front of it
      const name = nameAt(content, content.charCodeAt(hit) === QUOTE ? hit + 1 : hit)
      if (name === undefined) continue
      if (name.text === 'PWD' && /^["']\s?=>/.test(content.slice(name.end, name.end + 4))) {
        // no folder of a shell, but a setting of PHP's driver for SQL Server
        yield* this.#of({ ...name, text: 'DB_PWD' })
        continue
      }
      yield* this.#of(name)
    }
  }

  *#of(name: Name): Generator<Pair> {
    this.#seen = name.end
    const { content, form } = this.place
    if (form === 'code' && content.charCodeAt(name.end) !== PAREN && isDull(name.text)) return
    for (const found of foundAt(this.place, name)) yield* paired(this.place, found)
  }
}

const COLON = 58
const AT = 64
const QUOTE = 34
const PAREN = 40

function* inUrl(place: Place, at: number): Generator<Pair> {
  const key = place.form === 'code' ? keyInQuery(place.content, at) : undefined
  if (key !== undefined)
    yield* paired(place, { name: 'key in a URL', literal: key, source: 'url-password', loose: true })
  yield* ofUrl(place, urlPassword(place.content, at))
}

function* ofUrl(place: Place, found: UrlPassword | undefined): Generator<Pair> {
  if (found === undefined) return
  const loose =
    /^(?:localhost|127\.|0\.0\.0\.0|example|host|\[::1)/i.test(found.host) || found.user === found.literal.value
  yield* paired(place, { name: 'URL', literal: found.literal, source: 'url-password', loose })
}

function* foundAt(place: Place, name: Name): Generator<Found> {
  const { content, form } = place
  const piped = name.text === 'passwd' ? stdinPassword(content, name.start, name.end) : undefined
  if (piped !== undefined) {
    yield piped
    return
  }
  const call =
    form === 'code'
      ? (callAt(content, name.text, name.end) ?? pairedAuth(content, name.text, name.end + name.closing.length))
      : undefined
  if (call !== undefined) {
    // code in a string is shown to somebody, or written by a program
    yield insideString(content, name.start) ? { ...call, loose: true } : call
    return
  }
  const other = form === 'code' ? (providerSecret(content, name) ?? comparedField(content, name)) : undefined
  if (other !== undefined) {
    yield other
    return
  }
  if (form === 'code' && loginsNames.test(name.text)) yield* loginsOf(content, name)
  if (form === 'code' && /user\w?$/i.test(name.text)) yield* seededAt(content, name.text, name.end)
  if (form === 'code' && printedNames.test(name.text)) yield* printedLogins(content, name)
  if (form === 'code' && sessionNames.test(name.text)) yield* keysOfSession(content, name)
  if (form === 'code' || form === 'xml') yield* hintsAt(content, name)
  if (
    commandNames.test(name.text) ||
    (name.text === 'passwd' && /\bopenssl\s$/.test(content.slice(Math.max(0, name.start - 9), name.start)))
  ) {
    if (form === 'prose' && /^login$/i.test(name.text)) yield* loginsNear(content, name)
    const found = specialAt(content, name)
    if (found !== undefined) yield found
    return
  }
  if (form === 'prose' && /^(?:test|demo|sample|default|admin)$/i.test(name.text)) yield* loginsNear(content, name)
  if (form === 'sql' && /^insert$/i.test(name.text)) yield* rowsOfUsers(content, name)
  if (form === 'yaml' && name.text === 'Secret') yield* secretEntries(content, name.start)
  if (form === 'json') yield* sensitiveOutput(place, name)
  const returned = form === 'code' ? returnedBy(content, name) : undefined
  if (returned !== undefined) yield returned
  const plain = senseOf(name.text)
  if (plain.strength === 0 && (form === 'sql' || form === 'code') && isHashOfPassword(name.text))
    yield* hashesAt(content, name)
  const named = plain.strength === 0 || form === 'code' || isBare(name.text) ? renamed(place, name) : name
  if (named === undefined) {
    const key = form === 'code' ? cipherKey(content, name) : undefined
    if (key !== undefined) yield key
    return
  }
  const sense = senseOf(named.text)
  yield* ofName(place, named, sense)
}

const table = /\.[ct]sv$/i

const tellsOfLogins = (name: Name, { kind, strength }: Sense) =>
  (kind === 'password' && strength > 0) || /^(?:credentials?|creds|logins?)$/i.test(name.text)

/** The pairs of a name that says of itself what it is. */
function* ofName(place: Place, name: Name, sense: Sense): Generator<Found> {
  const { content, form } = place
  if (form === 'prose' && tellsOfLogins(name, sense) && !table.test(place.file)) yield* loginsNear(content, name)
  const follow = valueAfter(content, name, form)
  if (follow !== undefined && !follow.literal.composed) {
    if (!sense.setter || follow.loose) yield { ...follow, name: name.text }
    if (!follow.loose) return
  }
  const elsewhere = elsewhereOf(place, name)
  if (elsewhere !== undefined) yield { name: name.text, literal: elsewhere }
  if (form === 'sql' || form === 'code') yield* insertedAt(content, name)
  if ((form === 'sql' || form === 'code') && sense.strength > 1 && place.tables.left-- > 0)
    yield* rowsOfTable(content, name)
  if (form === 'code') yield* comparedBefore(content, name)
  if (form === 'code' || form === 'json') yield* severalAt(content, name)
  if (table.test(place.file)) yield* columnAt(content, name)
}

function specialAt(content: string, name: Name): Found | undefined {
  const word = name.text.toLowerCase()
  if (word === 'identified') return identifiedBy(content, name.end)
  if (word === 'sudo') return sudoPassword(content, name.start, name.end)
  if (word === 'chpasswd') return pipedPassword(content, name.start)
  return headerAt(content, word, name.end) ?? argumentOf(content, word, name.end)
}

/** Where the value does not follow the name: in a sibling, one level deeper, on the line below, in an element. */
function elsewhereOf({ content, form }: Place, name: Name) {
  if (form === 'xml') return elementOf(content, name) ?? siblingOf(content, name, form)
  if (form === 'prose' || form === 'ini') return belowOf(content, name, form)
  return siblingOf(content, name, form) ?? belowOf(content, name, form) ?? nestedIn(content, name, form)
}

/** The whole of a pair; nothing for what is no secret whatever stands around it. */
function* paired(place: Place, found: Found): Generator<Pair> {
  const { content, form } = place
  // a pipeline's weak passwords are of services that it starts for itself; who logs in elsewhere has an account there
  const setting = found.remote && place.setting === 'pipeline' ? 'main' : place.setting
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
    ...(found.compared && { compared: true }),
    beside: true,
    comment: false,
    ...(place.vaulted && { vaulted: true }),
    ...(form === 'code' && quoted && isOfSame(content, start, value) && { ofSame: true }),
    ...(found.encoded && { encoded: found.encoded }),
  }
  if (judgeValue(first).is === 'none') return
  if (/^api_?key$/i.test(found.name) && isOfSearchBox(content, start)) return
  if (form === 'xml' && ofProtection(content, start)) return
  if (isThumbprint(content, first) || isIdOfSecret(content, first)) return
  const ofSchema = form === 'yaml' || form === 'json'
  const keys = ofSchema ? keysAbove(content, start) : []
  yield {
    ...first,
    path: [...keys, found.name].join('.'),
    ...(setting === 'main' &&
      ((form === 'code' && inSample(content, start)) || (ofSchema && isExampleOf(content, start))) && {
        setting: 'sample' as const,
      }),
    beside: found.beside === true || standsBeside(content, start, end),
    comment: inComment(content, start, form) || (form === 'yaml' && isLeftOut(content, start)),
  }
}
