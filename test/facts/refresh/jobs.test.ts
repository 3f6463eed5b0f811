import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { refreshCronJobs } from '../../../src/facts/refresh/cronjobs.ts'
import { repositoryOf } from '../../support/repository.ts'

const job = (script: string, name = 'refresh', spec = "  schedule: '0 3 * * 0'") =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: ${name}\nspec:\n${spec}\n  command: ["${script}"]\n`
const buildingOf = (files: Readonly<Record<string, string>>) => ({
  repository: repositoryOf(files),
  settings: defaultSettings,
  workflows: [],
})
const told = (value: unknown) => (isHidden(value) ? '?' : value)
const copy = 'pg_dump $PROD_URL | pg_restore -d $PREPROD_URL'

/** A CronJob, then: where its data is from, whether it is sanitised, suspended, and the days between; undefined: none. */
const jobs: readonly (readonly [string, string, readonly unknown[] | undefined])[] = [
  ['a plain copy', job(copy), ['production', false, false, 7]],
  ['one that sanitises', job(`${copy} && psql -c anonymise`), ['production', true, false, 7]],
  ['one with a script that is not here', job(`${copy} && bash more.sh`), ['production', '?', false, 7]],
  ['a copy from nobody knows where', job('pg_dump $A | pg_restore -d $STAGING_URL'), ['?', false, false, 7]],
  ['preprod is not production', job('pg_dump $A | pg_restore -d $PREPROD_URL'), ['?', false, false, 7]],
  [
    'a template, which may make it or not',
    `{{- if .Values.on }}\n${job(copy)}{{- end }}\n`,
    ['production', false, '?', 7],
  ],
  [
    'a schedule and a switch in values',
    job(copy, 'refresh', '  schedule: {{ .Values.at }}\n  suspend: {{ .Values.off }}'),
    ['production', false, '?', '?'],
  ],
  ['a suspended one', job(copy, 'refresh', '  schedule: "@daily"\n  suspend: true'), ['production', false, true, 1]],
  ['one known by its name', job('run', 'staging-db-refresh'), ['?', '?', false, 7]],
  ['a backup', job('pg_dump $STAGING_URL', 'staging-backup'), undefined],
  ['a backup of a name like one', job('run', 'backup-staging-db-copy'), undefined],
  ['a copy to development', job('pg_dump $PROD | pg_restore -d $DEV'), undefined],
  ['another job', job('bin/report', 'staging-report'), undefined],
]

for (const [what, content, expected] of jobs) {
  test(`a CronJob that refreshes staging: ${what}`, async () => {
    const [found] = await refreshCronJobs(buildingOf({ 'k8s/job.yaml': content }))
    assert.deepEqual(
      found && [told(found.source), told(found.sanitised), told(found.suspended), told(found.days)],
      expected,
    )
  })
}
