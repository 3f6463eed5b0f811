import { optionValue } from './words.ts'

/* Requests that set the configuration of a running system through the address of a service, one in a line. */
const settingAddresses = [
  // switches of features
  String.raw`app(\.eu)?\.launchdarkly\.(com|us)/api/v2/flags/`,
  String.raw`/api/admin/(projects/[^/]+/)?features?/\S*(toggle|on|off|strategies|variants)`,
  String.raw`api\.flagsmith\.com/api/v1/\S*(featurestates|features)`,
  String.raw`api\.configcat\.com/v1/\S*(settings|value)`,
  String.raw`api\.growthbook\.io/api/v1/features`,
  String.raw`api\.split\.io/internal/api/v2/splits`,
  String.raw`(statsigapi\.net|api\.statsig\.com)/console/v1/(gates|dynamic_configs)`,
  String.raw`posthog\.com/api/projects/[^/]+/feature_flags`,
  // variables and settings of platforms
  String.raw`api\.heroku\.com/apps/[^/]+/(config-vars|formation|features)`,
  String.raw`api\.vercel\.com/v\d+/projects/[^/]+/env`,
  String.raw`api\.netlify\.com/api/v1/\S*/env`,
  String.raw`api\.render\.com/v1/services/[^/]+/(env-vars|secret-files|scale|autoscaling)`,
  String.raw`api\.cloudflare\.com/client/v4/zones/[^/]+/(settings|dns_records|rulesets|firewall|pagerules)`,
  // stores of settings and secrets
  '/v1/kv/',
  String.raw`vault\S*/v1/[\w-]+/data/`,
]
const sets = new RegExp(settingAddresses.join('|'), 'i')
const changes = /^(POST|PUT|PATCH|DELETE)$/i

/*
 * Options by which a request carries something (curl.se/docs/manpage.html; wget's `--post-file`): `-d x`, `-sSd x`, `-d@file`,
 * `--json`. To others `-d`, `-F` and `-T` are something else.
 */
const carries = /^--(?:data|json|form|upload-file|post-(?:data|file)|body-(?:data|file))(?:-[a-z]+)?(?:=|$)/
const carriesShortly = /^-[fgikLnsSv]{0,8}[dFT]/

/** The method of a request: as it is told, else what a body makes of it. */
function methodOf(words: readonly string[]): string {
  const told =
    optionValue(words, '-X', '--request', '--method') ??
    words.map((word) => /^-[a-zA-Z]{0,6}X([A-Z]+)$/.exec(word)?.[1]).find((method) => method !== undefined) ??
    words.find((word) => changes.test(word))
  if (told !== undefined) return told
  // curl puts what it is given into the address
  if (words.some((word) => /^(?:-[fgikLnsSv]{0,8}G|--get)$/.test(word))) return 'GET'
  const isOther = /(?:^|\/)(?:wget|https?)$/.test(words[0] ?? '')
  return words.some((word) => carries.test(word) || (!isOther && carriesShortly.test(word))) ? 'POST' : 'GET'
}

/**
 * Whether a request asks for a change, and not only for an answer.
 * @param words of `curl`, `wget` or `http`, the program first
 */
export const changesByRequest = (words: readonly string[]): boolean => changes.test(methodOf(words))

/**
 * Whether a request sets the configuration of a running system: a switch, a variable, a record of DNS.
 * @param words of `curl`, `wget` or `http`, the program first
 */
export const setsByRequest = (words: readonly string[]): boolean =>
  words.some((word) => /:\/\/|\$/.test(word) && sets.test(word)) && changesByRequest(words)
