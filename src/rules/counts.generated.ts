// Made by npm run generate from rules/ and rules/catalogue.yaml; do not edit.
import type { Level } from './rule.ts'

export const ruleCounts: Readonly<Record<Level, number>> = {
  bronze: 22,
  silver: 82,
  gold: 111,
}
