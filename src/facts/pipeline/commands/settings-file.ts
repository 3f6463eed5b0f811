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
/** Last words of names that are secrets; what is only kept beside secrets (`KEY_ID`) is not. */
const secretWord =
  /(?:^|[_.-])(?:PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIALS?|SALT|DSN|CONNECTION_?STRING|(?:DATABASE|DB|REDIS|MONGO(?:DB)?|POSTGRES|AMQP|RABBITMQ)_UR[IL])$/i
const secretKey = /(?:^|[_.-])(?:API|PRIVATE|SECRET|ACCESS|ENCRYPTION|SIGNING|SSH)?KEY$/i
/** Keys that all may see, and those of data. */
const openKey = /(?:PUBLIC|PUBLISHABLE|SITE|ANON|MEASUREMENT|TRACKING|CACHE|PRIMARY|SORT|PARTITION)_?KEY$/i
/** What bundlers put into the code that browsers get, with the keys and addresses that those send along. */
const ofBrowser =
  /^(?:VITE|REACT_APP|VUE_APP|GATSBY|(?:NEXT|NUXT|EXPO)?_?PUBLIC)_(?!.*(?:SECRET|PRIVATE|ENCRYPTION|SIGNING)).*(?:KEY|DSN)$/i

const isSecretName = (name: string): boolean =>
  (secretWord.test(name) || (secretKey.test(name) && !openKey.test(name))) && !ofBrowser.test(name)

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
  noteFetched(call, shell, context, finder)
  const target = copies && plain.length === 2 ? plain[1] : (writtenBy(node, call, shell, context) ?? context.into)
  const path = target === undefined ? undefined : pathFrom(target, shell)
  if (path === undefined) return
  const before = pipedInto(context)
  const text = [call.text, ...call.words, documentOf(node, shell, context), ...before.map(({ text }) => text)].join(
    '\n',
  )
  const open = [node, ...before.map((one) => one.node)].flatMap((one) => openSecretsOf(one, shell, context.source))
  if (!isSettingsFile(path) && !showing.test(program)) return
  if (!copies) {
    const settings = settingsWritten(
      path,
      text,
      namesOfSecrets([...open, ...macrosIn(text)]),
      () => showsNothing(call, text) || before.some((one) => ofStore.test(one.text)),
    )
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
 * @param isUnseen asked whether nothing of what is written shows: a variable that holds the whole file, what a program prints
 */
export function settingsWritten(
  path: string,
  text: string,
  open: readonly string[],
  isUnseen: () => boolean = () => false,
): WrittenSettings | undefined {
  const secrets = [...new Set([...secretsIn(text), ...open])]
  if (secrets.length === 0 && (!isSettingsFile(path) || saysOnlyWhichBuild(text))) return undefined
  return { path, secrets, ...(isSettingsFile(path) && secrets.length === 0 && isUnseen() && { isOfRunner: true }) }
}

/** Whether a program reads a file by itself when it starts, by its name. */
export const isSettingsFile = (path: string): boolean => settingsFile.test(basename(path))

/** A variable and nothing else: `$ENV_FILE`, `${DOTENV}`, `$(dotenv)` of Azure. */
const aVariable = /^["']?(?:\$\{?[A-Za-z_]\w*\}?|\$\([\w.-]+\))["']?$/
const printsVariable =
  /(?:\b(?:echo|printf)\s+(?:-\w+\s+)*(?:["']%s(?:\\n)?["']\s+)?|<<<\s*)["']?(?:\$\{?[A-Za-z_]\w*\}?|\$\([\w.-]+\))["']?\s*(?:$|[\n|>])/
/** Names of what tells which build it is. */
const tellsBuild = (word: string) => ofTheBuild.test(word)

/** Whether nothing of what a command writes shows here: all of it is in a variable, on the machine, or what a program prints. */
function showsNothing({ words: [program = '', ...words] }: Call, text: string): boolean {
  if (/^(?:env|printenv|envsubst)$/.test(program)) return true
  if (!showing.test(program))
    return !/^(?:|:|true|touch|git|date|truncate|grep|head|tail|sort|uniq|awk|cut)$/.test(program)
  const given = words.filter((word) => !word.startsWith('-') && !/^["']?%s(?:\\n)?["']?$/.test(word))
  if (/^(?:echo|printf)$/.test(program))
    return given.length === 1 && aVariable.test(given[0] as string) && !tellsBuild(given[0] as string)
  if (program === 'cat') return given.some((word) => aVariable.test(word) || /^\/(?!dev\/|tmp\/)/.test(word))
  return printsVariable.test(text)
}

/** What prints values that a store or another machine keeps. */
const ofStore =
  /^\s*(?:aws|gcloud|az|vault|doppler|op|kubectl|oc|sops|curl|wget|ssh|infisical|chamber|printenv|env|heroku|fly|flyctl)\b/

/** Macros of Azure that no file sets: a group or the settings of the pipeline do. */
const macrosIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\(([A-Za-z][\w.-]*)\)/g)].map(([, name]) => name as string)

/** What fetches a file from a store, and prints nothing of it. */
const fetching =
  /^(?:aws s3 cp|aws s3 sync|gsutil (?:-\S+ )*cp|gcloud storage cp|gcloud secrets versions access|az storage blob download|az keyvault secret download|curl|wget|scp|vercel (?:env )?pull|op inject|sops|infisical export|doppler secrets download|chamber export|envsubst|ln)\b/

/** Whether a command fetches a file from a store: what it fetches as settings is noted by itself. */
export const fetches = (words: readonly string[]): boolean => fetching.test(words.join(' '))

/** Records that a command fetches a file of settings from where it is not seen: `aws s3 cp s3://shop/.env .env`. */
function noteFetched(call: Call, shell: Shell, context: Context, finder: Finder): void {
  if (!fetches(call.words)) return
  const [last = ''] = call.words.slice(-1)
  const named = call.words.flatMap((word, i) => {
    if (/^(?:-o|-O|-f|--file|--output|--out-file|--output-file|--destination)$/.test(word))
      return call.words[i + 1] ?? []
    return /^--(?:file|output|out-file|output-file)=/.exec(word) ? word.replace(/^[^=]*=/, '') : []
  })
  // what `scp` and `aws` are given last may lie elsewhere
  const target = [...named, ...(call.words.length > 2 && !/^[\w.-]*[@:]|:\/\//.test(last) ? [last] : [])].find(
    isSettingsFile,
  )
  const path = target === undefined ? undefined : pathFrom(target, shell)
  if (path === undefined) return
  const settings = { path, secrets: [], isOfRunner: true }
  emit(finder, shell, context, call, { kinds: [], tool: call.words[0] ?? '', settings })
}

/** Those of some variables that are secrets by their names. */
export const namesOfSecrets = (names: readonly string[]): readonly string[] =>
  names.filter((name) => isSecretName(name.replace(/([a-z\d])([A-Z])/g, '$1_$2')))

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
