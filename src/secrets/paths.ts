/**
 * Whether a path is named by one of the globs: `**` for any folders, `*` and `?` within a name, `{a,b}`. A glob without a
 * slash is a file's name wherever it lies. Letters count in either case.
 */
export function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map((glob) => new RegExp(`${glob.includes('/') ? '^' : '(?:^|/)'}${translated(glob)}$`, 'i'))
  return (path) => patterns.some((pattern) => pattern.test(path))
}

function translated(glob: string): string {
  let depth = 0
  return glob.replace(/\*\*\/|\*\*|[*?{},]|[^*?{},]+/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part === '{') depth++
    if (part === '}') depth--
    if (part === '{' || part === '}') return part === '{' ? '(?:' : ')'
    if (part === ',') return depth > 0 ? '|' : ','
    return part.replace(/[\\^$.|+()[\]]/g, '\\$&')
  })
}
