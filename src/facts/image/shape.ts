import { commitIn } from './commit-shape.ts'

/**
 * The shape of a tag in the standard's own notation: `v{semver}-{git-sha-short}`, `{semver}`, `{git-sha}`, `latest`.
 * Pieces: {semver} {version} (a version that is not three numbers) {git-sha-short} (7 to 12 digits) {git-sha} (the whole)
 * {branch} {tag} {tag-without-v} {number} (of a pull request) {run-number} {date} {hash}; all else stays as written.
 */
export interface Shape {
  readonly shape: string
  /** The variables and expressions that nothing here resolves; empty when the shape is whole. */
  readonly unresolved: readonly string[]
}

/** Expressions whose meaning is known wherever they stand. The first that matches decides. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^\$\{?(CI_COMMIT_SHORT_SHA|SHORT_SHA)\}?$/, '{git-sha-short}'],
  [/^\$\{\{\s*github\.(run_number|run_id|run_attempt)\s*\}\}$/, '{run-number}'],
  [
    /^\$\{?(GITHUB_RUN_NUMBER|GITHUB_RUN_ID|CI_PIPELINE_ID|CI_PIPELINE_IID|BITBUCKET_BUILD_NUMBER|CIRCLE_BUILD_NUM|BUILD_NUMBER|BUILD_ID)\}?$/,
    '{run-number}',
  ],
  [/^\$\{\{\s*github\.event\.(number|pull_request\.number|issue\.number)\s*\}\}$/, '{number}'],
  [/^\$\{\{\s*github\.(head_ref|event\.pull_request\.head\.ref|base_ref)\s*\}\}$/, '{branch}'],
  [/^\$\{\{\s*(?:github\.ref_type == 'tag' && )github\.ref_name\s*\}\}$/, '{tag}'],
  [/^\$\{\{\s*github\.event\.release\.tag_name\s*\}\}$/, '{tag}'],
  [/^\$\{?(CI_MERGE_REQUEST_IID|BITBUCKET_PR_ID|CHANGE_ID|_PR_NUMBER)\}?$/, '{number}'],
  [/^\$\(System\.PullRequest\.PullRequest(Id|Number)\)$/i, '{number}'],
  [/^\$\{?(CI_COMMIT_TAG|BITBUCKET_TAG|CIRCLE_TAG)\}?$|^\$\{GITHUB_REF#refs\/tags\/\}$/, '{tag}'],
  [/^\$\{((CI_COMMIT_TAG|BITBUCKET_TAG|CIRCLE_TAG)#|GITHUB_REF#refs\/tags\/)v\}$/, '{tag-without-v}'],
  [
    /^\$\{?(CI_COMMIT_REF_SLUG|CI_COMMIT_BRANCH|CI_COMMIT_REF_NAME|BITBUCKET_BRANCH|CIRCLE_BRANCH)(\/[^}]*)?\}?$/,
    '{branch}',
  ],
  [/^\$\(git describe\b.*\)$/, '{tag}'],
  [/^\$\(date\b.*\)$/, '{date}'],
  [/^\$\(.*package\.json.*version.*\)$/, '{semver}'],
  [/^\$\(.*(npm pkg get version|npm_package_version|jq -r ["']?\.version["']? \S*package\.json).*\)$/, '{semver}'],
  [/^\$\{?npm_package_version\}?$/, '{semver}'],
  [/^\$\((cat|head -n ?1) (\.\/)?(VERSION|version\.txt|\.version)\)$/, '{semver}'],
  [/^\$\(.*(Chart\.yaml|pyproject\.toml|poetry version|mvn .*project\.version|Cargo\.toml).*\)$/, '{semver}'],
  // Azure Pipelines, CircleCI's pipeline values, Jenkins, Tekton's Pipelines as Code
  [/^\$\(Build\.(BuildId|BuildNumber)\)$|^\$\{?BUILD_BUILD(ID|NUMBER)\}?$/i, '{run-number}'],
  [/^\$\(Build\.SourceBranchName\)$|^\$\{?BUILD_SOURCEBRANCHNAME\}?$/i, '{branch}'],
  [/^\$\{env\.(BUILD_NUMBER|BUILD_ID)\}$|^<<\s*pipeline\.number\s*>>$/, '{run-number}'],
  // Jenkins' and Cloud Build's, also as a shell is given it
  [/^\$\{?(env\.)?BRANCH_NAME\}?$|^<<\s*pipeline\.git\.branch\s*>>$/, '{branch}'],
  [/^<<\s*pipeline\.git\.tag\s*>>$/, '{tag}'],
  [/^\$\{\{\s*hashFiles\(.*\)\s*\}\}$/, '{hash}'],
]

/**
 * A word that stands for a tag until something puts one in: `CONTAINER_IMAGES_TAG`, `__TAG__`, `#{tag}#`, `app_version`,
 * `to-be-replaced`, `__TAG__-alpine`.
 */
export function isPlaceholder(tag: string): boolean {
  return (
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^(TAG|VERSION|IMAGE_TAG|RELEASE)$/.test(tag) ||
    /^__.*__$|^#\{.*\}#?$|^#\w+#$|^%.*%$|^@.*@$|^<.*>$|^\[.*\]$/.test(tag) ||
    // with text around it: nobody writes a word in capitals between two lines, and no tag has the other signs
    /__[A-Z][A-Z\d_]*__|#\{[^}]*\}/.test(tag) ||
    /(^|[-_])(placeholder|change-?me|replace-?me|replaced|override(n|-?me)?|overridden|todo|tbd|dummy)([-_]|$)/i.test(
      tag,
    ) ||
    /^((app|image|release|build|version|git|commit)[-_](version|tag|sha|id|hash)|tag|version)$/i.test(tag)
  )
}

function meaningOf(text: string): string | undefined {
  return commitIn(text) ?? meanings.find(([pattern]) => pattern.test(text))?.[1] ?? meaningOfEach(text)
}

/** `${{ github.event.pull_request.head.sha || github.sha }}`: whichever of them is there, it is of one meaning. */
function meaningOfEach(text: string): string | undefined {
  const inside = /^\$\{\{((?:[^'()|&]|\|\|)*\|\|(?:[^'()|&]|\|\|)*)\}\}$/.exec(text)?.[1]
  const each = inside?.split('||').map((one) => meaningOf(`\${{ ${one.trim()} }}`))
  return each?.every((one) => one === each[0]) ? each[0] : undefined
}

const template = /<<[^<>]*>>|\$\{\{.*?\}\}|\{\{.*?\}\}|\$\((?:[^()]|\([^()]*\))*\)|\$\{[^}]*\}|\$[A-Za-z_]\w*/g

const firstTemplate = new RegExp(template.source)

const semver = /\d+\.\d+\.\d+(?:-(?:alpha|beta|rc|pre|preview|snapshot)[\w.]*)?/i

/** Brings a tag, as written, to its shape. */
export function shapeOf(tag: string): Shape {
  const unresolved: string[] = []
  const kept: string[] = []
  const keep = (piece: string) => `\u0001${kept.push(piece) - 1}\u0002`
  // Templates are put aside, so that the literal text between them is read for itself.
  const literal = tag.replace(template, (text) => {
    const meaning = meaningOf(text)
    if (!meaning) unresolved.push(text)
    return keep(meaning ?? text)
  })
  const shaped = literal
    .replace(semver, () => keep('{semver}'))
    .replace(/(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])/g, () => keep('{git-sha}'))
    .replace(/(?<![0-9A-Za-z])(?=[0-9a-f]*\d)[0-9a-f]{7,12}(?![0-9A-Za-z])/g, (digits) =>
      // Eight decimal digits that read as a day are a date, not a commit.
      keep(/^20\d{6}$/.test(digits) ? '{date}' : '{git-sha-short}'),
    )
  return { shape: shaped.replace(/\u0001(\d+)\u0002/g, (_, n: string) => kept[Number(n)] as string), unresolved }
}

/** The text before the first variable or expression of a tag: whatever these hold, the tag begins so. */
export function beginningOf(tag: string): string {
  return tag.slice(0, Math.max(0, tag.search(firstTemplate)))
}

/**
 * What a tag ends with whatever its variables hold, in the notation of a shape: `-{run-number}` of `${NAME}-${BUILD_NUMBER}`.
 * Empty where the last variable may take part in the end: a piece of its own begins with a line, point or the like.
 */
export function endOf({ shape, unresolved }: Shape): string {
  if (unresolved.length === 0) return ''
  const last = Math.max(...unresolved.map((text) => shape.lastIndexOf(text) + text.length))
  const end = shape.slice(last)
  return /^[-_.+]/.test(end) ? end : ''
}

/** Whether a shape holds the commit. */
export function tellsCommit(shape: string): boolean {
  return /\{git-sha(-short)?\}/.test(shape)
}
