import type { Evidence } from './index.ts'

/* A feature of the crate that is called after tests, as others' tests switch it on, stands for `test`. */
const forTests = String.raw`(?:test|feature\s*=\s*"(?:mock(?:s|ing|ed)?|testing|test[-_]?(?:utils?|helpers?|support|fixtures?)|fixtures?)")`
const ofRust = String.raw`${forTests}|any\(${forTests}(?:,\s*${forTests})*,?\)|all\((?:[^)]*,\s*)?test\b[^)]*\)`
const testOfRust = String.raw`(?:\w+::)*(?:test|rstest|test_case|bench)\b`

/**
 * Heads of what is compiled for tests alone, though it stands in a file of the program: Rust's `#[cfg(test)]` and `#[test]`
 * (https://doc.rust-lang.org/book/ch11-03-test-organization.html), Zig's `test "…" {`, D's `unittest {`, and Vitest's tests in
 * the source (https://vitest.dev/guide/in-source).
 */
const heads: Readonly<Record<string, RegExp>> = {
  rs: new RegExp(`^([ \\t]*)#\\[(?:cfg\\((?:${ofRust})\\)|${testOfRust}[^\\n]*)\\][ \\t]*(?:[^\\s/][^\\n]*)?$`, 'gm'),
  zig: /^([ \t]*)test\b[^\n]*\{[ \t]*$/gm,
  d: /^([ \t]*)(?:@\w+[ \t]+)*unittest\b[^\n]*$/gm,
}
const inSource = /^([ \t]*)if \(import\.meta\.vitest\) \{/gm
for (const ending of ['ts', 'js', 'mts', 'mjs', 'tsx', 'jsx', 'vue'])
  (heads as Record<string, RegExp>)[ending] = inSource

/** Values in such a part of a file. The part ends as code is laid out: with the first line that closes as far left as it began. */
export const inTestCode: Evidence = async ({ file, place }, text) => {
  const pattern = heads[file.slice(file.lastIndexOf('.') + 1).toLowerCase()]
  if (!pattern || place.start === undefined) return undefined
  const content = await text()
  if (content === undefined) return undefined
  for (const match of content.matchAll(pattern)) {
    if (match.index > place.start) return undefined
    if (place.start < endOf(content, match.index + match[0].length, match[1] as string, file.endsWith('.rs')))
      return 'it stands in a part of the file that is compiled for tests alone'
  }
  return undefined
}

/** Where the item behind a head ends: `mod tests;` with its line, one with braces where they are closed. */
function endOf(content: string, head: number, indent: string, attributes: boolean): number {
  let at = content.indexOf('\n', head) + 1
  // more attributes, and comments, belong to the same item
  while (attributes && at > 0) {
    const line = content.slice(at, content.indexOf('\n', at) >>> 0)
    if (!/^\s*(?:#\[|\/\/|$)/.test(line)) {
      if (/^[^{]*;\s*$/.test(line)) return at + line.length
      break
    }
    at = content.indexOf('\n', at) + 1
  }
  const closing = new RegExp(`^${indent}[}\\])]`, 'gm')
  closing.lastIndex = at
  return closing.exec(content)?.index ?? content.length
}
