import { remembered } from '../../documents/remembered.ts'
import { isHashOfPassword, senseOf } from '../names/sense.ts'
import { cipherNames, jwtNames, providerNames } from './calls.ts'
import { commandNames } from './commands.ts'
import { equalsNames, fieldNames } from './compared.ts'
import { hintNames } from './hints.ts'
import { optionNames } from './renamed.ts'
import { loginsNames, pairNames } from './seeds.ts'
import { sessionNames } from './several.ts'

/** Names in code that one of the steps of `pairs.ts` looks for, though they name no secret: each step's own pattern. */
const wanted: readonly RegExp[] = [
  jwtNames,
  pairNames,
  providerNames,
  equalsNames,
  fieldNames,
  loginsNames,
  sessionNames,
  hintNames,
  commandNames,
  optionNames,
  cipherNames,
]

/**
 * Whether a name in code tells of nothing, whatever stands beside it, unless it is called: three of four that hold a keyword
 * (`keyName`, `passed`, `addrs.NoKey`). What it is of is looked up, since names repeat.
 */
export const isDull = remembered(
  (name) => senseOf(name).strength === 0 && !isHashOfPassword(name) && !wanted.some((pattern) => pattern.test(name)),
)
