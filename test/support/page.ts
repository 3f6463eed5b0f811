/** A page of the documentation that is followed by a test. */
export interface Page {
  /** path → content of the files that it gives: a block of code behind a line of its path alone, "`path`:" */
  readonly files: Readonly<Record<string, string>>
  /** the commands of its blocks of `sh`, one a line, with the content of the block of `text` that follows */
  readonly runs: readonly { readonly commands: readonly string[]; readonly ends: string | undefined }[]
}

/** Reads what a page (or a part of one) tells its reader to write and to run. */
export function readPage(content: string): Page {
  const files: Record<string, string> = {}
  for (const [, path, text] of content.matchAll(/^`([^`\n]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm)) {
    files[path as string] = text as string
  }
  const runs = []
  // one paragraph of a line may stand between the commands and how they end
  const block = /^```sh\n([\s\S]*?)^```$(?:(?:\n\n[^`\n]+)?\n\n```text\n([\s\S]*?)^```$)?/gm
  for (const [, commands, ends] of content.matchAll(block)) {
    const lines = (commands as string).split('\n').map((line) => line.replace(/\s+#.*$/, '').trim())
    runs.push({ commands: lines.filter(Boolean), ends })
  }
  return { files, runs }
}
