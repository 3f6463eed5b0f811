/** How far before a value its name may end, and how much is looked at. */
const NEAR = 60
const REACH = 220

/**
 * The name that a value in code is given: the last one before it that is followed by a sign of assignment, with little else
 * between (a quote, a call). Undefined where none is seen.
 */
export function nameBefore(content: string, at: number): string | undefined {
  const head = content.slice(Math.max(0, at - REACH), at)
  let found: string | undefined
  for (const match of head.matchAll(
    /([A-Za-z_$][\w$-]{1,60})(?:["'\])]|\[\w*\])?[ \t]{0,8}(?::[ \t]{0,4}[\w<>&[\]?.' ]{1,30}[ \t]{0,4}=|:=|=>?|:|\()(?![=>])/g,
  ))
    found = head.length - match.index - match[0].length <= NEAR ? match[1] : found
  return found
}
