/** Node's cryptography, loaded where something is hashed: it takes a tenth of the time of a start without anything to judge. */
export const crypto = () => process.getBuiltinModule('node:crypto')
