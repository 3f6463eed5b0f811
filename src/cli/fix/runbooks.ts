import { type Broken, failing, type Mend, type Mender } from './mend.ts'

/*
 * The parts that a runbook has, each in a comment: a heading counts for its part, so none may stand there before somebody
 * wrote what belongs under it. An empty skeleton helps nobody in the night, and must fail.
 */
const skeleton = (title: string, when: string, who: string) => `# ${title}

<!-- TODO: take each part out of its comment once it is written. Until then this is no runbook, and the check fails. -->

<!--
## Trigger

${when}
-->

<!--
## Steps

1. What to do, in order, with the commands.
-->

<!--
## Verification

What to look at, and what it must show.
-->

<!--
## Who to tell

${who}
-->
`

const runbooks = [
  {
    id: 'documentation.deployment-runbook',
    cause: 'no-deployment-runbook',
    file: 'docs/runbooks/deployment.md',
    content: skeleton('Deployment runbook', 'What starts a deployment.', 'The team or channel that learns of it.'),
  },
  {
    id: 'documentation.rollback-runbook',
    cause: 'no-rollback-runbook',
    file: 'docs/runbooks/rollback.md',
    content: skeleton('Rollback runbook', 'The signs by which one goes back.', 'Who decides, and who learns of it.'),
  },
]

/** A runbook to be filled in, where there is none. */
export const mender: Mender = {
  ids: ['documentation.deployment-runbook', 'documentation.rollback-runbook', 'rollback.documentation'],
  async propose(broken) {
    return runbooks.flatMap((runbook) => proposed(runbook, broken))
  },
}

function proposed({ id, cause, file, content }: (typeof runbooks)[number], broken: Broken): Mend[] {
  const ids = id === 'documentation.rollback-runbook' ? [id, 'rollback.documentation'] : [id]
  const missing = ids.some((one) => failing(broken, one).some((result) => result.cause.includes(cause)))
  if (!missing || broken.repository.has(file)) return []
  const left = 'write its parts and take them out of their comments: until then the finding stays'
  return [{ id, what: 'a runbook to be filled in', edit: { file, start: 0, end: 0, text: content }, left }]
}
