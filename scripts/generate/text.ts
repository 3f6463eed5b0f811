/** The first line of a generated module. */
export const header = (from: string) => `// Made by npm run generate from ${from}; do not edit.\n`

/** A list as JSON with one member in each line, so that changes can be read. */
export function lines(list: readonly unknown[]): string {
  return list.length ? `[\n${list.map((item) => `  ${JSON.stringify(item)},`).join('\n')}\n]` : '[]'
}

/** A link to a heading of the same page, with the anchor that GitHub and GitLab make of it. */
export function linkTo(heading: string, text = heading): string {
  const anchor = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
  return `[${text}](#${anchor})`
}
