import type { Instruction } from '../dockerfile.ts'

/** Whether an instruction puts files into the image. */
export const isCopy = ({ keyword }: Instruction): boolean => keyword === 'COPY' || keyword === 'ADD'

/** The files that a COPY or ADD names, without where it puts them: `COPY a b /app/`, `COPY ["a", "/app/"]`. */
export function sourcesOf(instruction: Instruction): readonly string[] {
  return wordsOf(instruction).slice(0, -1)
}

/** Where a COPY or ADD puts them; undefined where it names no files. */
export function targetOf(instruction: Instruction): string | undefined {
  return wordsOf(instruction).slice(1).at(-1)
}

function wordsOf({ arguments: written }: Instruction): readonly string[] {
  return /^\s*\[/.test(written)
    ? [...written.matchAll(/"([^"]*)"/g)].map((match) => match[1] as string)
    : written.split(/\s+/).filter(Boolean)
}
