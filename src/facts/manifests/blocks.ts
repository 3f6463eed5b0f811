/** The text with the content of its block scalars (`|`, `>`) blanked out; every other unit keeps its offset. */
export function withoutBlocks(document: string): string {
  if (!/[|>][-+0-9]*[ \t]*(#.*)?\r?$/m.test(document)) return document
  let block = -1
  return document
    .split('\n')
    .map((line) => {
      const indent = line.search(/\S/)
      if (block >= 0 && (indent < 0 || indent > block)) return ' '.repeat(line.length)
      block = /(^|[:\s-])[|>][-+0-9]*[ \t]*(#.*)?\r?$/.test(line) ? indent : -1
      return line
    })
    .join('\n')
}
