import type { Instruction } from '../dockerfile.ts'

/** Whether an instruction puts files into the image. */
export const isCopy = ({ keyword }: Instruction): boolean => keyword === 'COPY' || keyword === 'ADD'

/** The files that a COPY or ADD names, without where it puts them: `COPY a b /app/`, `COPY ["a", "/app/"]`. */
export function sourcesOf({ arguments: written }: Instruction): readonly string[] {
  const words = /^\s*\[/.test(written)
    ? [...written.matchAll(/"([^"]*)"/g)].map((match) => match[1] as string)
    : written.split(/\s+/).filter(Boolean)
  return words.slice(0, -1)
}
