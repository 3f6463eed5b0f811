import { parseDockerfile } from '../dockerfile.ts'
import type { Span } from '../place.ts'
import { shellComments } from '../shell/index.ts'
import type { Text } from '../text.ts'
import { lineComments } from './scan.ts'

/**
 * The comments of a Dockerfile: lines of their own, between continued lines too. In a here-document they are those of the
 * script that RUN is given; the content of a file that COPY or ADD writes has none.
 */
export async function dockerfileComments(text: Text): Promise<readonly Span[]> {
  const { document } = await parseDockerfile(text)
  const heredocs = (document?.stages ?? []).flatMap(({ instructions }) =>
    instructions.flatMap(({ keyword, heredocs = [] }) =>
      heredocs.map(({ start, content }) => ({
        start,
        end: start + content.length,
        content,
        isScript: keyword === 'RUN',
      })),
    ),
  )
  const lines = lineComments(text.content, /^[ \t]*(#.*)/)
  return [
    ...lines.filter(({ start }) => !heredocs.some((one) => start >= one.start && start < one.end)),
    ...heredocs
      .filter(({ isScript }) => isScript)
      .flatMap(({ start, content }) =>
        shellComments(content).map((span) => ({ start: start + span.start, end: start + span.end })),
      ),
  ].sort((a, b) => a.start - b.start)
}
