import { basename, dirname, join } from '../../documents/path.ts'
import { compareText } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import { collector } from '../collector.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import type { Capability } from '../schema/service.ts'
import { partsOf } from '../service/parts.ts'
import { settingsOfWork, settingsPath, signsInSettings } from '../service/settings.ts'
import { dependencySigns, loginSegments, manifests } from '../service/signs.ts'

/** Signs that a service has a login, talks to other systems or keeps data: which smoke tests it needs. */
export default collector({
  yields: ['capabilities'],
  reads:
    'dependency manifests (package.json, Gemfile, pom.xml, …), the names of code files, and settings (variables, addresses of other systems)',
  touches: [
    {
      path: /(^|\/)(package\.json|Gemfile|requirements\.(txt|in)|pyproject\.toml|Pipfile|pom\.xml|build\.gradle(\.kts)?|go\.mod|composer\.json|mix\.exs|Cargo\.toml|build\.sbt|setup\.cfg|libs\.versions\.toml|Directory\.Packages\.props|[^/]+\.csproj)$/,
    },
    {
      path: settingsPath,
      text: /API|URL|HOST|jdbc:|:\/\/|KEY|TOKEN|SECRET|CLIENT|base[-_]?(url|uri|address)|django/i,
    },
  ],
  async collect({ repository }) {
    const found: Capability[] = []
    for (const file of repository.named(...manifests).concat(repository.ending('.csproj'))) {
      if (file.area !== 'main') continue
      const text = await repository.text(file.path)
      if (text) found.push(...inManifest(text))
      else repository.claim(file.path, 'capabilities')
    }
    const looksLikeLogin = loginFinder()
    const entry = repository.files.find((file) => file.area === 'main' && looksLikeLogin(file))
    if (entry) {
      found.push({
        id: `authentication ${entry.path}`,
        name: 'authentication',
        by: 'code',
        sign: entry.path,
        file: entry.path,
        place: { file: entry.path },
      })
    }
    found.push(...(await inSettings(repository)))
    return { capabilities: found.sort((a, b) => compareText(a.id, b.id)) }
  },
})

const matchers = Object.entries(dependencySigns).map(([name, signs]) => ({
  name: name as Capability['name'],
  signs: signs.map((sign) => ({
    /** what a text that matches holds in any case, in small letters */
    literal: (sign.split('*', 1)[0] as string).toLowerCase(),
    pattern: sign.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replace(/\*/g, '[\\w.-]*'),
  })),
}))

/** What finds the signs in a text: a pattern of those that it may hold, since one of all takes V8 longer to make than to run. */
function* patternsFor({ content }: Text): Generator<readonly [Capability['name'], RegExp]> {
  const small = content.toLowerCase()
  for (const { name, signs } of matchers) {
    const words = signs.filter(({ literal }) => small.includes(literal)).map(({ pattern }) => pattern)
    // A dependency stands between characters that no package name contains.
    const source = `(?<![\\w./@-])(?:[\\w.-]+\\.[a-z]+/)?(${words.join('|')})(?![\\w/-])`
    if (words.length > 0) yield [name, new RegExp(source, 'gi')]
  }
}

/** Comments, and what a manifest says of the project itself. */
const notUsed = /^(#|\/\/|<!--|<?["']?(description|keywords|name|summary|homepage|url)\b["']?\s*[>:=])/

function* inManifest(text: Text): Generator<Capability> {
  const patterns = [...patternsFor(text)]
  const unshipped = patterns.length > 0 ? linesNotShipped(text) : new Set<number>()
  for (const [name, pattern] of patterns) {
    const seen = new Set<string>()
    for (const match of text.content.matchAll(pattern)) {
      const sign = match[1] as string
      const { line } = text.position(match.index)
      if (seen.has(sign) || /-tests?$/.test(sign) || unshipped.has(line) || notUsed.test(text.line(line).trimStart()))
        continue
      seen.add(sign)
      const start = match.index + match[0].length - sign.length
      yield {
        id: `${name} ${sign} ${text.file}`,
        name,
        by: 'dependency',
        sign: `the dependency ${sign}`,
        file: text.file,
        place: { file: text.file, start, end: start + sign.length },
      }
    }
  }
}

/** What settings tell of a service. */
async function inSettings(repository: Repository): Promise<Capability[]> {
  const found: Capability[] = []
  const isOwn = partsOf(repository)
  for (const { path, area, size } of repository.files) {
    if (area !== 'main' || size > mostBytes || !settingsPath.test(path) || settingsOfWork.test(path)) continue
    // the skeleton of Laravel (laravel.com/docs/configuration) names a store and senders of mail, whether they are used or not
    if (repository.has(join(dirname(path), 'artisan'))) continue
    const text = await repository.text(path)
    if (!text) continue
    for (const { name, sign, start, end } of signsInSettings(text, isOwn))
      found.push({
        id: `${name} ${sign} ${path}`,
        name,
        by: 'setting',
        sign,
        file: path,
        place: { file: path, start, end },
      })
  }
  return found
}

const mostBytes = 200_000

const workSection =
  /^\s*\[(?:tool\.poetry\.(?:dev-dependencies|group\.(?:dev|test|lint|docs?|ci)\w*\.dependencies)|dependency-groups|dev-packages|dev-dependencies)\]/

/** What begins a part of a manifest that tells nothing of what the service is made with, and what ends it. */
const otherParts: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [workSection, /^\s*\[[\w.-]+\]\s*$/],
  [/^\s*"(?:devDependencies|scripts)"\s*:\s*\{[^}]*$/, /^\s*\}/],
  [/^\s*"?keywords"?\s*[:=]\s*\[[^\]]*$/, /^\s*\]/],
]

/* One line for work or tests, or of what others bring along. */
const otherLine =
  /\/\/ indirect\b|^\s*"devDependencies"\s*:|^\s*(?:test|androidTest|integrationTest)\w*(?:Implementation|RuntimeOnly|CompileOnly|Compile)\b/

/** Lines of dependencies for work and tests only, of those that others bring along, of scripts and of keywords. */
function linesNotShipped(text: Text): ReadonlySet<number> {
  const found = new Set<number>()
  let end: RegExp | undefined
  for (let line = 1; line <= text.lineCount; line++) {
    const written = text.line(line)
    const begun = otherParts.find(([begins]) => begins.test(written))
    if (begun) end = begun[1]
    else if (end?.test(written)) end = undefined
    if (end || otherLine.test(written)) found.add(line)
  }
  return found
}

const code = /\.(rb|py|js|jsx|ts|tsx|java|kt|cs|php|ex|go|vue|svelte|erb|html|njk)$/

const login = new RegExp(`(^|/)(${[...loginSegments].join('|')})(\\.[^/]*)?(/|$)`, 'i')

/** Whether a file is code of a login, by its path; of folders, which hold many files, it is kept. */
function loginFinder(): (file: RepositoryFile) => boolean {
  const folders = new Map<string, boolean>()
  const inLogin = (folder: string) => {
    const known = folders.get(folder) ?? login.test(folder)
    folders.set(folder, known)
    return known
  }
  return ({ path }) => code.test(path) && (inLogin(dirname(path)) || login.test(basename(path)))
}
