import assert from 'node:assert/strict'
import test from 'node:test'
import { job, readOne, start } from './support.ts'

/** The environments that `deploy` may work on, with the kinds of start that come there; `?` for one that cannot be seen. */
async function environmentsOf(script: string, on = '{push: {branches: [main], tags: ["v*"]}, workflow_dispatch: {}}') {
  const { workflow } = await readOne(`
on: ${on}
jobs:
  setup:
    outputs: {env: "\${{ steps.s.outputs.env }}"}
    steps:
      - id: s
        env: {REF: "\${{ github.ref }}"}
        run: |
${script.replace(/^/gm, '          ')}
  deploy: {needs: setup, environment: "\${{ needs.setup.outputs.env }}", steps: []}
`)
  return workflow.jobs
    .filter(({ key }) => key === 'deploy')
    .map(({ environment, condition }) => {
      const starts = workflow.triggers
        .map(({ kind }) => kind)
        .filter((kind) => {
          const isBranch = kind !== 'tag'
          const run = start(workflow, kind, isBranch ? {} : { branch: undefined, onDefaultBranch: false })
          return condition?.holds(run) !== false
        })
      const name = environment?.name
      return `${typeof name === 'string' ? name : name ? '?' : 'none'}: ${[...new Set(starts)].join(' ')}`
    })
    .sort()
}

const byType = [
  'if [[ "${{ github.ref_type }}" == "tag" ]]; then',
  '  IS_TAG="true"',
  'else',
  '  IS_TAG="false"',
  'fi',
  'echo "is_tag=$IS_TAG" >> $GITHUB_OUTPUT',
  'if [[ $IS_TAG == "false" ]]; then',
  '  ENV="dev"',
  'elif [[ "${{ github.ref }}" == *"-rc"* ]]; then',
  '  ENV="test"',
  'else',
  '  ENV="prod"',
  'fi',
  'echo "env=$ENV" >> $GITHUB_OUTPUT',
].join('\n')

const cases: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'what is known of a start decides, what is not leaves both ways': [
    byType,
    ['dev: push manual', 'prod: tag', 'test: tag'],
  ],
  'a default that a branch puts aside': [
    'env=staging\nif [[ "$GITHUB_REF" == refs/tags/* ]]; then env=production; fi\necho "env=$env" >> "$GITHUB_OUTPUT"',
    ['production: tag', 'staging: push manual'],
  ],
  'case, a variable of env: and one group for all that is written': [
    '{\n  case "$REF" in\n    refs/heads/main) echo "env=staging" ;;\n    refs/tags/*) echo "env=production" ;;\n    *) echo "env=dev" ;;\n  esac\n} >> $GITHUB_OUTPUT',
    // a person may start it on another branch
    ['dev: ', 'production: tag', 'staging: push manual'],
  ],
  'a chain of tests': [
    '[ "$GITHUB_REF_TYPE" = tag ] && e=production || e=staging\necho "env=$e" | tee -a $GITHUB_OUTPUT',
    ['production: tag', 'staging: push manual'],
  ],
  'exit ends it': [
    'if [ "$GITHUB_REF_TYPE" = tag ]; then echo "env=production" >> $GITHUB_OUTPUT; exit 0; fi\necho "env=staging" >> $GITHUB_OUTPUT',
    ['production: tag', 'staging: push manual'],
  ],
  'what a program says is not known': [
    'if ./is-release; then e=production; else e=$(cat ENV); fi\necho "env=$e" >> $GITHUB_OUTPUT',
    ['?: push tag manual'],
  ],
  'a file that is read in may set all': [
    'e=a\nif true; then e=production; fi\n. ./env.sh\necho "env=$e" >> $GITHUB_OUTPUT',
    ['?: push tag manual'],
  ],
  'a program that prints the output is not followed': [
    'if true; then python choose.py >> $GITHUB_OUTPUT; fi\necho "env=production" >> $GITHUB_OUTPUT',
    ['?: push tag manual'],
  ],
}

for (const [name, [script, expected]] of Object.entries(cases)) {
  test(name, async () => assert.deepEqual(await environmentsOf(script), expected))
}

test('a loop that never ends to write, and one bracket too many, end', async () => {
  assert.deepEqual(
    await environmentsOf('while true; do e="$e a"; done\nif x; then e=b; fi\necho "env=$e" >> $GITHUB_OUTPUT'),
    ['?: push tag manual'],
  )
  assert.ok(job((await readOne('on: push\njobs: {a: {steps: [{run: "if (("}]}}')).workflow, 'a'))
})
