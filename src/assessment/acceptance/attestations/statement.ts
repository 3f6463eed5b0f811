import attestationsSchema from '../../../../schemas/attestations.json' with { type: 'json' }
import type { Schema } from '../../../config/check.ts'
import type { Text } from '../../../documents/text.ts'
import type { Attestation, Remark } from '../../assessment.ts'
import { type Form, readEntries } from '../entries.ts'

/** Where statements are written. */
export const attestationsFile = '.assay/attestations.yaml'

/** A statement, with what it speaks of. */
export interface Statement {
  readonly requirement: string
  readonly attestation: Attestation
}

const form: Form = {
  list: 'attestations',
  name: 'attestation',
  schema: attestationsSchema as Schema,
  days: ['date', 'expires'],
}

/** The statements of a file whose form is right; whether they hold is another question. */
export async function readStatements(
  text: Text,
): Promise<{ readonly statements: readonly Statement[]; readonly remarks: readonly Remark[] }> {
  const { nodes, remarks } = await readEntries(text, form)
  const statements = nodes.map((node) => {
    const field = (key: string) => node.get(key)?.text?.trim() ?? ''
    const attestation: Attestation = {
      place: node.place,
      statement: field('statement'),
      evidence: field('evidence'),
      by: field('by'),
      role: field('role'),
      date: field('date'),
      expires: field('expires'),
    }
    return { requirement: field('requirement'), attestation }
  })
  return { statements, remarks }
}
