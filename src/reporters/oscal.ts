import { createHash } from 'node:crypto'
import type { Assessment, Conclusion, RequirementVerdict, Result } from '../assessment/assessment.ts'
import { groupBy } from '../documents/group.ts'
import { plain } from './harmless.ts'
import type { Reporter, ReportInput } from './reporter.ts'
import { requirementsInScope } from './scope.ts'
import { locate } from './source-context.ts'

/** The namespace of our properties, and of the UUIDs that are made of names (RFC 9562, version 5). */
const NAMESPACE = 'https://assay.dev/ns/oscal'

/**
 * OSCAL assessment-results 1.2.1 (NIST; the schema of 1.2.2 differs in its number alone, and trestle
 * reads none above 1.2.1): an observation for each result that counts, a finding for each requirement, a
 * risk for each failure. The only clock is the day for which was judged, and identifiers are UUIDs of names: the same
 * input gives the same bytes. Empty lists are left out, as the schema demands.
 */
const oscal: Reporter = (input) => `${JSON.stringify(document(input), null, 2)}\n`

export default oscal

function document(input: ReportInput): object {
  const { assessment } = input
  const { asOf, tool, repository } = assessment
  const id = identifiers(assessment)
  const when = `${asOf}T00:00:00Z`
  const requirements = requirementsInScope(assessment).filter(({ judged, verdict }) => judged || verdict === 'pass')
  const asked = new Set(requirements.map((one) => one.id))
  const results = assessment.results.filter(({ counts, requirement }) => counts && asked.has(requirement))
  const failures = results.filter(({ verdict }) => verdict === 'fail')
  const byRequirement = groupBy(results, ({ requirement }) => requirement)
  const name = plain(repository.name)
  return {
    'assessment-results': {
      uuid: id('document'),
      metadata: {
        title: `Deployment standard: ${name}`,
        'last-modified': when,
        version: asOf,
        'oscal-version': '1.2.1',
        props: [prop('tool', `Assay ${tool.version}`), prop('rules-digest', assessment.rules.digest)],
      },
      'import-ap': { href: `#${id('plan')}` },
      results: [
        {
          uuid: id('result'),
          title: `Assay ${tool.version} on ${name}`,
          description: describe(assessment),
          start: when,
          ...(repository.commit ? { props: [prop('commit', repository.commit)] } : {}),
          'reviewed-controls': { 'control-selections': [controls(requirements)] },
          ...list(
            'observations',
            results.map((result) => observation(result, when, id, input)),
          ),
          ...list(
            'risks',
            failures.map((result) => risk(result, id, input)),
          ),
          ...list(
            'findings',
            requirements.map((one) => finding(one, byRequirement.get(one.id) ?? [], id)),
          ),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: id('plan'),
            title: 'The rules of Assay',
            description:
              'There is no plan document: the standard and the rules in use are named by their digest above.',
          },
        ],
      },
    },
  }
}

function describe({ level, share, coverage, scope }: Assessment): string {
  if (level === undefined || !share || !coverage) return 'A partial run: no level and no share.'
  const parts = [
    `profile ${scope.profile}`,
    `level ${level}`,
    `share ${share.numerator} of ${share.denominator}`,
    `coverage ${coverage.numerator} of ${coverage.denominator}`,
  ]
  return `${parts.join(', ')}. An unknown counts as not met.`
}

function controls(requirements: readonly RequirementVerdict[]): object {
  const included = requirements.map(({ id }) => ({ 'control-id': token(id) }))
  return included.length ? { 'include-controls': included } : { 'include-all': {} }
}

function observation(result: Result, when: string, id: Identify, input: ReportInput): object {
  const { message, requirement, verdict, grade, fingerprint, place, evidence } = result
  const props = [
    prop('requirement', requirement),
    prop('verdict', verdict),
    prop('grade', grade),
    prop('place', locate(place, input.textOf)),
  ]
  return {
    uuid: id('observation', fingerprint),
    description: plain(message),
    props,
    methods: [grade === 'attested' ? 'INTERVIEW' : 'EXAMINE'],
    ...list(
      'relevant-evidence',
      evidence.map((one) => ({ description: plain(one) })),
    ),
    collected: when,
  }
}

function risk(
  { fingerprint, requirement, message, suppression, severity }: Result,
  id: Identify,
  input: ReportInput,
): object {
  const rule = input.rules.find((one) => one.id === requirement)
  const waiver = suppression
    ? [
        prop('waived-because', suppression.reason),
        ...(['owner', 'approver', 'ticket', 'expires'] as const).flatMap((key) =>
          suppression[key] ? [prop(key, suppression[key])] : [],
        ),
      ]
    : []
  return {
    uuid: id('risk', fingerprint),
    title: rule ? plain(rule.title) : requirement,
    description: plain(message),
    props: [prop('severity', severity), ...waiver],
    statement: plain(rule?.why ?? message),
    status: suppression ? 'deviation-approved' : 'open',
    ...(suppression?.expires ? { deadline: `${suppression.expires}T00:00:00Z` } : {}),
    'related-observations': [{ 'observation-uuid': id('observation', fingerprint) }],
  }
}

const status: Readonly<Record<Conclusion, { state: string; reason: string }>> = {
  pass: { state: 'satisfied', reason: 'pass' },
  fail: { state: 'not-satisfied', reason: 'fail' },
  waived: { state: 'not-satisfied', reason: 'other' },
  unknown: { state: 'not-satisfied', reason: 'other' },
  'not-applicable': { state: 'satisfied', reason: 'other' },
}

function finding(requirement: RequirementVerdict, results: readonly Result[], id: Identify): object {
  const { verdict, reason, row, level, grade, attestation } = requirement
  const deciding = results.filter((result) => result.verdict === (verdict === 'waived' ? 'fail' : verdict))
  const word = attestation
    ? [prop('attested-by', `${attestation.by} (${attestation.role})`), prop('attested-until', attestation.expires)]
    : []
  return {
    uuid: id('finding', requirement.id),
    title: plain(row),
    description: plain(reason),
    props: [prop('verdict', verdict), prop('level', level), prop('grade', grade), ...word],
    target: {
      type: 'objective-id',
      'target-id': token(requirement.id),
      status: {
        ...status[verdict],
        ...(verdict === 'pass' || verdict === 'fail' ? {} : { remarks: plain(`${verdict}: ${reason}`) }),
      },
    },
    ...list(
      'related-observations',
      deciding.map(({ fingerprint }) => ({ 'observation-uuid': id('observation', fingerprint) })),
    ),
    ...list(
      'related-risks',
      deciding
        .filter((one) => one.verdict === 'fail')
        .map(({ fingerprint }) => ({ 'risk-uuid': id('risk', fingerprint) })),
    ),
  }
}

/** OSCAL forbids empty lists. */
function list(key: string, members: readonly object[]): object {
  return members.length ? { [key]: members } : {}
}

/** A property; OSCAL's strings hold no line ends and are never empty. */
function prop(name: string, value: string): object {
  return { name, ns: NAMESPACE, value: plain(value).trim() || '-' }
}

/** OSCAL's tokens begin with a letter or `_`, and hold no other signs than `.`, `-` and `_`. */
const token = (id: string) => id.replace(/^[^A-Za-z_]/, '_$&').replace(/[^\w.-]/g, '_')

type Identify = (...names: readonly string[]) => string

/** UUIDs of names: of this repository at this commit and day, so that two assessments never share one. */
function identifiers({ repository, asOf, rules }: Assessment): Identify {
  const base = JSON.stringify([NAMESPACE, repository.name, repository.commit, asOf, rules.digest])
  return (...names) => uuid(`${base}${JSON.stringify(names)}`)
}

/** UUID version 5's layout over SHA-1 of a text (RFC 9562 §5.5; the namespace is part of the text). */
function uuid(text: string): string {
  const bytes = createHash('sha1').update(text).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
