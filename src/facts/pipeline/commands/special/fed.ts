import type { Node, Simple } from '../../../../documents/shell/index.ts'
import type { Repository } from '../../../repository.ts'
import { pathFrom } from '../shell/paths.ts'
import { renderWords } from '../shell/render.ts'
import type { Context, Shell } from '../shell/state.ts'

/* Programs that hand on a file that they are given, as it is or with values put in. */
const handsOn = /^(cat|sed|envsubst|tee|awk|gawk|perl|jq|yq|tr|gomplate|mustache|mo|j2|jinja2|sops|consul-template)$/

/** What a command is given by a pipe: `-f -`, `--filename=-`, `/dev/stdin`, and what reads there without being told. */
const readsPipe = (args: readonly string[]): boolean =>
  args.some((word, i) => /^(?:-f|--filename)=?-$|^\/dev\/stdin$/.test(word) || (word === '-' && i > 0))

/**
 * The files of the repository that a command is fed, as they are or with values put in: `sed … k8s/app.yml | kubectl apply -f -`,
 * `envsubst < k8s/app.yml | kubectl apply -f -`. None where anything but a filter stands in the pipe.
 * @param args after the program
 */
export function fedWith(
  args: readonly string[],
  own: Node,
  shell: Shell,
  { pipe, source }: Context,
  repository: Repository,
): readonly string[] {
  if (!readsPipe(args)) return []
  const before: Simple[] = []
  for (const node of pipe?.before ?? []) {
    if (node.kind !== 'simple') return []
    before.push(node)
  }
  const rendered = before.map((node) => renderWords(node.words, shell, source))
  if (!rendered.every(([program]) => handsOn.test(program ?? ''))) return []
  const redirected = [...before, ...(own.kind === 'simple' ? [own] : [])].flatMap(({ redirects }) =>
    redirects.flatMap(({ operator, target }) => (operator === '<' ? renderWords([target], shell, source) : [])),
  )
  const words = [...rendered.flatMap(([, ...given]) => given.filter((word) => !word.startsWith('-'))), ...redirected]
  return [...new Set(words.flatMap((word) => pathFrom(word, shell) ?? []))].filter((path) => repository.has(path))
}
