/*
 * The way to a value in JSON, by offsets: what is not on it is passed over and made into nothing. Each looks at a character
 * once; what is no JSON leads nowhere.
 */

/** Where the value of a key begins in the object that begins at `at`. */
export function memberAt(content: string, at: number, key: string): number | undefined {
  if (content[at] !== '{') return undefined
  let place = past(content, at + 1)
  while (content[place] === '"') {
    const end = behind(content, place)
    const value = past(content, end)
    if (content[value] !== ':') return undefined
    const begins = past(content, value + 1)
    if (content.slice(place + 1, end - 1) === key) return begins
    place = next(content, begins)
  }
  return undefined
}

/** Where an element begins in the list that begins at `at`. */
export function elementAt(content: string, at: number, index: number): number | undefined {
  if (content[at] !== '[') return undefined
  let place = past(content, at + 1)
  for (let left = index; left > 0 && place < content.length; left--) place = next(content, place)
  return content[place] === ']' || place >= content.length ? undefined : place
}

/** Where the strings of a value begin that are no keys: its own, or those in it. */
export function* stringsIn(content: string, at: number): Generator<number> {
  const end = behind(content, at)
  for (let place = at; place < end; ) {
    if (content[place] !== '"') {
      place++
      continue
    }
    const after = behind(content, place)
    if (content[past(content, after)] !== ':') yield place
    place = after
  }
}

/** Behind the value that begins at `at`. */
export function behind(content: string, at: number): number {
  const first = content[at]
  if (first === '"') return closing(content, at)
  let depth = 0
  for (let place = at; place < content.length; place++) {
    const character = content[place] as string
    if (character === '"') place = closing(content, place) - 1
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth <= 0) return depth < 0 ? place : place + 1
    else if (depth === 0 && character === ',') return place
  }
  return content.length
}

function closing(content: string, at: number): number {
  for (let place = at + 1; place < content.length; place++) {
    if (content[place] === '\\') place++
    else if (content[place] === '"') return place + 1
  }
  return content.length
}

/** Where the value behind the one at `at` begins. */
function next(content: string, at: number): number {
  const place = past(content, behind(content, at))
  return content[place] === ',' ? past(content, place + 1) : place
}

function past(content: string, at: number): number {
  let place = at
  while (place < content.length && content.charCodeAt(place) <= 32) place++
  return place
}
