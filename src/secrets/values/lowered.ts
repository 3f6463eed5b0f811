import { type Sense, senseOf } from '../names/sense.ts'
import { WRITTEN_LOGIN } from '../structure/logins.ts'
import type { Pair } from '../structure/pair.ts'
import type { Is, Kind } from './kind.ts'
import { isKeyOfEnvironment, isSettings, spiced } from './weigh.ts'

/** What tests, samples, texts and comments hold is mostly nobody's secret; a long random one may be. */
export function lowered(pair: Pair, sense: Sense, kind: Kind, is: Is): Is {
  if (is === 'none' || /\bencryptedData\b|\bsops\b/.test(pair.path) || isEncrypted(pair)) return 'none'
  const convincing = kind === 'generated' && pair.value.length >= 20 && !pair.loose
  const setting = /\bexamples?\b/i.test(pair.path) ? 'sample' : underTest.test(pair.path) ? 'test' : pair.setting
  switch (setting) {
    case 'test':
    case 'sample':
    case 'prose':
      if (setting === 'prose' && isWrittenDown(pair, sense, kind)) return 'uncertain'
      if (setting === 'test' && kind === 'hash' && isLoaded(pair)) return 'uncertain'
      if (setting === 'test' && pair.form === 'env' && kind === 'uuid' && sense.noun === 'api key') return 'uncertain'
      return convincing && (sense.strength === 3 || pair.source !== 'named-value') && !sense.makeBelieve
        ? 'uncertain'
        : 'none'
    case 'language':
      return convincing || isSettingAmongTexts(pair, sense, kind) ? 'uncertain' : 'none'
    case 'pipeline':
      if (weak.has(kind)) return isOfAccount(pair, sense) && kind !== 'standin' ? 'uncertain' : 'none'
      if (kind === 'chosen' || kind === 'stock') return 'uncertain'
      break
    case 'request':
      if (kind === 'chosen' || kind === 'stock') return 'uncertain'
      break
    case 'development':
      if (kind === 'standin') return 'none'
      if (kind === 'default' || kind === 'stock')
        return is === 'secret' || isOfAccount(pair, sense) ? 'uncertain' : 'none'
  }
  if (
    published.test(pair.name) ||
    isOfEvents(pair.name) ||
    (pair.name === WRITTEN_LOGIN && pair.source === 'named-value')
  )
    return 'uncertain'
  if (pair.comment && weak.has(kind) && setting === 'main' && isSettings(pair) && isOfAccount(pair, sense)) return is
  if (pair.comment || sense.makeBelieve) return is === 'secret' ? 'uncertain' : 'none'
  return is
}

/**
 * What Cloud Build decrypts by Cloud KMS (cloud.google.com/build/docs/securing-builds/use-encrypted-credentials): `secretEnv` below
 * `secrets`, or below `inline` as `envMap`, is Base64 of what KMS made, which begins with the name of the key.
 */
const isEncrypted = ({ path, value }: Pair) =>
  /(?:^|\.)(?:secrets|availableSecrets)\..*?(?:secretEnv|envMap)\.[^.]+$/.test(path) &&
  /^Ci[QRSTUVWX][\w+/-]{40,}={0,2}$/.test(value.replace(/\s+/g, ''))

/** A row that `manage.py loaddata` puts into the database (https://docs.djangoproject.com/en/stable/topics/db/fixtures/). */
const isLoaded = ({ path }: Pair) => /(?:^|\.)fields\.password$/.test(path)

/** `<string name="SMTP_PASSWORD">`: Android keeps settings where it keeps the texts of an application. */
const isSettingAmongTexts = (pair: Pair, sense: Sense, kind: Kind) =>
  pair.form === 'xml' &&
  kind === 'chosen' &&
  sense.kind === 'password' &&
  sense.strength === 3 &&
  /[_.]/.test(pair.name) &&
  /\d/.test(pair.value)

/** What everybody guesses. */
const weak: ReadonlySet<Kind> = new Set<Kind>(['default', 'word', 'number', 'standin'])

/** The password of somebody or some host that stands beside it: it opens what runs there, were it only for an hour. */
const isOfAccount = (pair: Pair, sense: Sense) =>
  pair.source === 'named-value' && sense.kind === 'password' && sense.strength === 3 && pair.beside && !pair.loose

/** `test.password`: what a file of settings for several environments says of tests. */
const underTest = /^(?:test|tests|testing)\.(?=.)/

/** How to get in, as somebody wrote it down: a setting with its name, a login, a password in a URL or a command. */
function isWrittenDown(pair: Pair, sense: Sense, kind: Kind): boolean {
  const convincing = kind === 'generated' || kind === 'chosen'
  // `password: password` is how a manual shows where one goes; `123456` and `admin` are what people log in with
  const known = (kind === 'number' || kind === 'default') && senseOf(pair.value).strength === 0
  if (known && pair.source === 'command-argument') return true
  if (pair.source !== 'named-value') return convincing && (pair.source !== 'authorization' || spiced(pair.value))
  if (pair.name === WRITTEN_LOGIN) return convincing || kind === 'default' || kind === 'stock' || !pair.loose
  if (kind === 'generated' && pair.value.length >= 24 && isKeyOfEnvironment(pair.name)) return true
  if (sense.strength < 3 || pair.loose || sense.makeBelieve) return false
  if (sense.kind !== 'password') return kind === 'generated' && pair.value.length >= 16
  if (known && isOfAccount(pair, sense)) return true
  const setting = /[._]/.test(pair.name)
  return convincing
    ? pair.beside || setting
    : pair.setting === 'prose' && kind === 'word' && setting && pair.beside && pair.value.length >= 6
}

/**
 * What programs that are given away send events with, and nothing else can be done with: Mixpanel's token of a project
 * (docs.mixpanel.com, "Project Token"), Segment's write key, Amplitude's key of an interface, Bugsnag's of a notifier.
 */
const isOfEvents = (name: string) =>
  /mix_?panel_?(?:project_?)?token$|segment_?(?:io_?)?(?:write|api)_?key$|amplitude_?api_?key$|bugsnag_?(?:api|notifier)_?key$/i.test(
    name,
  )

/** Variables that are built into what browsers load: public as soon as they are used. */
const published = /^(?:REACT_APP|VITE|EXPO_PUBLIC|GATSBY|VUE_APP|NUXT_PUBLIC|NG_APP|STORYBOOK|NX_PUBLIC)_/
