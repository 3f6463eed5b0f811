import { cpSync } from 'node:fs'
import { folderOf } from './assay.ts'

/** The day of all runs on these shops. */
export const day = ['--as-of', '2026-11-23'] as const

/** Where the small shop is delivered. */
export const workflow = '.github/workflows/deploy.yml'

/** The requirement that the small shop fails: nothing tests it. */
export const id = 'pipeline.unit-tests'

/** A shop that is built and goes to production without a test. */
export const shop = {
  Dockerfile: 'FROM node:24.1.0\nCOPY . .\n',
  [workflow]: `on: {push: {branches: [main]}}
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: docker build -t registry.example/shop:v1.4.0 . && docker push registry.example/shop:v1.4.0
      - run: kubectl set image deployment/shop shop=registry.example/shop:v1.4.0 --namespace production
`,
} as const

/** A waiver for what the small shop fails, in force on the day of the runs. */
export const waiver = `waivers:
  - requirement: ${id}
    owner: Ada
    approver: Grace
    reason: they run elsewhere
    ticket: 12
    created: 2026-11-01
    expires: 2027-01-31
`

/** The shop with debts of many kinds (fixtures/repositories/corner-shop), in a folder of its own. */
export function cornerShop(): string {
  const folder = folderOf({})
  cpSync('fixtures/repositories/corner-shop', folder, { recursive: true })
  return folder
}
