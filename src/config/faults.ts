import { compareText } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import type { DataNode } from '../documents/tree.ts'
import type { Fault } from './check.ts'

/** The configuration cannot be used: exit code 2. The message holds all problems, one in each line. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigurationError'
  }
}

/** Paths must stay inside what is judged: a configuration is hostile input. */
export function* outsidePaths(root: DataNode): Generator<Fault> {
  const folders = [...(root.get('rules')?.items ?? []), ...(root.get('components')?.entries.map((e) => e.value) ?? [])]
  const baseline = root.get('baseline')
  for (const node of baseline ? [...folders, baseline] : folders) {
    const path = node.text ?? ''
    if (!/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..')) continue
    yield { node, message: `"${path}" leads out of the repository; name a path from its root` }
  }
}

/** Faults as `file:line:column: message`, by place. */
export function inOrder(text: Text, faults: readonly Fault[]): string[] {
  const start = ({ node, key }: Fault) => (key === undefined ? node.place : node.keyPlace(key)).start ?? 0
  return faults
    .map((fault) => ({ at: start(fault), message: `${text.location(start(fault))}: ${fault.message}` }))
    .sort((a, b) => a.at - b.at || compareText(a.message, b.message))
    .map((problem) => problem.message)
}
