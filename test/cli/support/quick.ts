/* Prints what a quick look at the folder one stands in comes to: its output, then a line with the code or `goes on`. */
import { quickLook } from '../../../src/cli/quick.ts'

const look = await quickLook(process.argv.slice(2))
process.stdout.write('code' in look ? `code ${look.code}\n` : 'goes on\n')
