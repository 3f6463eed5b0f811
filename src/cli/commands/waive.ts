import { objectionsTo, samePerson } from '../../assessment/acceptance/waivers/holds.ts'
import { readWaivers, waiversFile } from '../../assessment/acceptance/waivers/waiver.ts'
import type { Result } from '../../assessment/assessment.ts'
import type { Policy } from '../../config/policy.ts'
import { Text } from '../../documents/text.ts'
import { answersTo, atTerminal, type Field, lastDay } from '../ask.ts'
import { byDigits } from '../by-digits.ts'
import { dayOf } from '../days.ts'
import { contentOf, judgedForEntry, saveEntries, withEntry } from '../entries.ts'
import { UsageError } from '../errors.ts'
import { placeInside } from '../inside.ts'
import type { Judged } from '../judge.ts'
import { requirementNamed } from '../named.ts'
import { open } from '../open.ts'
import { print } from '../output.ts'
import { harmless } from '../tell.ts'

interface Options {
  readonly owner?: string
  readonly approver?: string
  readonly reason?: string
  readonly ticket?: string
  readonly expires?: string
  readonly asOf?: string
  readonly replace?: boolean
}

/** What is to be waived: a finding, or all of a requirement's in a file or everywhere. */
interface Target {
  readonly scope: Readonly<Record<string, string | readonly string[]>>
  readonly results: readonly Result[]
}

/** Findings that are shown before somebody answers for them. */
const LISTED = 3

/** Days that are proposed where nobody says how long. */
const PROPOSED = 90

const opening = `# yaml-language-server: $schema=https://assay.dev/schemas/waivers/1
# Exceptions that somebody answers for, until they end. See docs/waivers.md of Assay.
`

/**
 * `assay waive <finding> [path]`: writes an entry of `.assay/waivers.yaml`. A finding is a fingerprint or its first
 * digits, or a requirement with or without a path. What is not given by options is asked for. Throws a {@link UsageError}
 * where nothing of it fails, or where the entry would not hold.
 */
export async function waive(finding = '', options: Options, [path = '.']: readonly string[]): Promise<number> {
  const asOf = dayOf(options.asOf)
  const opened = await open(path, undefined)
  const judged = await judgedForEntry(opened, waiversFile, asOf)
  const { policy } = opened.configuration
  if (policy.localWaivers === 'forbid')
    throw new UsageError('the policy allows no waivers of the repository, so none is written')
  const target = targetOf(finding, judged)
  const [first] = target.results
  const count = target.results.length
  const others = count > 1 ? ` (and ${count - 1} more)` : ''
  const file = placeInside(path, waiversFile)
  const before = contentOf(file) || opening
  const entry = {
    list: 'waivers',
    comment: harmless(`${first?.place.file || 'the repository'}: ${first?.message}${others}`),
    identity: ['requirement', ...['places', 'paths', 'environments', 'components']],
    replace: options.replace ?? false,
  }
  // nobody is asked for what is refused then
  await withEntry(before, waiversFile, { ...entry, fields: target.scope })
  const terminal = await atTerminal()
  if (terminal.ask) process.stderr.write(`${harmless(whatIsWaived(target))}\n`)
  const answers = await answersTo(fieldsOf(asOf, policy), { ...options }, terminal.ask).finally(() => terminal.close())
  const { expires = '', ...who } = answers
  const fields = { ...target.scope, ...who, created: asOf, expires }
  const { content, replaced } = await withEntry(before, waiversFile, { ...entry, fields })
  await refuseWrong(content, asOf, [String(target.scope.requirement)], policy)
  await saveEntries(file, content)
  const how = replaced === undefined ? '' : ', in the place of the one that was there'
  await print(
    harmless(
      `${waiversFile}: ${String(target.scope.requirement)} is waived until ${expires}${how} (${countOf(target)}); commit it, so that reviews see it`,
    ).concat('\n'),
  )
  return 0
}

/** What is waived, before anybody is asked: the first findings in a line each. */
function whatIsWaived(target: Target): string {
  const { results, scope } = target
  const lines = results.slice(0, LISTED).map(({ place, message }) => `  ${place.file || 'the repository'}: ${message}`)
  const more = results.length > LISTED ? [`  … and ${results.length - LISTED} more`] : []
  return [`${String(scope.requirement)}, ${countOf(target)}:`, ...lines, ...more].join('\n')
}

/** "16 findings"; a waiver that names no finding also covers those that come. */
function countOf({ results, scope }: Target): string {
  const count = results.length === 1 ? '1 finding' : `${results.length} findings`
  return scope.places
    ? count
    : `${count}, and what else of it fails ${scope.paths ? 'in this file' : 'anywhere here'} until then`
}

function targetOf(finding: string, { assessment, textOf }: Judged): Target {
  const fails = assessment.results.filter(({ verdict }) => verdict === 'fail')
  if (/^[0-9a-f]{6,32}$/i.test(finding)) return byFingerprint(finding.toLowerCase(), fails, textOf)
  const [id = '', ...rest] = finding.split(':')
  const path = rest.join(':').replace(/^\.\//, '')
  const instead = '; name a requirement, or the fingerprint of a finding (six digits or more)'
  const requirement = requirementNamed(id, assessment, instead)
  const results = fails.filter((one) => one.requirement === id && (!path || one.place.file === path))
  if (!results.length) {
    const where = path ? ` in ${path}` : ''
    const what =
      requirement.verdict === 'unknown' ? ' (it is unknown: `assay attest` settles that)' : ` (${requirement.verdict})`
    throw new UsageError(`nothing of ${id} fails${where}${path ? '' : what}, so there is nothing to waive`)
  }
  return { scope: { requirement: id, ...(path ? { paths: [path] } : {}) }, results: notWaived(results, id) }
}

function byFingerprint(digits: string, fails: readonly Result[], textOf: Judged['textOf']): Target {
  const results = byDigits(digits, fails, textOf)
  const { requirement, fingerprint } = results[0] as Result
  return { scope: { requirement, places: [fingerprint.slice(0, 16)] }, results: notWaived(results, requirement) }
}

/** An exception over another one would not be seen to hold, or to end. */
function notWaived(results: readonly Result[], id: string): readonly Result[] {
  const open = results.filter(({ suppression }) => !suppression)
  const [covered] = results
  if (!open.length && covered?.suppression) {
    const { place, expires } = covered.suppression
    const until = expires ? ` until ${expires}` : ''
    throw new UsageError(`${id} is waived here already, by ${place.file}${until}; change that, or delete it first`)
  }
  return open
}

function fieldsOf(asOf: string, { selfApproval, maxWaiverDays }: Policy): readonly Field[] {
  return [
    { name: 'owner', question: 'Who mends it' },
    {
      name: 'approver',
      question: 'Who allows that it waits',
      wrong: (answer, { owner = '' }) =>
        selfApproval === 'forbid' && samePerson(answer, owner)
          ? 'the policy forbids to approve it for oneself; name somebody else'
          : undefined,
    },
    { name: 'reason', question: 'Why it waits' },
    { name: 'ticket', question: 'Ticket' },
    lastDay(asOf, PROPOSED, maxWaiverDays),
  ]
}

/** What would not hold is not written: the file is read as a check would read it. */
async function refuseWrong(content: string, asOf: string, ids: readonly string[], policy: Policy): Promise<void> {
  const text = new Text(waiversFile, content)
  const { waivers, remarks } = await readWaivers(text)
  const last = waivers.find(({ created, requirement }) => created === asOf && ids.includes(requirement))
  const wrong = last ? objectionsTo(last, { asOf, ids, policy }) : remarks
  const [first] = wrong
  if (first || !last)
    throw new UsageError(`this waiver would not hold: ${first?.message ?? 'it could not be read again'}`)
}
