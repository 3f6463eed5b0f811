/** The variables that hold the whole commit: of GitHub, GitLab, Bitbucket, CircleCI, Google and AWS, Jenkins, Azure, Drone, Travis, Buildkite. */
const names =
  'GITHUB_SHA|CI_COMMIT_SHA|BITBUCKET_COMMIT|CIRCLE_SHA1|COMMIT_SHA|REVISION_ID|CODEBUILD_RESOLVED_SOURCE_VERSION|GIT_COMMIT|BUILD_SOURCEVERSION|DRONE_COMMIT(?:_SHA)?|TRAVIS_COMMIT|BUILDKITE_COMMIT'

const head = `git (?:rev-parse(?: --verify)?|log -1 --(?:pretty|format)(?:=format:|=)?["']?%H["']?)(?: @| HEAD)?`

/** What stands for the whole commit: a variable, an expression, or what git answers. */
const whole = String.raw`["']?(?:\$\{?(?:env\.)?(?:${names})\}?(?![\w:[.])|\$\{\{\s*(?:env\.(?:${names})|github\.sha|github\.event\.(?:pull_request\.head\.sha|workflow_run\.head_sha|after))\s*\}\}|<<\s*pipeline\.git\.revision\s*>>|\{\{\s*revision\s*\}\}|\$\(Build\.SourceVersion\)|\$\(${head}\))["']?`

/** 7 to 12 digits: the standard's git-sha-short. */
const few = '(?:[7-9]|1[0-2])'

/** The commands that take the first digits of what comes in. */
const cut = String.raw`(?:cut (?:-c|-b|--characters=|--bytes=) ?1?-${few}|head -c ?${few}|awk ["']\{ ?print substr\(\$[01], ?1, ?${few}\);? ?\}["'])`

const wholes = [new RegExp(`^${whole}$`, 'i'), new RegExp(String.raw`^\$\((?:echo|printf(?: %s)?)(?: -n)? ${whole}\)$`)]

const shorts = [
  String.raw`\$\{(?:env\.)?(?:${names})(?::0?:${few}\}|\.(?:take|substring)\((?:0, ?)?${few}\)\}|\[0\.\.(?:[6-9]|1[01])\]\})`,
  String.raw`\$\(git rev-parse(?: --verify)? --short(?:=${few})?(?: (?:HEAD|@|${whole}))?\)`,
  String.raw`\$\(git log -1 --(?:pretty|format)(?:=format:|=)?["']?%h["']?\)`,
  String.raw`\$\((?:(?:echo|printf(?: %s)?)(?: -n)? ${whole}|${head}|git rev-parse ${whole}) ?\| ?${cut}\)`,
  String.raw`\$\(${cut} ?<<< ?${whole}\)`,
  String.raw`\$\(expr substr ${whole} 1 ${few}\)`,
].map((pattern) => new RegExp(`^${pattern}$`))

/**
 * Whether an expression in a tag stands for the commit.
 * @returns the piece of a shape: whole, its first 7 to 12 digits, or undefined
 */
export function commitIn(expression: string): '{git-sha}' | '{git-sha-short}' | undefined {
  const text = expression.replace(/\s+/g, ' ')
  if (shorts.some((pattern) => pattern.test(text))) return '{git-sha-short}'
  return wholes.some((pattern) => pattern.test(text)) ? '{git-sha}' : undefined
}
