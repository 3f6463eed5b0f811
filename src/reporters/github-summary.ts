import markdown from './markdown.ts'
import type { Reporter } from './reporter.ts'

/** GitHub drops a step's summary that is larger than 1 MiB (actions/runner FileCommandManager); other steps write too. */
const LIMIT = 1000 * 1024

/**
 * The Markdown report for `$GITHUB_STEP_SUMMARY`, cut at a line end where it would be dropped, and said to be cut.
 */
const summary: Reporter = (input) => {
  const whole = markdown(input)
  if (Buffer.byteLength(whole) <= LIMIT) return whole
  let size = 0
  const kept: string[] = []
  for (const line of whole.split('\n')) {
    size += Buffer.byteLength(line) + 1
    if (size > LIMIT) break
    kept.push(line)
  }
  return `${kept.join('\n')}\n\n… cut here: GitHub takes no more than 1 MiB; the other reports are whole.\n`
}

export default summary
