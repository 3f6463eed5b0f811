import { flag, hideable, place, record, type Static, text, texts } from './form.ts'

export const accessPair = record('AccessPair', 'Who has access to staging beside who has access to production.', {
  id: text('the system, and what it is about'),
  system: text('what gives the access: role bindings, IAM of Google Cloud, reviewers on GitHub, assay.yaml …'),
  about: text('the namespace without its environment; empty where it is about the whole'),
  staging: text('the environment as it is named; empty where only the other side is seen'),
  production: text('the environment as it is named; empty where only the other side is seen'),
  both: texts('groups and people that have access to both'),
  onlyStaging: texts('those of staging alone'),
  onlyProduction: texts('those of production alone'),
  same: hideable(
    flag('they are the same; hidden where one side is not seen, or groups differ by the word for it alone'),
  ),
  place: place('the first grant of staging, else of production'),
})

export type AccessPair = Static<typeof accessPair>
