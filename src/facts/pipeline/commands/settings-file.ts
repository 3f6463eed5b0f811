import { basename } from '../../../documents/path.ts'
import type { Simple } from '../../../documents/shell/index.ts'
import type { WrittenSettings } from '../model.ts'
import { type Call, emit } from './call.ts'
import { openSecretsOf } from './shell/exposed.ts'
import { pathFrom } from './shell/paths.ts'
import type { Context, Finder, Shell } from './shell/state.ts'
import { writtenBy } from './shell/written.ts'

/** Settings that a program reads by itself when it starts. */
const settingsFile = /^\.env(\.[\w-]+)*$/
/** Names of values that say which build it is, and nothing of where it runs. */
const ofTheBuild = /VERSION|SHA\b|COMMIT|REVISION|BUILD|TAG\b|DATE|BRANCH/i
/** Programs whose output holds what they are given. */
const showing = /^(?:echo|printf|cat|tee|base64|sed|tr|jq|yq)$/
/** Names of variables that are secrets for sure by their last word; what is only kept beside secrets (`KEY_ID`) is not. */
const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIALS?|(?:API|PRIVATE|SECRET|ACCESS|ENCRYPTION|SIGNING|SSH)_?KEY)$/i

/**
 * Records that a command writes a file of settings into the checkout (`cp app.prod .env`, `echo "$SETTINGS" > .env`), or
 * secrets of the pipeline into any file of it. An image that is built afterwards may take it in.
 */
export function noteSettings(node: Simple, call: Call, shell: Shell, context: Context, finder: Finder): void {
  if (context.remote) return
  const [program = '', ...words] = call.words
  noteRemoved(call, shell, context, finder)
  // an archive takes in what was written before
  if (
    program === 'zip' ||
    (program === 'tar' && words.some((word) => /^(?:--create|-?[a-zA-Z]*c[a-zA-Z]*)$/.test(word)))
  )
    emit(finder, shell, context, call, { kinds: [], tool: program })
  const copies = program === 'cp' || program === 'mv'
  const plain = words.filter((word) => !word.startsWith('-'))
  const target = copies && plain.length === 2 ? plain[1] : (writtenBy(node, call, shell, context) ?? context.into)
  const path = target === undefined ? undefined : pathFrom(target, shell)
  if (path === undefined) return
  const before = pipedInto(context)
  const text = [call.text, ...call.words, documentOf(node, shell, context), ...before.map(({ text }) => text)].join(
    '\n',
  )
  const open = [node, ...before.map((one) => one.node)].flatMap((one) => openSecretsOf(one, shell, context.source))
  if (!settingsFile.test(basename(path)) && !showing.test(program)) return
  if (!copies) {
    const settings = settingsWritten(path, text, namesOfSecrets(open))
    if (settings) emit(finder, shell, context, call, { kinds: [], tool: program, settings })
    return
  }
  const from = pathFrom(plain[0] ?? '', shell)
  const made = from === undefined ? { isOfRunner: true } : { from }
  emit(finder, shell, context, call, {
    kinds: [],
    tool: program,
    settings: { path, secrets: [...new Set(secretsIn(text))], ...made },
  })
}

/**
 * What a command that writes a text into a file of the checkout makes of it: undefined where it is no file of settings and no
 * secret is among it, or where it only says which build it is.
 *
 * @param text what it writes, as it is written
 * @param open the names of secrets that are put in as variables
 */
export function settingsWritten(path: string, text: string, open: readonly string[]): WrittenSettings | undefined {
  const secrets = [...new Set([...secretsIn(text), ...open])]
  if (secrets.length === 0 && (!settingsFile.test(basename(path)) || saysOnlyWhichBuild(text))) return undefined
  return { path, secrets }
}

/** Those of some variables that are secrets by their names. */
export const namesOfSecrets = (names: readonly string[]): readonly string[] =>
  names.filter((name) => secretName.test(name))

/** Records that files which were written before are taken away again. */
function noteRemoved(call: Call, shell: Shell, context: Context, finder: Finder): void {
  if (!/^(?:rm|shred|unlink|remove-item)$/i.test(call.words[0] ?? '')) return
  const paths = call.words.slice(1).flatMap((word) => pathFrom(word, shell) ?? [])
  // another step may have written it; what git tracks is changed by that in no way that counts here
  for (const path of paths.filter((one) => /\.\w+$|^\.|\/\./.test(one) && !finder.repository.has(one)))
    emit(finder, shell, context, call, {
      kinds: [],
      tool: call.words[0] ?? '',
      settings: { path, secrets: [], isRemoved: true },
    })
}

/** The commands that write into a pipe whose end writes the file (`echo "$SETTINGS" | base64 -d > .env`), as they stand there. */
const pipedInto = ({ pipe, source }: Context): readonly { readonly node: Simple; readonly text: string }[] =>
  (pipe?.before ?? []).flatMap((node) =>
    node.kind === 'simple' ? [{ node, text: source.text.slice(node.span.start, node.span.end) }] : [],
  )

/** The text of a here-document, with what is known of the variables that a shell puts in. */
function documentOf({ redirects }: Simple, { variables }: Shell, { source }: Context): string {
  return redirects
    .flatMap(({ document }) => {
      if (!document) return []
      const text = source.text.slice(document.span.start, document.span.end)
      if (document.quoted) return [text]
      return [text.replace(/(?<!\\)\$\{?(\w+)\}?/g, (written, name: string) => variables.get(name) ?? written)]
    })
    .join('\n')
}

/** The names of secrets of GitHub's store that a text takes in: `${{ secrets.TOKEN }}`. */
const secretsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{\{\s*secrets\.(\w+)/g)].map(([, name]) => name as string)

function saysOnlyWhichBuild(text: string): boolean {
  const names = [...text.matchAll(/\b([A-Za-z_]\w*)=/g)].map(([, name = '']) => name)
  return names.length > 0 && names.every((name) => ofTheBuild.test(name))
}
