/** What a policy file can say besides, in the words of JSON Schema. */
const policy = {
  type: 'object',
  description: 'What the policy demands of those who extend it. Of several policies the strictest counts.',
  additionalProperties: false,
  properties: {
    lock: {
      type: 'array',
      minItems: 1,
      description:
        'Keys whose values hold, whatever a repository says: an attempt to say otherwise is a finding and exit code 2.',
      items: {
        type: 'string',
        minLength: 1,
        description:
          'The keys with dots between: `profile`, `parameters.rollback.time.minutes`; all below a key is locked with it.',
      },
    },
    'local-waivers': {
      enum: ['allow', 'forbid'],
      description: 'Whether `.assay/waivers.yaml` of a repository covers anything.',
    },
    'max-waiver-days': {
      type: 'number',
      description: 'The most days between the day a waiver was created and its end.',
    },
    'self-approval': { enum: ['allow', 'forbid'], description: 'Whether the owner of a waiver may approve it.' },
    'inline-ignores': { enum: ['allow', 'forbid'], description: 'Whether comments (`assay-ignore`) cover anything.' },
  },
}

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>
}

/** schemas/policy.json: the form of assay.yaml, and what only a policy says. */
export function policySchema(assay: Schema): string {
  const schema = {
    ...assay,
    $id: 'https://assay.dev/schemas/policy/1',
    title: 'Policy file',
    description:
      'What an organisation says for its repositories: the keys of assay.yaml, which count where a repository says nothing, and `policy`.',
    properties: { ...assay.properties, policy },
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
