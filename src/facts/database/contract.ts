import { basename } from '../../documents/path.ts'

/**
 * Whether a migration says of itself that it is the second half of "expand and contract", by that name
 * (martinfowler.com/bliki/ParallelChange.html): in its name or in a comment. In statements these words are names of tables
 * and columns (`contract`, `contract_phase`), and so are they beside a verb (`-- drop contract phase`).
 */
export function isContract(file: string, content: string): boolean {
  return named.test(basename(file)) || commentsIn(content).some((comment) => said.test(comment))
}

/** At the start of the name, behind its number: `V12__contract_step_note.sql`; or the whole method anywhere in it. */
const named =
  /^(V?[\d._-]+_+)?contract(ion)?[_-](step|phase)(?![a-z])|(^|[_-])expand[_-](and|then)[_-]contract(?![a-z])/i

const said =
  /(?<!\b(?:add|alter|change|delete|drop|fill|new|of|remove|rename|set|the table|update)s? (?:the |a |old )?)\bcontract(?:ion)?[ -](?:step|phase)\b(?!s|[ -](?:column|field|table|id|name|number|type|date|from|to|in)\b)|\bexpand\s*(?:and|then|&|\/|-+>?|→)\s*contract(?:ion)?\b(?!s)/i

/** What is written for people: comments of SQL, scripts and XML, the text at the head of a Python file, a change's `comment`. */
const commentsIn = (content: string): readonly string[] =>
  content.match(
    /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|<comment>[\s\S]*?<\/comment>|"""[\s\S]*?"""|'''[\s\S]*?'''|(?:--|#|\/\/)[^\n]*|^[ \t]*comment:[^\n]*/gm,
  ) ?? []
