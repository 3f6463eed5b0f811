import { attestationsFile, readStatements } from '../../assessment/acceptance/attestations/statement.ts'
import { Text } from '../../documents/text.ts'
import { answersTo, atTerminal, type Field, lastDay } from '../ask.ts'
import { dayOf } from '../days.ts'
import { contentOf, judgedForEntry, saveEntries, withEntry } from '../entries.ts'
import { UsageError } from '../errors.ts'
import { placeInside } from '../inside.ts'
import { requirementNamed } from '../named.ts'
import { open } from '../open.ts'
import { print } from '../output.ts'
import { harmless } from '../tell.ts'

interface Options {
  readonly statement?: string
  readonly evidence?: string
  readonly by?: string
  readonly role?: string
  readonly expires?: string
  readonly asOf?: string
  readonly replace?: boolean
}

/** Days that are proposed where nobody says how long. */
const PROPOSED = 180

const opening = `# yaml-language-server: $schema=https://assay.dev/schemas/attestations/1
# Statements of named people on what no file shows, until they end. See docs/waivers.md of Assay.
`

/**
 * `assay attest <requirement> [path]`: writes an entry of `.assay/attestations.yaml` for a requirement that is unknown.
 * What is not given by options is asked for. Throws a {@link UsageError} where a statement would settle nothing.
 */
export async function attest(id = '', options: Options, [path = '.']: readonly string[]): Promise<number> {
  const asOf = dayOf(options.asOf)
  const opened = await open(path, undefined)
  const judged = await judgedForEntry(opened, attestationsFile, asOf)
  const { assessment } = judged
  const requirement = requirementNamed(id, assessment, '; `assay rules` lists them')
  const { verdict, attestation } = requirement
  if (verdict !== 'unknown' && !attestation) {
    const why =
      verdict === 'fail'
        ? 'fails by what was observed, and a statement hides nothing'
        : `is judged without a statement (${verdict})`
    throw new UsageError(`${id} ${why}`)
  }
  const file = placeInside(path, attestationsFile)
  const before = contentOf(file) || opening
  const entry = {
    list: 'attestations',
    comment: requirement.reason,
    identity: ['requirement'],
    replace: options.replace ?? false,
  }
  // nobody is asked for what is refused then
  await withEntry(before, attestationsFile, { ...entry, fields: { requirement: id } })
  const terminal = await atTerminal()
  const asked = fieldsOf(asOf, (file) => opened.repository.has(file))
  const { expires = '', ...said } = await answersTo(asked, { ...options }, terminal.ask).finally(() => terminal.close())
  const fields = { requirement: id, ...said, date: asOf, expires }
  const { content, replaced } = await withEntry(before, attestationsFile, { ...entry, fields })
  const { statements, remarks } = await readStatements(new Text(attestationsFile, content))
  if (!statements.some((one) => one.requirement === id && one.attestation.date === asOf)) {
    throw new UsageError(`this statement would not hold: ${remarks[0]?.message ?? 'it could not be read again'}`)
  }
  await saveEntries(file, content)
  const how = replaced === undefined ? '' : ', in the place of the one that was there'
  const sum = `${attestationsFile}: ${id} is stated until ${expires}${how}; commit it, so that reviews see it`
  await print(`${harmless(sum)}\n`)
  return 0
}

function fieldsOf(asOf: string, exists: (file: string) => boolean): readonly Field[] {
  return [
    { name: 'statement', question: 'What holds, in a sentence' },
    {
      name: 'evidence',
      question: 'What it rests on: a URL or a path',
      wrong: (answer) =>
        /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(answer) || exists(answer.replace(/^\.\//, ''))
          ? undefined
          : 'it is no URL and no file of this repository',
    },
    { name: 'by', question: 'Who says so' },
    { name: 'role', question: 'As what' },
    lastDay(asOf, PROPOSED),
  ]
}
