/**
 * Whether a text holds the commit: the systems' own variables (GITHUB_SHA, CI_COMMIT_SHA, CIRCLE_SHA1, BITBUCKET_COMMIT,
 * GIT_COMMIT, Build.SourceVersion, …), what git is asked for, or a variable that is named so.
 */
export function holdsCommit(text: string): boolean {
  return commit.test(text)
}

const commit =
  /\bgithub\.sha\b|\bhead[._]sha\b|\b(GITHUB_SHA|CI_COMMIT_(SHORT_)?SHA|COMMIT_SHA|SHORT_SHA|REVISION_ID|CIRCLE_SHA1|BITBUCKET_COMMIT|GIT_COMMIT|SOURCE_VERSION|BUILD_SOURCEVERSION)\b|Build\.SourceVersion|pipeline\.git\.revision|git rev-parse|git describe|git log -1|\{\{\s*revision\s*\}\}|\$\(?(params\.|tasks\.[\w-]+\.results\.)(revision|commit)|\b(short[-_]?)?(git|commit|image|app|build|vcs|source)[-_]?(sha|hash|revision|commit|ref)([-_]?short)?\b|\b(commit|sha)[-_]?short\b|\bshort[-_]?(commit|sha|hash)\b/i

/**
 * Whether a text names an image by the ref that the run is of (GITHUB_REF_NAME, CI_COMMIT_TAG, …): started by hand on a tag,
 * it is that one's version.
 */
export function taggedByRef(text: string): boolean {
  return refAsTag.test(text)
}

const refAsTag =
  /[\w}](?<!\bHEAD)[:@]["']?\$(?:\{\{\s*github\.ref_name\s*\}\}|\{?(?:GITHUB_REF_NAME|CI_COMMIT_TAG|CI_COMMIT_REF_NAME|CIRCLE_TAG|BITBUCKET_TAG|TAG_NAME)\b)/

/** Whether a text names an image by the version that a manifest of the repository has: `shop:$(jq -r .version package.json)`. */
export function taggedByVersion(text: string): boolean {
  return versionAsTag.test(text)
}

const versionAsTag =
  /[\w}]:["']?v?\$\([^\n]{0,200}?(\b(pyproject\.toml|Cargo\.toml|Chart\.ya?ml|package\.json|composer\.json|pom\.xml|setup\.(py|cfg)|mix\.exs|build\.gradle|gradle\.properties|version\.(txt|py|rb))\b|(?<![\w${])VERSION\b|\b(poetry|hatch|uv) version\b|\bnpm pkg get version\b|\bcargo pkgid\b)/
