/*
 * Runs command lines one after another in one process and prints what came of each as JSON: starting a process for each
 * would take most of the time of the tests. The command lines are the first argument, a JSON list of lists.
 */
import { isMainThread } from 'node:worker_threads'
import { main } from '../../../src/cli/main.ts'
// bundled (scripts/test.ts), this is what the search for secrets runs in its worker threads, too
import '../../../src/secrets/crew/worker.ts'

const results: { code: number; stdout: string; stderr: string }[] = []
const write = process.stdout.write.bind(process.stdout)
for (const words of isMainThread ? (JSON.parse(process.argv[2] ?? '[]') as string[][]) : []) {
  const result = { code: 0, stdout: '', stderr: '' }
  const into = (stream: 'stdout' | 'stderr') =>
    ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      result[stream] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      const done = rest.at(-1)
      if (typeof done === 'function') done()
      return true
    }) as typeof process.stdout.write
  process.stdout.write = into('stdout')
  process.stderr.write = into('stderr')
  result.code = await main(words)
  results.push(result)
}
if (isMainThread) {
  process.exitCode = 0
  write(JSON.stringify(results))
}
