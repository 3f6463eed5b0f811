import { joinPath } from '../../../documents/path.ts'
import { asReplacement } from '../../../documents/pattern.ts'
import type { Substitutions, TextChange } from '../model.ts'
import type { Call } from './call.ts'
import { renderWords } from './shell/render.ts'
import type { Context, Shell } from './shell/state.ts'
import { sedChanges } from './special/sed-changes.ts'

/** What may be a manifest: not every file that a pipeline edits. */
const manifest = /\.(ya?ml|json|tmpl|tpl|template|in)$/i

/**
 * What a command puts into manifests of the checkout, or into what it makes of them: `sed -i "s|__TAG__|$TAG|" k8s/shop.yaml`,
 * `sed s/v0/$TAG/ shop.yaml | kubectl apply -f -`, `find k8s -type f -exec sed -i … {} \;`,
 * `yq -i '.spec…image = "shop:$TAG"' shop.yaml`; undefined where that is nothing.
 */
export function substitutionsOf({ words }: Call, shell: Shell, context: Context): Substitutions | undefined {
  const [program = '', ...rest] = words
  const found = program === 'find' ? ofFind(rest, shell) : ofProgram(program, rest, shell, context)
  return found && found.files.length > 0 && found.changes.length > 0 ? found : undefined
}

function ofProgram(
  program: string,
  words: readonly string[],
  shell: Shell,
  context: Context,
): Substitutions | undefined {
  if (/^g?sed$/.test(program)) return ofSed(words, shell, context)
  return program === 'yq' ? ofYq(words, shell) : undefined
}

/** `find FOLDER… -exec sed -i SCRIPT {} \;` */
function ofFind(words: readonly string[], shell: Shell): Substitutions | undefined {
  const at = words.indexOf('-exec')
  if (at < 0 || !/^g?sed$/.test(words[at + 1] ?? '')) return undefined
  const folders = words.slice(
    0,
    words.findIndex((word) => word.startsWith('-')),
  )
  const inner = sedWords(words.slice(at + 2))
  // without a folder GNU's find begins where it stands
  const files = (folders.length ? folders : ['.']).flatMap(
    (folder) => globFrom(`${folder.replace(/\/+$/, '')}/**`, shell) ?? [],
  )
  return inner && { files, changes: inner.changes }
}

function ofSed(words: readonly string[], shell: Shell, context: Context): Substitutions | undefined {
  const read = sedWords(words)
  if (!read) return undefined
  return { files: filesAmong(read.files.length ? read.files : printed(context, shell), shell), changes: read.changes }
}

/** The files that the command in front of the pipe prints: `cat shop.yaml | sed …`. */
function printed({ pipe, source }: Context, shell: Shell): readonly string[] {
  const [before, ...more] = pipe?.before ?? []
  if (before?.kind !== 'simple' || more.length > 0) return []
  const [program, ...files] = renderWords(before.words, shell, source)
  return program === 'cat' ? files : []
}

/** The scripts and files of sed's words (GNU sed's manual, "Command-Line Options"; `-i ''` is that of BSD). */
function sedWords(
  words: readonly string[],
): { readonly changes: readonly TextChange[]; readonly files: readonly string[] } | undefined {
  const scripts: string[] = []
  const plain: string[] = []
  let isExtended = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (/^(-\w*e|--expression)$/.test(word)) scripts.push(words[++at] ?? '')
    else if (word.startsWith('--expression=')) scripts.push(word.slice('--expression='.length))
    else if (/^(-\w*f|--file)/.test(word)) return undefined
    else if (/^-/.test(word)) isExtended ||= /^-[a-zA-Z]*[Er]|^--regexp-extended$/.test(word)
    else if (word !== '') plain.push(word)
  }
  if (scripts.length === 0) scripts.push(plain.shift() ?? '')
  return { changes: scripts.flatMap((script) => sedChanges(script, isExtended)), files: plain }
}

/** `yq -i '.spec.template.spec.containers[0].image = "shop:$TAG"' FILE` (mikefarah.gitbook.io/yq, "Assign"). */
function ofYq(words: readonly string[], shell: Shell): Substitutions | undefined {
  const [expression = '', ...files] = words.filter((word) => !/^-|^(e|eval|ea|eval-all)$/.test(word))
  const changes = [...expression.matchAll(/\.image\s*=\s*(?:"([^"]*)"|(?:str)?env\((\w+)\))/g)].map(
    ([, text, name = '']): TextChange => {
      const sets = text ?? shell.variables.get(name) ?? `\${${name}}`
      return { pattern: '^(\\s*image:\\s*).*$', replacement: `$1${asReplacement(sets)}`, sets }
    },
  )
  return { files: filesAmong(files, shell), changes }
}

const filesAmong = (words: readonly string[], shell: Shell): readonly string[] =>
  words.filter((word) => manifest.test(word)).flatMap((word) => globFrom(word, shell) ?? [])

/** A path as a glob of paths of the repository: what a variable holds may be any part of it. */
function globFrom(word: string, { directory }: Shell): string | undefined {
  if (directory === undefined || /^[/~$`]/.test(word)) return undefined
  return joinPath(directory, word.replace(/\$\{[^}]*\}|\$\w+/g, '*'))
}
