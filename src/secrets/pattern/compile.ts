/** A detector's pattern as V8 takes it. Throws where it is none. */
export function compile(pattern: string, flags = ''): RegExp {
  return pattern.startsWith('(?i)') ? new RegExp(pattern.slice(4), `i${flags}`) : new RegExp(pattern, flags)
}
