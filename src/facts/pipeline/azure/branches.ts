/** The branches that a text compares with: `refs/heads/x`, or a name behind Build.SourceBranchName. */
export function mentionedIn(text: string): string[] {
  const names = new Set<string>()
  for (const match of text.matchAll(/refs\/heads\/([\w./-]*[\w])(?![\w./*-])/g)) names.add(match[1] as string)
  for (const match of text.matchAll(/(?:SourceBranchName|SourceBranch)'?\]?\s*,\s*'([\w./-]+)'/gi)) {
    names.add((match[1] as string).replace(/^refs\/heads\//, ''))
  }
  return [...names].filter((name) => !name.startsWith('refs/')).slice(0, 8)
}
