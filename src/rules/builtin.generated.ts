// Made by npm run generate from rules/; do not edit.
import type { LoadedRule } from './load.ts'

export const builtin: readonly LoadedRule[] = []
