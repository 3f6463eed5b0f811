import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Script } from '../../../src/facts/pipeline/script.ts'
import { read, run } from './support.ts'

/** One job `a` with these steps. */
const config = (steps: string, more = '', job = '') =>
  `version: 2.1
${more}
jobs:
  a:
    docker: []
${job.replace(/^/gm, '    ')}
    steps:
${steps.replace(/^/gm, '      ')}
workflows: {w: {jobs: [a]}}
`

const texts = (scripts: readonly Script[]) => scripts.map((script) => script.text.trim())

test('run: a text or a map; steps that move files decide nothing', async () => {
  const { workflow, scripts } = await read(
    config(
      '- checkout\n- run: one\n- run: {name: Two, command: two}\n- save_cache: {key: x}\n- deploy: {command: three}',
    ),
  )
  assert.deepEqual(texts(scripts), ['one', 'two', 'three'])
  assert.deepEqual(
    workflow.jobs[0]?.steps.map((step) => step.name),
    ['one', 'Two', 'three'],
  )
  assert.deepEqual([scripts[0]?.shell, scripts[0]?.errexit, scripts[0]?.pipefail], ['bash', true, true])
})

for (const [shell, wanted] of [
  ['/bin/sh -e', ['sh', true, false]],
  ['/bin/bash', ['bash', false, false]],
  ['bash -leo pipefail', ['bash', true, true]],
  ['powershell.exe', ['pwsh', true, false]],
] as const) {
  test(`shell: ${shell}`, async () => {
    const { scripts } = await read(config(`- run: {command: x, shell: '${shell}'}`))
    assert.deepEqual([scripts[0]?.shell, scripts[0]?.errexit, scripts[0]?.pipefail], wanted)
  })
}

test('what runs in the background stops nothing', async () => {
  const { workflow } = await read(config('- run: {command: a, background: true}\n- run: b'))
  assert.deepEqual(
    workflow.jobs[0]?.steps.map((step) => step.continueOnError),
    [true, false],
  )
})

test('when: on_fail and always', async () => {
  const { workflow } = await read(
    config('- run: {command: a, when: on_fail}\n- run: {command: b, when: always}\n- run: c'),
  )
  assert.deepEqual(
    workflow.jobs[0]?.steps.map((step) => step.runsAfterFailure),
    ['only', 'always', 'no'],
  )
})

test('commands with parameters, given and by default, and steps as a parameter', async () => {
  const { workflow, scripts } = await read(
    config(
      '- ship: {to: prod, after: [run: last]}\n- ship',
      `commands:
  ship:
    parameters: {to: {type: string, default: dev}, after: {type: steps, default: []}}
    steps:
      - run: first << parameters.to >>
      - inner: {to: <<parameters.to>>-x}
      - steps: << parameters.after >>
  inner: {parameters: {to: {type: string}}, steps: [run: inner << parameters.to >>]}`,
    ),
  )
  assert.deepEqual(texts(scripts), ['first prod', 'inner prod-x', 'last', 'first dev', 'inner dev-x'])
  assert.equal(workflow.jobs[0]?.steps[1]?.via.length, 2)
})

test('an environment that a command is given is that of what it runs', async () => {
  const { workflow } = await read(
    config(
      '- ship: {environment: prod}\n- run: x',
      'commands: {ship: {parameters: {environment: {type: string}}, steps: [run: y]}}',
    ),
  )
  assert.deepEqual(
    workflow.jobs[0]?.steps.map((step) => step.acts[0]?.environment),
    ['prod', undefined],
  )
})

test('a default that nobody chose tells less than the name of the job, handed on or not', async () => {
  const commands = `commands:
  inner:
    parameters: {environment: {type: string, default: none}}
    steps: [run: x]
  ship:
    parameters: {environment: {type: string, default: development}}
    steps: [run: y, inner: {environment: << parameters.environment >>}]
jobs:
  ship-staging: {docker: [], steps: [ship]}
  ship-it: {docker: [], steps: [ship]}
  ship-all: {docker: [], steps: [ship: {environment: production}]}
workflows: {w: {jobs: [ship-staging, ship-it, ship-all]}}
`
  const { workflow } = await read(`version: 2.1\n${commands}`)
  const told = workflow.jobs.map(({ steps }) => steps.map((step) => step.acts[0]?.environment))
  assert.deepEqual(told, [
    [undefined, undefined],
    ['development', 'development'],
    ['production', 'production'],
  ])
})

test('commands that use each other in a circle are said with the circle', async () => {
  const commands = 'commands: {a: {steps: [b]}, b: {steps: [run: x, a]}}'
  const { workflow, scripts } = await read(config('- a', commands))
  assert.deepEqual(texts(scripts), ['x'])
  assert.match(workflow.problems[0]?.message ?? '', /a → b → a$/)
})

test('commands that fan out are read up to a limit', async () => {
  const commands = Array.from({ length: 20 }, (_, n) => `  c${n}: {steps: [${`c${n + 1}, `.repeat(10)}]}`)
  const { workflow } = await read(config('- c0', `commands:\n${commands.join('\n')}\n  c20: {steps: [run: x]}`))
  assert.ok(workflow.problems.some(({ message }) => message.includes('more than 100,000 jobs and steps')))
})

test('parameters that grow in each other are not put in without end', async () => {
  const parameter = 'parameters: {x: {type: string}}'
  const commands = Array.from(
    { length: 40 },
    (_, n) => `  c${n}: {${parameter}, steps: [{c${n + 1}: {x: << parameters.x >><< parameters.x >>}}]}`,
  )
  const { scripts } = await read(
    config(
      '- c0: {x: aaaa}',
      `commands:\n${commands.join('\n')}\n  c40: {${parameter}, steps: [run: << parameters.x >>]}`,
    ),
  )
  assert.ok((scripts[0]?.text.length ?? 0) < 200_000)
})

test('when and unless of steps: known beforehand, by the run, or not at all', async () => {
  const { workflow, scripts } = await read(
    config(
      `- when: {condition: << parameters.on >>, steps: [run: one]}
- unless: {condition: << parameters.on >>, steps: [run: two]}
- when: {condition: {equal: [main, << pipeline.git.branch >>]}, steps: [run: three]}
- when: {condition: << pipeline.project.type >>, steps: [run: four]}`,
      '',
      'parameters: {on: {type: boolean, default: true}}',
    ),
  )
  assert.deepEqual(texts(scripts), ['one', 'three', 'four'])
  const holds = (what: string) => workflow.jobs[0]?.steps.map((step) => step.condition?.holds(run(workflow, what)))
  assert.deepEqual(holds('main'), [undefined, true, undefined])
  assert.deepEqual(holds('feature'), [undefined, false, undefined])
})

test('variables of executor, job and step; what is written to BASH_ENV; folders', async () => {
  const { scripts } = await read(
    config(
      `- run: echo 'export TAG=1.2' >> $BASH_ENV
- run: {command: x, environment: {A: step}, working_directory: ~/project/sub}
- run: if y; then echo "export TAG=2" >> $BASH_ENV; fi
- run: z`,
      'executors: {e: {parameters: {v: {type: string}}, docker: [], environment: {A: executor, B: << parameters.v >>}}}',
      'executor: {name: e, v: seven}\nenvironment: {A: job, C: << pipeline.git.branch >>}',
    ),
  )
  const { A, B, C, TAG } = scripts[1]?.variables ?? {}
  assert.deepEqual([A, B, C, TAG], ['step', 'seven', '${CIRCLE_BRANCH}', '1.2'])
  assert.deepEqual([scripts[1]?.directory, scripts[0]?.directory], ['sub', ''])
  assert.equal(scripts[0]?.variables.A, 'job')
  assert.equal('TAG' in (scripts[3]?.variables ?? {}), false)
})

test('places point into the file, also behind what was put in', async () => {
  const { workflow, repository } = await read(
    config('- run: first << parameters.to >> last', '', 'parameters: {to: {type: string, default: somewhere}}'),
  )
  const place = workflow.jobs[0]?.steps[0]?.acts[0]?.place
  const text = (await repository.text('.circleci/config.yml'))?.content
  assert.equal(text?.slice(place?.start, place?.end), 'first << parameters.to >> last')
})

test('pre-steps and post-steps stand around those of the job', async () => {
  const text = config('- run: two').replace('[a]', '[a: {pre-steps: [run: one], post-steps: [run: three]}]')
  assert.deepEqual(texts((await read(text)).scripts), ['one', 'two', 'three'])
})

test('a step, a job that nothing defines is hidden and said', async () => {
  const { workflow } = await read(config('- nowhere: {}\n- orb/none'))
  assert.deepEqual(
    workflow.problems.map(({ message }) => message),
    ['there is no command nowhere', 'there is no command orb/none'],
  )
  assert.ok(workflow.jobs[0]?.steps[0]?.acts[0]?.hidden)
})
