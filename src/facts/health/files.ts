import type { Search } from '../../sources/search.ts'

/** Endings of code and of servers' configuration. */
const endings = (
  'js jsx cjs cjsx mjs mjsx ts tsx cts ctsx mts mtsx py rb java kt kts scala groovy clj go rs cs fs vb php ex exs erl dart ' +
  'swift vue svelte conf'
).split(' ')

/** Files of code and of servers' configuration that may say at which paths a service answers. */
export const codeFile = new RegExp(String.raw`\.(?:${endings.join('|')}|conf\.template)$|(?:^|\/)conf\/routes$`)

/** Files of data that tell routes: Symfony's, the Serverless Framework's, SAM's, and the functions of Azure. */
export const routeFile =
  /(?:^|\/)(?:config\/routes(?:\/[\w-]+|[\w.-]*)\.ya?ml|(?:serverless|template)[\w.-]*\.ya?ml|function\.json)$/

/** Whether a text may speak of a health endpoint. */
export const maySpeakOfHealth =
  /health|readyz?\b|livez?\b|liveness|readiness|alive|heartbeat|\bping\b|\bstatusz?\b|["'/]up["'/]/i

/** What {@link maySpeakOfHealth} looks for, as git searches for it: in the cases that people write. */
export const spoken: Search = {
  words: [
    'health',
    'ready',
    'readiness',
    'live',
    'heartbeat',
    'heartBeat',
    'ping',
    'status',
    '"up"',
    "'up'",
    '/up"',
    "/up'",
    '/up/',
  ].flatMap((word) => [word, word.toUpperCase(), word.replace(/[a-z]/, (letter) => letter.toUpperCase())]),
  endings: [...endings, 'yaml', 'yml', 'json'].map((ending) => `.${ending}`),
}

/** Whether git's search tells of a file: it has one of the endings. */
export const isSearched = (path: string): boolean => spoken.endings.includes(path.slice(path.lastIndexOf('.')))

/**
 * Files whose place is their path: Next.js (nextjs.org, "API Routes", "Route Handlers"), SvelteKit, Nuxt and Nitro, Remix.
 */
const byPlace: readonly RegExp[] = [
  /(?:^|\/)pages\/(?<path>api\/[^.]+)\.[cm]?[jt]sx?$/,
  /(?:^|\/)app\/(?<path>[^.]+)\/route\.[cm]?[jt]sx?$/,
  /(?:^|\/)routes\/(?<path>[^.]+)\/\+server\.[jt]s$/,
  /(?:^|\/)server\/(?<path>(?:api|routes|middleware)\/[^.]+)(?:\.get)?\.[jt]s$/,
  /(?:^|\/)app\/routes\/(?<path>[^/]+?)(?:\/(?:route|index))?\.[jt]sx?$/,
]

/** The path at which a file answers, by its place; undefined where that says nothing. */
export function pathByPlace(file: string): string | undefined {
  for (const pattern of byPlace) {
    const path = pattern.exec(file)?.groups?.path
    if (path !== undefined)
      return path
        .replace(/^routes\//, '')
        .replace(/\/index$/, '')
        .replace(/(?:^|\/)\([^)]*\)/g, '')
        .replace(/^(?:resources?|_?actions?)\./, '')
        .replace(/\[[^\]]*\]/g, '*')
  }
  return undefined
}
