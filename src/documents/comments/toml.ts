import type { Span } from '../place.ts'

/** The comments of a TOML file. Rejects where it is none. */
export async function tomlComments(content: string): Promise<readonly Span[]> {
  const { parseTOML } = await import('toml-eslint-parser')
  return parseTOML(content).comments.map(({ range: [start, end] }) => ({ start, end }))
}
