import { escaped } from '../../../../documents/pattern.ts'
import type { Node, Simple } from '../../../../documents/shell/index.ts'
import type { Repository } from '../../../repository.ts'
import { pathFrom } from '../shell/paths.ts'
import { renderWords } from '../shell/render.ts'
import type { Context, Shell } from '../shell/state.ts'

/* Programs that hand on a file that they are given, as it is or with values put in. */
const handsOn = /^(cat|sed|envsubst|tee|awk|gawk|perl|jq|yq|tr|gomplate|mustache|mo|j2|jinja2|sops|consul-template)$/

/* Objects that start nothing: what is set beside a service, as where `kubectl patch` names them. */
const beside = [
  'configmap',
  'cm',
  'secret',
  'serviceaccount',
  'sa',
  'namespace',
  'ns',
  'role',
  'rolebinding',
  'clusterrole',
  'clusterrolebinding',
  'priorityclass',
  'quota',
  'resourcequota',
  'limitrange',
  'storageclass',
  'persistentvolume',
  'persistentvolumeclaim',
]
const isBeside = (kind: string) => beside.includes(kind.toLowerCase())

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

/** The object that `kubectl create` makes, past the options that stand before it; nothing for what is made from a file. */
function createdBy(words: readonly string[]): string {
  const [program = '', ...args] = words
  if (!/^(kubectl|oc)$/.test(program)) return ''
  const plain = args.filter(
    (word, i) =>
      !word.startsWith('-') && !/^(-n|--namespace|--context|--kubeconfig|-f|--filename)$/.test(args[i - 1] ?? ''),
  )
  return plain[0] === 'create' ? (plain[1] ?? '') : ''
}

/**
 * Whether all that a command is fed starts nothing, so that nothing is rolled out by it: `kubectl create secret …
 * --dry-run=client -o yaml | kubectl apply -f -`, a document written there of a Namespace alone, and the login for a
 * registry that `doctl registry kubernetes-manifest` prints (kubernetes.io, "kubectl create"; docs.digitalocean.com,
 * "doctl registry kubernetes-manifest").
 * @param args after the program
 */
export function fedBeside(args: readonly string[], own: Node, shell: Shell, { pipe, source }: Context): boolean {
  if (!readsPipe(args)) return isLaidBeside(args, source.text)
  const [first, ...filters] = pipe?.before ?? []
  if (!first) return isGivenBeside(own, source.text)
  const wordsOf = (node: Node) => (node.kind === 'simple' ? renderWords(node.words, shell, source) : [])
  if (!filters.every((node) => passesOn(wordsOf(node)))) return false
  const words = wordsOf(first)
  if (words.join(' ').startsWith('doctl registry kubernetes-manifest')) return true
  if (words[0] === 'cat' && words.length === 1) return isGivenBeside(first, source.text)
  return isBeside(createdBy(words))
}

/** Whether the document that is written for a command there (`<<EOF`) tells of such objects alone. */
function isGivenBeside(node: Node, script: string): boolean {
  const document = node.kind === 'simple' ? node.redirects.find((one) => one.document)?.document : undefined
  return document !== undefined && tellsBeside(script.slice(document.span.start, document.span.end), script)
}

/**
 * Whether the file that is applied was written in the same script by a command that makes such an object alone: `kubectl create
 * namespace … -o yaml > ns.yaml`, then `kubectl apply -f ns.yaml`.
 */
function isLaidBeside(args: readonly string[], script: string): boolean {
  const files = args.flatMap((word, i) => {
    const joined = /^(?:-f|--filename)=(.+)$/.exec(word)?.[1]
    return joined ?? (/^(?:-f|--filename)$/.test(args[i - 1] ?? '') ? word : [])
  })
  return files.length > 0 && files.every((file) => isWrittenBeside(file, script))
}

function isWrittenBeside(file: string, script: string): boolean {
  const here = new RegExp(
    `\\bcat\\s*>\\s*["']?${escaped(file)}["']?\\s*<<-?\\s*["']?(\\w+)["']?[ \\t]*\\n([\\s\\S]*?)\\n[ \\t]*\\1[ \\t]*(?=\\n|$)`,
  )
  const document = here.exec(script)?.[2]
  if (document !== undefined) return tellsBeside(document, script)
  const writes = script
    .replace(/\\\r?\n/g, ' ')
    .split(/\n|&&|;/)
    .filter((line) => new RegExp(`>\\s*["']?${escaped(file)}["']?\\s*$`).test(line))
  return writes.length > 0 && writes.every((line) => isBeside(createdBy(line.split('>')[0]?.trim().split(/\s+/) ?? [])))
}

/** A filter, or a command that writes labels into what passes: `kubectl label -f - --local -o yaml app=shop`. */
const passesOn = ([program = '', ...args]: readonly string[]) =>
  handsOn.test(program) ||
  (/^(kubectl|oc)$/.test(program) && /^(label|annotate)$/.test(args[0] ?? '') && args.includes('--local'))

/**
 * Whether each object of a written manifest is one that starts nothing, or a run of its own that the script takes away again,
 * as it does with a test that runs inside the cluster.
 */
function tellsBeside(text: string, script: string): boolean {
  const kinds = [...text.matchAll(/^[ \t]*kind:[ \t]*["']?([\w$]+)/gm)].map(([, kind = '']) => kind)
  const passes = (kind: string) => /^(Pod|Job)$/.test(kind) && deletesRun.test(script)
  return kinds.length > 0 && kinds.every((kind) => isBeside(kind) || passes(kind))
}

/** `kubectl delete pod scan`, `kubectl delete job/load-test`. */
const deletesRun = /\b(?:kubectl|oc)\b[^\n;&|]*\bdelete\s+(?:-\S+\s+)*(?:pods?|po|jobs?)\b/
