import { basename } from '../../../documents/path.ts'
import type { Simple } from '../../../documents/shell/index.ts'
import { type Call, emit } from './call.ts'
import { pathFrom } from './shell/paths.ts'
import type { Context, Finder, Shell } from './shell/state.ts'
import { writtenBy } from './shell/written.ts'

/** Settings that a program reads by itself when it starts. */
const settingsFile = /^\.env(\.[\w-]+)*$/
/** Names of values that say which build it is, and nothing of where it runs. */
const ofTheBuild = /VERSION|SHA\b|COMMIT|REVISION|BUILD|TAG\b|DATE|BRANCH/i

/**
 * Records that a command writes a file of settings into the checkout: `cp app.prod .env`, `echo "$SETTINGS" > .env`. An
 * image that is built afterwards may take it in.
 */
export function noteSettings(node: Simple, call: Call, shell: Shell, context: Context, finder: Finder): void {
  if (context.remote) return
  const [program = '', ...words] = call.words
  const copies = program === 'cp' || program === 'mv'
  const plain = words.filter((word) => !word.startsWith('-'))
  const target = copies && plain.length === 2 ? plain[1] : writtenBy(node, call, shell, context)
  const path = target === undefined ? undefined : pathFrom(target, shell)
  if (path === undefined || !settingsFile.test(basename(path))) return
  const from = copies ? pathFrom(plain[0] ?? '', shell) : undefined
  const document = documentOf(node, shell, context)
  if (!copies && saysOnlyWhichBuild(`${call.text}\n${document}`)) return
  emit(finder, shell, context, call, {
    kinds: [],
    tool: program,
    settings: {
      path,
      secrets: secretsIn(`${call.text} ${call.words.join(' ')} ${document}`),
      ...(from !== undefined && { from }),
      ...(copies && from === undefined && { isOfRunner: true }),
    },
  })
}

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
const secretsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/\$\{\{\s*secrets\.(\w+)/g)].map(([, name]) => name as string)),
]

function saysOnlyWhichBuild(text: string): boolean {
  const names = [...text.matchAll(/\b([A-Za-z_]\w*)=/g)].map(([, name = '']) => name)
  return names.length > 0 && names.every((name) => ofTheBuild.test(name))
}
