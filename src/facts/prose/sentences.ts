/** The sentences of a text; what stands behind a semicolon is one of its own. */
export const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.!?;])\s+/)
