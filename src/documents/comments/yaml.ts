import { shellComments } from '../shell/index.ts'
import type { Text } from '../text.ts'
import { walk } from '../tree.ts'
import { parseYaml } from '../yaml.ts'
import type { Comment } from './comment.ts'

/**
 * The comments of a YAML file; and those of the scripts in its literal block scalars, which speak of their script alone:
 * nothing else can stand beside a line of one.
 */
export async function yamlComments(text: Text): Promise<readonly Comment[]> {
  const { Lexer } = await import('yaml')
  const found: Comment[] = []
  let at = 0
  for (const lexeme of new Lexer().lex(text.content)) {
    // signs of the lexer itself, which stand in no file: a document begins, a flow collection ends, a scalar follows
    if (lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f') continue
    if (lexeme.startsWith('#')) found.push({ start: at, end: at + lexeme.length })
    at += lexeme.length
  }
  return [...found, ...(await inScripts(text))].sort((a, b) => a.start - b.start)
}

async function inScripts(text: Text): Promise<readonly Comment[]> {
  const { documents } = await parseYaml(text)
  const found: Comment[] = []
  for (const root of documents) {
    for (const node of walk(root)) {
      if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.includes('#')) continue
      if (text.content[node.span.start] !== '|') continue
      const { value, span } = node
      for (const { start, end } of shellComments(value)) {
        found.push({ start: node.offsetOf(start), end: node.offsetOf(end - 1) + 1, within: span })
      }
    }
  }
  return found
}
