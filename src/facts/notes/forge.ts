import { basename, dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import { pathAtHost } from '../address.ts'
import { isProse, proseKinds } from '../prose/read.ts'
import type { Repository } from '../repository.ts'

/** What says that release notes are written as releases on the forge. */
export interface ForgeSign {
  readonly place: Place
}

/* Files whose mere presence says it: GitHub's configuration of generated notes, and tools that make releases. */
const configurations = new Set([
  '.github/release.yml',
  '.github/release.yaml',
  '.github/release-drafter.yml',
  '.github/release-drafter.yaml',
  '.goreleaser.yml',
  '.goreleaser.yaml',
  'release-please-config.json',
])

/* Actions, tasks, providers and commands that create a release on the forge; Azure's task lists the commits by default. */
const makers = anyOf(
  // actions of GitHub
  /softprops\/action-gh-release|ncipollo\/release-action|actions\/create-release|elgohr\/Github-Release-Action/,
  /marvinpinto\/action-automatic-releases|anton-yurchenko\/git-release|helm\/chart-releaser-action/,
  /release-drafter\/release-drafter|google(?:apis|-github-actions)\/release-please-action|\bchangesets\/action\b/,
  /goreleaser\/goreleaser-action|cycjimmy\/semantic-release-action/,
  // a task of Azure, a provider of Travis, a step of Jenkins
  /\bGitHubRelease@\d|^\s*(?:-\s+)?provider:\s*['"]?releases\b|\bcreateGitHubRelease\b/,
  // commands
  /\b(?:gh|hub|glab) release create\b|\brelease-cli create\b|\bghr\s+(?:-\w|"?\$|v?\d)|--generate-notes/,
  /\b(?:npx|npm exec|yarn|pnpm|dlx) semantic-release\b|\bgoreleaser release\b|\bgh release (?:edit|upload)\b/,
  // python-semantic-release makes a release on the forge unless it is told not to (python-semantic-release.readthedocs.io)
  /\bpython-semantic-release\/python-semantic-release\b|\b(?:python3? -m semantic_release|semantic-release) (?:version|publish)\b/,
  // calls of an interface
  /\brepos\.(?:createRelease|updateRelease|generateReleaseNotes|uploadReleaseAsset)\b|createRelease\(/,
)

/* What has such a tool only show what it would do, or make no more than a tag; where a variable may add or take it, that is open. */
const makesNone = /^[^$]*--(?:no-vcs-release|print|noop|dry-?run)(?![\w=-])[^$]*$/

function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'))
}

/* What only the key `release` of a job in GitLab holds. */
const ofReleaseKey = /^\s+tag_name:\s/

/* Pipelines, what they take in and the scripts that release, by the places and names that people give them. */
const pipelineFiles =
  /(^|\/)\.(github\/(workflows|actions)|gitlab|circleci|buildkite|woodpecker|azure[^/]*|ado|pipelines?)\/.*\.ya?ml$|(pipelines?|travis|drone|gitlab-ci|appveyor|releas|publish|deploy|job|stage|step)[^/]*\.ya?ml$|(^|\/)Jenkinsfile[^/]*$|(releas|publish)[^/]*\.(sh|ps1|groovy)$/i

const noteWords = /release notes?|change ?logs?|what changed|notes for (each|every|the) release/i
const releasesPage =
  /https?:\/\/[^\s)>\]]*\/releases\b|\/-\/releases\b|git(hub|lab) releases?\b|releases? (page|tab)\b/i
const releaseSteps = /generate release notes|draft a new release|create a (new )?(git(hub|lab) )?release\b/i

/**
 * The first sign that notes are releases on the forge: a configuration, a pipeline that makes them, or a document that
 * says so. Undefined where there is none.
 */
export async function findForgeNotes(repository: Repository): Promise<ForgeSign | undefined> {
  for (const file of repository.files) {
    if (configurations.has(file.path) || file.path === '.releaserc' || file.path.startsWith('.releaserc.'))
      return { place: { file: file.path } }
  }
  for (const file of repository.files) {
    if (file.area !== 'main' || !pipelineFiles.test(file.path) || file.size > 2_000_000) continue
    const ofGitLab = /gitlab/i.test(file.path)
    const ofWorkflow = /(^|\/)\.(?:github|gitea|forgejo)\/workflows\//.test(file.path)
    const startedBy = ofWorkflow ? await startedByRelease(file.path, repository) : undefined
    if (startedBy) return startedBy
    const sign = findLine(
      await repository.text(file.path),
      (line) =>
        !/^\s*(#|\/\/)/.test(line) &&
        ((makers.test(line) && !makesNone.test(line)) || (ofGitLab && ofReleaseKey.test(line))),
    )
    if (sign) return sign
  }
  for (const file of repository.ofKind(...proseKinds)) {
    if (!isProse(file.path) || (file.area !== 'main' && file.area !== 'documentation') || file.size > 2_000_000)
      continue
    const folder = dirname(file.path)
    const name = basename(file.path)
    if (folder !== '' && file.area !== 'documentation' && !/^(contributing|readme|releas)/i.test(name)) continue
    const sign = findLine(await repository.text(file.path), (line) => saysSo(line, repository.history?.origin))
    if (sign) return sign
  }
  return undefined
}

/** Where a workflow says that a release of the forge starts it. */
async function startedByRelease(path: string, repository: Repository): Promise<ForgeSign | undefined> {
  const [root] = (await repository.yaml(path)) ?? []
  const on = root?.get('on') ?? root?.get('true')
  const sign = on?.get('release') ?? on?.items.find((item) => item.text === 'release')
  if (sign) return { place: sign.place }
  return on?.text === 'release' ? { place: on.place } : undefined
}

/**
 * Whether a line says that release notes are on the forge. A link to the releases of another repository says nothing.
 * @param origin the URL of this repository, if known
 */
export function saysSo(line: string, origin: string | undefined): boolean {
  if (releaseSteps.test(line)) return true
  if (!noteWords.test(line) || !releasesPage.test(line)) return false
  const link = /https?:\/\/[^/\s)]+\/([^\s)>\]]*?)\/(?:-\/)?releases\b/.exec(line)
  const own = origin && pathAtHost(origin)
  return !link || !own || (link[1] as string).toLowerCase() === own
}

function findLine(text: Text | undefined, test: (line: string) => boolean): ForgeSign | undefined {
  if (!text) return undefined
  let start = 0
  for (const line of text.content.split('\n')) {
    if (test(line)) return { place: { file: text.file, start, end: start + line.trimEnd().length } }
    start += line.length + 1
  }
  return undefined
}
