import type { Text } from '../text.ts'
import type { Comment } from './comment.ts'
import { lineMarkOf, syntaxOf } from './languages.ts'
import { lineComments, scanComments } from './scan.ts'

export type { Comment } from './comment.ts'

type Reader = (text: Text) => Promise<readonly Comment[]>

/** Files whose comments a parser of ours knows, by name. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [/\.ya?ml$|(^|\/)\.(yamllint|clang-format)$/i, async (text) => (await import('./yaml.ts')).yamlComments(text)],
  [/\.(json|jsonc|json5)$/i, async (text) => (await import('./json.ts')).jsonComments(text.content)],
  [/\.toml$|(^|\/)Pipfile$/, async (text) => (await import('./toml.ts')).tomlComments(text.content)],
  [/\.(sh|bash|zsh|ksh|bats)$|(^|\/)\.envrc$/, shell],
  [
    /(^|\/)(Dockerfile|Containerfile)[^/]*$|\.(dockerfile|containerfile)$/i,
    async (text) => (await import('./dockerfile.ts')).dockerfileComments(text),
  ],
  [
    /(^|\/)Jenkinsfile[^/]*$|\.(groovy|gradle|jenkinsfile)$/i,
    async (text) => (await import('../groovy/index.ts')).groovyComments(text.content),
  ],
  [/\.(md|markdown)$/i, async (text) => (await import('./markdown.ts')).markdownComments(text)],
  [
    /\.(xml|pom|csproj|fsproj|vbproj|props|targets|config|html?|svg)$/i,
    async (text) => (await import('./markup.ts')).markupComments(text.content),
  ],
]

/**
 * The comments of a file, in their order: of its language's grammar, so a string that looks like one is none. Empty where
 * the language is not known, and where the file cannot be read as its language. Never rejects.
 */
export async function commentsOf(text: Text): Promise<readonly Comment[]> {
  const read = readers.find(([name]) => name.test(text.file))?.[1] ?? readerByContent(text)
  try {
    return await read(text)
  } catch {
    // what is no YAML or TOML has no comments of it; that it is broken is told where it is read as evidence
    return []
  }
}

async function shell(text: Text): Promise<readonly Comment[]> {
  return (await import('../shell/index.ts')).shellComments(text.content)
}

function readerByContent({ file, content }: Text): Reader {
  const interpreter = /^#!\s*\S*\/(?:env\s+(?:-\S+\s+)*)?(\w+)/.exec(content)?.[1]
  if (interpreter && /^(ba|da|z|k)?sh$/.test(interpreter)) return shell
  const endings: Readonly<Record<string, string>> = {
    python: '.py',
    python3: '.py',
    ruby: '.rb',
    node: '.js',
    pwsh: '.ps1',
  }
  const name = (interpreter && endings[interpreter]) || file
  const mark = lineMarkOf(name)
  const syntax = syntaxOf(name)
  return async () => (mark ? lineComments(content, mark) : syntax ? scanComments(content, syntax) : [])
}
